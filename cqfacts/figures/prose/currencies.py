"""The currencies of the world: codes, names and signs, and the places that use them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.figures.tokens import Tokens

# Code, names, signs before the number, and the places that tell it from others of its name or sign.
# The first of those that share a name or a sign is meant where no place is told.
_TABLE = """
USD | dollar | $ us$ u$s | us u.s american america washington york california texas chicago
CAD | dollar | $ c$ ca$ can$ cdn$ | canada canadian canadians ottawa toronto ontario quebec alberta
AUD | dollar | $ a$ au$ | australia australian australians sydney melbourne canberra queensland
NZD | dollar | $ nz$ | zealand zealanders auckland wellington christchurch
HKD | dollar | $ hk$ | hong
SGD | dollar | $ s$ | singapore singaporean singaporeans
TWD | dollar | $ nt$ | taiwan taiwanese taipei
JMD | dollar | $ j$ | jamaica jamaican kingston
TTD | dollar | $ tt$ | trinidad tobago
BBD | dollar | $ bds$ | barbados barbadian bridgetown
BSD | dollar | $ b$ | bahamas bahamian nassau
BZD | dollar | $ bz$ | belize belizean
BND | dollar | $ b$ | brunei
FJD | dollar | $ fj$ f$ | fiji fijian suva
GYD | dollar | $ g$ gy$ | guyana guyanese
LRD | dollar | $ l$ | liberia liberian monrovia
NAD | dollar | $ n$ | namibia namibian windhoek
SBD | dollar | $ si$ | solomon honiara
SRD | dollar | $ sr$ | suriname surinamese paramaribo
XCD | dollar | $ ec$ | caribbean grenada antigua dominica lucia
ZWL | dollar | $ z$ zw$ zwl$ | zimbabwe zimbabwean harare
KYD | dollar | $ ci$ | cayman
TOP | paanga | t$ | tonga tongan
EUR | euro | € |
GBP | pound sterling | £ | british britain uk
EGP | pound | e£ le l.e egp£ | egypt egyptian egyptians cairo alexandria
LBP | pound lira | l£ ll | lebanon lebanese beirut
SYP | pound lira | | syria syrian damascus
SDG | pound | | sudan sudanese khartoum
SSP | pound | | juba
GIP | pound | | gibraltar
CNY | yuan renminbi | ¥ cn¥ 元 yuan | china chinese beijing shanghai
JPY | yen | ¥ | japan japanese tokyo osaka yen
KRW | won | ₩ | korea korean koreans seoul busan
KPW | won | | pyongyang
INR | rupee | ₹ rs re | india indian delhi mumbai
PKR | rupee | rs | pakistan pakistani pakistanis islamabad karachi lahore punjab
NPR | rupee | rs nrs | nepal nepali nepalis nepalese kathmandu
LKR | rupee | rs slrs | lanka lankan lankans colombo
MUR | rupee | rs mrs | mauritius mauritian
SCR | rupee | rs | seychelles seychellois
MVR | rufiyaa | mrf rf | maldives maldivian malé
IDR | rupiah | rp | indonesia indonesian jakarta
NOK | krone kroner | kr nkr nok | norway norwegian norwegians oslo bergen
DKK | krone kroner | kr dkr | denmark danish danes copenhagen
SEK | krona kronor | kr skr | sweden swedish swedes stockholm
ISK | krona kronur | kr ikr | iceland icelandic reykjavik reykjavík
CZK | koruna korunas crown koruny | kč | czech prague
HUF | forint | ft | hungary hungarian budapest
PLN | zloty zlotys złoty zlotych | zł | poland polish warsaw
RON | leu lei | | romania romanian bucharest
MDL | leu lei | | moldova moldovan chisinau
BGN | lev leva levs | лв | bulgaria bulgarian sofia
RSD | dinar | | serbia serbian belgrade
MKD | denar denars | | macedonia macedonian skopje
ALL | lek leke | | albania albanian tirana
BAM | mark | | bosnia bosnian sarajevo
CHF | franc | sfr sfr. fr | switzerland swiss zurich geneva
XOF | franc cfa | cfa fcfa f | senegal dakar ivory abidjan mali burkina benin togo niger
XAF | franc cfa | cfa fcfa | cameroon yaounde yaoundé douala gabon congo chad central
RWF | franc | rwf frw | rwanda rwandan rwandans kigali
BIF | franc | fbu | burundi burundian
DJF | franc | fdj | djibouti
GNF | franc | | guinea conakry
KMF | franc | | comoros
CDF | franc | fc | kinshasa congolese
XPF | franc | | polynesia caledonia tahiti
KES | shilling | ksh ksh. sh kshs | kenya kenyan kenyans nairobi mombasa
UGX | shilling | ush ushs sh shs | uganda ugandan ugandans kampala
TZS | shilling | tsh tshs sh | tanzania tanzanian tanzanians salaam dodoma
SOS | shilling | | somalia somali mogadishu
MXN | peso | mx$ mex$ | mexico mexican mexicans
PHP | peso | ₱ p php | philippines philippine manila filipino filipinos cebu
ARS | peso | ar$ | argentina argentine argentinian aires
CLP | peso | cl$ | chile chilean santiago
COP | peso | col$ | colombia colombian bogota bogotá medellín
UYU | peso | | uruguay uruguayan montevideo
DOP | peso | rd$ | dominican domingo
CUP | peso | | cuba cuban havana
BRL | real reais | r$ | brazil brazilian brazilians brasília brasilia paulo
PEN | sol soles | s/ | peru peruvian lima
BOB | boliviano | bs | bolivia bolivian
VES | bolivar bolivares bolívar bolívares | bs | venezuela venezuelan caracas
PYG | guarani guaranies guaraníes | ₲ gs | paraguay paraguayan
CRC | colon colones colón | ₡ | rica rican
NIO | cordoba cordobas córdobas | c$ | nicaragua nicaraguan
HNL | lempira | l | honduras honduran tegucigalpa
GTQ | quetzal quetzales | q | guatemala guatemalan
PAB | balboa | b/ | panama panamanian
HTG | gourde | | haiti haitian
ZAR | rand | r | africa african johannesburg pretoria
NGN | naira | ₦ n ngn | nigeria nigerian nigerians lagos abuja
GHS | cedi | ₵ gh₵ gh¢ ghc | ghana ghanaian ghanaians accra
BWP | pula | p | botswana gaborone batswana
ZMW | kwacha | k zk | zambia zambian zambians lusaka
MWK | kwacha | k mk | malawi malawian malawians lilongwe
AOA | kwanza | kz | angola angolan luanda
MZN | metical meticais | mt mtn | mozambique mozambican maputo
LSL | loti maloti | m | lesotho basotho maseru
SZL | lilangeni emalangeni | e | eswatini swazi mbabane
ETB | birr | br | ethiopia ethiopian addis
ERN | nakfa | | eritrea eritrean
GMD | dalasi | d | gambia gambian banjul
SLE | leone | le | leone freetown
MGA | ariary | ar | madagascar malagasy
CVE | escudo | | verde
MRU | ouguiya | um | mauritania mauritanian
MAD | dirham | dh dhs | morocco moroccan moroccans rabat casablanca
AED | dirham | dh dhs | emirates emirati uae dubai dhabi
DZD | dinar | da | algeria algerian algiers
TND | dinar | dt td | tunisia tunisian tunis
LYD | dinar | ld | libya libyan tripoli
JOD | dinar | jd | jordan jordanian amman
KWD | dinar | kd | kuwait kuwaiti
BHD | dinar | bd | bahrain bahraini manama
IQD | dinar | | iraq iraqi iraqis baghdad basra
SAR | riyal rial | sr ﷼ | saudi saudis riyadh jeddah
QAR | riyal | qr | qatar qatari doha
OMR | rial riyal | ro | oman omani muscat
YER | rial riyal | yr | yemen yemeni sanaa aden
IRR | rial riyal | | iran iranian iranians tehran
AFN | afghani | ؋ | afghanistan afghan afghans kabul
TRY | lira | ₺ tl | turkey turkish türkiye ankara istanbul
ILS | shekel | ₪ nis | israel israeli israelis jerusalem
RUB | ruble rouble | ₽ | russia russian moscow
BYN | ruble rouble | br | belarus belarusian minsk
UAH | hryvnia hryvnias hryvnya | ₴ | ukraine ukrainian kyiv
KZT | tenge | ₸ | kazakhstan kazakh astana
UZS | sum som soum | | uzbekistan uzbek tashkent
KGS | som | | kyrgyzstan kyrgyz bishkek
TJS | somoni | | tajikistan tajik dushanbe
TMT | manat | | turkmenistan turkmen
AZN | manat | ₼ | azerbaijan azerbaijani baku
GEL | lari | ₾ | georgia georgian tbilisi
AMD | dram | ֏ | armenia armenian yerevan
MNT | tugrik tögrög togrog | ₮ | mongolia mongolian ulaanbaatar
THB | baht | ฿ | thailand thai bangkok
VND | dong | ₫ | vietnam vietnamese hanoi
MYR | ringgit | rm | malaysia malaysian malaysians lumpur
LAK | kip | ₭ | laos lao vientiane
KHR | riel | ៛ | cambodia cambodian phnom
MMK | kyat | k | myanmar burma yangon
BDT | taka | ৳ tk | bangladesh bangladeshi bangladeshis dhaka
BTN | ngultrum | nu | bhutan bhutanese
PGK | kina | k | papua moresby
WST | tala | | samoa samoan
VUV | vatu | vt | vanuatu
MOP | pataca | mop$ | macau macao macanese
"""
# They are words as well: only where the place is told.
_CODES_OF_WORDS = frozenset("ALL TOP TRY CUP PEN SOS AMD MOP GEL BAM LAK BOB COP PAB SLE".split())  # noqa: SIM905 - a table of words
_NAMES_OF_WORDS = frozenset(
    [
        "won",
        "real",
        "sol",
        "soles",
        "som",
        "sum",
        "soum",
        "lek",
        "lev",
        "mark",
        "crown",
        "dram",
        "colon",
        "leone",
        "balboa",
        "kip",
        "kina",
        "cfa",
        "tala",
        "denar",
        "leu",
        "afghani",
        "tala",
    ]
)
# Letters before a number are a sign of money only where the place is told.
_FIRM_LETTERS = frozenset(
    [
        "rs",
        "rm",
        "rp",
        "ksh",
        "kshs",
        "tsh",
        "tshs",
        "ush",
        "ushs",
        "sfr",
        "nkr",
        "dkr",
        "skr",
        "r",
        "tk",
        "fcfa",
        "cfa",
        "yuan",
        "nok",
        "php",
        "ngn",
        "frw",
        "sh",
        "ghc",
    ]
)
_PENCE = {"pence": "pence", "p": "pence", "cents": "cents", "cent": "cents", "cps": "cents"}
_SUBUNITS = frozenset(("paise", "kobo", "pesewas", "centavos", "fils", "öre", "sen"))
_FARTHEST_NAME = 3

PLACES: dict[str, tuple[str, ...]] = {}
CODES: set[str] = set()
_BY_NAME: dict[str, list[str]] = {}
_BY_SIGN: dict[str, list[str]] = {}
for _row in _TABLE.strip().splitlines():
    _code, _names, _signs, _places = (part.split() for part in _row.split("|"))
    CODES.add(_code[0])
    PLACES[_code[0]] = tuple(_places)
    for _name in _names:
        for _form in (_name, f"{_name}s"):
            _BY_NAME.setdefault(_form, []).append(_code[0])
    for _sign in _signs:
        _BY_SIGN.setdefault(_sign, []).append(_code[0])
_BY_NAME.update({"us$": ["USD"], "rmb": ["CNY"], "nis": ["ILS"], "pa'anga": ["TOP"]})
_BY_SIGN["rmb"] = ["CNY"]
UNITS = frozenset(CODES) | {"pence", "cents"} | _SUBUNITS


def read_sign(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Return the currency whose sign or code ends at a token before a number, and its first token.

    None where none stands there, or where its letters are those of a word or of something's name.
    """
    sign, number = tokens[index], tokens[index + 1]
    if sign.kind == "end" or number.opens_block:
        return None
    first = index
    fold = sign.fold
    if sign.text == "." and sign.is_glued and tokens[index - 1].kind == "word":
        first, fold = index - 1, tokens[index - 1].fold
        if fold == "s" and tokens[index - 2].text == ".":
            return None
        if fold not in _FIRM_LETTERS:
            return None
    elif sign.kind == "sign":
        return _read_symbol(tokens, index)
    elif sign.kind != "word":
        return None
    printed = tokens[first]
    if printed.is_glued and tokens[first - 1].kind in ("word", "number"):
        return None
    code = _read_letters(tokens, printed.text, fold, is_glued=number.is_glued)
    return (code, first) if code else None


