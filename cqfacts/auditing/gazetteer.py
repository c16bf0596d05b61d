"""Places that a text may speak of: countries, their people, large cities. Nothing here reads."""

from __future__ import annotations

from cqfacts.figures.vocabulary import list_phrases

PLACES = frozenset(
    list_phrases("""
        afghanistan, albania, algeria, angola, argentina, armenia, australia, austria,
        azerbaijan, bahrain, bangladesh, belarus, belgium, benin, bolivia, botswana, brazil,
        britain, brunei, bulgaria, burundi, cambodia, cameroon, canada, chad, chile, china,
        colombia, congo, croatia, cuba, cyprus, czechia, denmark, ecuador, egypt, england,
        eritrea, estonia, ethiopia, europe, finland, france, gabon, gambia, georgia, germany,
        ghana, greece, guatemala, guinea, haiti, honduras, hungary, iceland, india, indonesia,
        iran, iraq, ireland, israel, italy, jamaica, japan, jordan, kazakhstan, kenya, kosovo,
        kuwait, kyrgyzstan, laos, latvia, lebanon, liberia, libya, lithuania, luxembourg,
        madagascar, malawi, malaysia, maldives, mali, malta, mauritania, mauritius, mexico,
        moldova, mongolia, montenegro, morocco, mozambique, myanmar, namibia, nepal,
        netherlands, nicaragua, niger, nigeria, norway, oman, pakistan, palestine, panama,
        paraguay, peru, philippines, poland, portugal, qatar, romania, russia, rwanda, scotland,
        senegal, serbia, singapore, slovakia, slovenia, somalia, spain, sudan, sweden,
        switzerland, syria, taiwan, tajikistan, tanzania, thailand, togo, tunisia, turkey,
        turkmenistan, uganda, ukraine, uruguay, uzbekistan, venezuela, vietnam, wales, yemen,
        zambia, zimbabwe, africa, asia, america, oceania, uk, us, usa, uae, eu, afghan,
        albanian, algerian, american, argentine, australian, austrian, bangladeshi, belgian,
        brazilian, british, bulgarian, canadian, chilean, chinese, colombian, croatian, cuban,
        czech, danish, dutch, egyptian, english, estonian, ethiopian, european, finnish, french,
        german, ghanaian, greek, hungarian, indian, indonesian, iranian, iraqi, irish, israeli,
        italian, japanese, kenyan, korean, korea, latvian, lebanese, libyan, lithuanian,
        malaysian, mexican, mongolian, moroccan, nepalese, nigerian, norwegian, pakistani,
        palestinian, peruvian, polish, portuguese, romanian, russian, saudi, scottish, serbian,
        singaporean, slovak, somali, spanish, sudanese, swedish, swiss, syrian, thai, tunisian,
        turkish, ugandan, ukrainian, vietnamese, welsh, yemeni, african, asian, anhui, beijing,
        fujian, gansu, guangdong, guangxi, guizhou, hainan, hebei, heilongjiang, henan, hubei,
        hunan, jiangsu, jiangxi, jilin, liaoning, ningxia, qinghai, shaanxi, shandong, shanghai,
        shanxi, sichuan, tianjin, tibet, xinjiang, xizang, yunnan, zhejiang, chongqing, hong
        kong, macao, macau, changchun, changsha, chengdu, dalian, dongguan, foshan, fuzhou,
        guangzhou, guiyang, haikou, hangzhou, harbin, hefei, jinan, kunming, lanzhou, lhasa,
        nanchang, nanjing, nanning, ningbo, qingdao, shenyang, shenzhen, shijiazhuang, suzhou,
        taiyuan, urumqi, wenzhou, wuhan, wuxi, xiamen, xi'an, xining, yinchuan, zhengzhou,
        amsterdam, ankara, athens, auckland, baghdad, bangkok, barcelona, beirut, berlin,
        birmingham, bogota, boston, brussels, bucharest, budapest, cairo, casablanca, chicago,
        colombo, copenhagen, dakar, dallas, damascus, delhi, dhaka, doha, dubai, dublin,
        edinburgh, frankfurt, geneva, glasgow, hamburg, hanoi, havana, helsinki, houston,
        islamabad, istanbul, jakarta, jerusalem, johannesburg, kabul, karachi, kathmandu,
        khartoum, kinshasa, kolkata, lagos, lahore, leeds, lima, lisbon, liverpool, london, los
        angeles, luanda, madrid, manchester, manila, melbourne, miami, milan, montreal, moscow,
        mumbai, munich, nairobi, new york, osaka, oslo, ottawa, paris, perth, prague, rome,
        santiago, seoul, stockholm, sydney, taipei, tehran, tel aviv, tokyo, toronto, vancouver,
        vienna, warsaw, washington, wellington, zurich, california, texas, florida, ontario,
        quebec, queensland, victoria, bavaria, catalonia, south africa, south korea, north
        korea, new zealand, saudi arabia, sri lanka, united states, united kingdom, costa rica,
        el salvador, sierra leone
    """)
)
"""Each in small letters."""

SCOPES = {
    "china": list_phrases("""
        china, chinese, nationwide, national, nationally, country, country's, countrywide,
        nation, nation's
    """),
    "world": list_phrases("""
        world, world's, worldwide, global, globally, international, internationally, earth,
        planet
    """),
    "western china": list_phrases("western, west, west's"),
    "national average": list_phrases("average"),
}
"""What ranks and shares are of, by the words that say so."""