def is_money_sign(tokens: Tokens, index: int) -> bool:
    """Whether a sign or a code of money ends at a token."""
    return read_sign(tokens, index) is not None


def is_money_name(tokens: Tokens, index: int) -> bool:
    """Whether a currency is named at a token."""
    return read_name(tokens, index) is not None


def _read_symbol(tokens: Tokens, index: int) -> tuple[str, int] | None:
    """Read `$`, `HK$`, `U.S.$`, `S/`."""
    sign, prefix = tokens[index], tokens[index - 1]
    joined = f"{prefix.fold}{sign.fold}"
    if sign.is_glued and prefix.kind == "word" and joined in _BY_SIGN:
        return _settle(tokens, joined, _BY_SIGN[joined]), index - 1
    if sign.text == "$" and prefix.text == "." and tokens[index - 2].fold == "s":
        return "USD", index - 4
    if sign.fold not in _BY_SIGN and sign.text != "￥":
        return None
    known = "¥" if sign.text == "￥" else sign.fold
    return _settle(tokens, known, _BY_SIGN[known]), index


def _read_letters(tokens: Tokens, text: str, fold: str, *, is_glued: bool) -> str | None:
    """Read a code or the letters that are short for a name: `MAD`, `Rs`, `N`, `SFr`."""
    if text in CODES:
        return text if text not in _CODES_OF_WORDS or _count(tokens, text) else None
    codes = _BY_SIGN.get(fold)
    is_short = text.isupper() or (text[:1].isupper() and len(text) > 1)
    if codes is None or not (is_short or fold in ("yuan", "kr", "rs")):
        return None
    if len(text) == 1 and not is_glued:
        return None
    told = [code for code in codes if _count(tokens, code)]
    if fold not in _FIRM_LETTERS and not told:
        return None
    if fold == "r" and not is_glued:
        return None
    return _settle(tokens, fold, codes)


def read_name(tokens: Tokens, start: int) -> tuple[str, int] | None:
    """Return the currency whose name or code starts at a token, and the last token of it.

    An adjective of its place may stand before it: `Hong Kong dollars`, `U.S. dollars`.
    """
    told: set[str] = set()
    for index in range(start, start + _FARTHEST_NAME + 3):
        token = tokens[index]
        if token.kind == "end" or token.opens_block:
            return None
        codes = _BY_NAME.get(token.fold)
        if codes and (token.fold != "cfa" or tokens[index + 1].fold not in _BY_NAME):
            if tokens[index - 1].fold == "cfa" and index > start:
                return _settle(tokens, "cfa", _BY_NAME["cfa"]), index
            code = _tell(tokens, token.fold, codes, told, index - start)
            return (code, index) if code else None
        if index == start and (found := _read_code(tokens, index)):
            return found, index
        if not (token.is_capitalized or token.text == "." or token.fold == "cfa"):
            return None
        told.add(token.fold)
        if token.fold == "s" and tokens[index - 1].text == ".":
            told.add("us")
    return None


def _read_code(tokens: Tokens, index: int) -> str | None:
    token = tokens[index]
    if token.fold in _PENCE:
        return _PENCE[token.fold] if token.fold != "p" or token.is_glued else None
    if token.fold in _SUBUNITS:
        return token.fold
    if token.text not in CODES or token.text in _CODES_OF_WORDS:
        return None
    return token.text


def _tell(tokens: Tokens, name: str, codes: list[str], told: set[str], distance: int) -> str | None:
    """Return which of the currencies of one name is meant; adjectives before it decide."""
    if distance:
        for code in codes:
            if not told.isdisjoint(PLACES[code]) or (code == "GBP" and name == "sterling"):
                return code
        return None
    is_word = name in _NAMES_OF_WORDS or name.removesuffix("s") in _NAMES_OF_WORDS
    if is_word and not any(_count(tokens, code) for code in codes):
        return None
    return _settle(tokens, name, codes)


def _settle(tokens: Tokens, known: str, codes: list[str]) -> str:
    """Return which of several countries' currencies is meant, by the places that the text names."""
    if len(codes) == 1:
        return codes[0]
    kept = tokens.notes.get(known)
    if kept is None:
        counts = [(_count(tokens, code), -place) for place, code in enumerate(codes)]
        kept = tokens.notes[known] = codes[-max(counts)[1]]
    return kept


def _count(tokens: Tokens, code: str) -> int:
    return tokens.count_names(PLACES[code])
