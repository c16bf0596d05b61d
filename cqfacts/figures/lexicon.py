"""The words that figures are made of, in English and Chinese. Nothing here reads."""

from __future__ import annotations

from .phrases import QUALIFIERS


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text; tables of words are easier to read without their quotes."""
    return tuple(text.split())


UNITS_IN_WORDS = {
    word: number
    for number, word in enumerate(
        words_of("""
            zero one two three four five six seven eight nine ten eleven twelve thirteen
            fourteen fifteen sixteen seventeen eighteen nineteen
        """)
    )
}
TENS_IN_WORDS = {
    word: 10 * number
    for number, word in enumerate(
        words_of("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
    )
}
SCALES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
# What stands directly behind digits; the letters alone only where a currency stands before them.
SUFFIXES = {"k": 3, "m": 6, "mn": 6, "mln": 6, "bn": 9, "b": 9, "tn": 12, "trn": 12, "t": 12}
CLEAR_SUFFIXES = frozenset({"mn", "mln", "bn", "tn", "trn"})
NUMBER_WORDS = frozenset({*UNITS_IN_WORDS, *TENS_IN_WORDS, *SCALES})
# A number with one of these behind it is another number than it looks.
MULTIPLIERS = frozenset(
    words_of("""
        dozen dozens score scores lakh lakhs crore crores gross odd point hundreds thousands
        millions billions trillions quadrillion myriad
    """)
)

ORDINALS = {
    word: number
    for number, word in enumerate(
        words_of("""
            first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
            thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
            twentieth
        """),
        start=1,
    )
}
FRACTIONS = {
    name + plural: parts
    for name, parts in {
        "half": 2,
        "third": 3,
        "quarter": 4,
        "fourth": 4,
        "fifth": 5,
        "sixth": 6,
        "seventh": 7,
        "eighth": 8,
        "ninth": 9,
        "tenth": 10,
    }.items()
    for plural in ("", "s")
} | {"halves": 2}
MULTIPLES = {
    **dict.fromkeys(words_of("double doubles doubled doubling 翻番 翻一番 翻了一番"), 2),
    **dict.fromkeys(words_of("triple triples tripled tripling"), 3),
    **dict.fromkeys(words_of("quadruple quadruples quadrupled quadrupling 翻两番 翻了两番"), 4),
}

CURRENCIES_BEFORE = frozenset(words_of("rmb cny usd us$ hk$ s$ a$ $ eur € gbp £ jpy ¥ ￥ hkd sgd"))
CURRENCIES_AFTER = frozenset(
    words_of("""
        yuan rmb cny dollars dollar euros euro usd eur gbp jpy yen pounds renminbi
        元 美元 欧元 日元 港元 元人民币 人民币
    """)
)
PERCENT_SIGNS = frozenset({"%", "％"})
PERCENT_WORDS = frozenset({"percent", "pct"})
TIME_UNITS = frozenset(
    words_of("""
        year years month months week weeks day days hour hours minute minutes second seconds
        quarter quarters decade decades century centuries
    """)
)
MEASURES = TIME_UNITS | frozenset(
    words_of("""
        ton tons tonne tonnes t kilogram kilograms kg gram grams g km kilometer kilometers
        kilometre kilometres meter meters metre metres cm mm mile miles foot feet hectare
        hectares ha acre acres mu kwh mwh gwh twh kw mw gw watt watts kilowatts megawatts
        gigawatts liters litres teu teus people person persons degrees barrels times inch inches
    """)
)
# Directly behind digits. A single letter there may be another thing: 5G, 5m.
GLUED_UNITS = frozenset(words_of("km kg cm mm ha kwh mwh gwh twh kw mw gw teu"))
# Behind a number and a hyphen.
HYPHEN_UNITS = (MEASURES - {"second", "seconds"}) | frozenset(
    words_of("""
        yuan dollar inch tier story storey lane level fold member person point seat bed room
        stage step phase
    """)
)
PLURALS = frozenset(
    words_of("""
        people species staff personnel children women men aircraft series
    """)
)

PERIOD_WORDS = frozenset(words_of("past last next coming previous following recent first final"))
MONTHS = frozenset(
    words_of("""
        january february march april may june july august september october november december
        jan feb mar apr jun jul aug sep sept oct nov dec
    """)
)
# A number behind one of these says which, not how many.
NAMING_WORDS = frozenset(
    words_of("""
        line lines phase section sections chapter chapters page pages article articles step
        table figure room version type class grade platform gate bus route exit floor building
        part paragraph clause item items appendix annex volume issue season episode act rule
        chart note tel phone fax telephone hotline code model highway expressway terminal runway
        id isbn issn no nos number numbers article group pillar category zone district sector
        block lot
    """)
)
# With a capital letter they begin a sentence; another word before a number may be a name.
OPENING_VERBS = frozenset(
    words_of("""
    adding attracting building completing connecting covering creating employing hosting including
    involving launching linking opening reaching serving totaling totalling training
    """)
)
RANK_VERBS = frozenset(
    words_of("""
        rank ranks ranked ranking place places placed placing came comes come coming finished
        finishing stood stands standing
    """)
)
SCOPES = frozenset(
    words_of("""
        nationwide nationally globally worldwide internationally among
    """)
)
SUPERLATIVES = frozenset(words_of("highest largest biggest"))
CONSECUTIVE = frozenset(words_of("consecutive straight successive"))
# In front of "No. 1" they make it a rank; elsewhere it may be the name of a school or a street.
BEFORE_NUMBER_SIGN = frozenset(words_of("the as at is was are were be to of a its their remained"))
NAMED_BY_NUMBER = frozenset(
    words_of("""
        document central middle school hospital line street road avenue building plant factory
        bridge order decree project
    """)
)

# They need more than a small number in words behind them: "over two talks", "under three plans".
PREPOSITIONS = frozenset(words_of("over under above below past beyond within"))
# Behind these, "around" and "about" say where or of what.
AROUND_WHICH = frozenset(
    words_of("""
        structured built centered centred organized organised revolve revolves revolved
        revolving based focused arranged grouped rallied talk talks talked talking speak spoke
        know known learn learned learning think thought thinking hear heard information
        concerned brought bring brings come came comes said
    """)
)
# Behind these, "up to" and "down to" lead to a level.
MOVES = frozenset(
    words_of("""
        went go goes going gone moved moves climbed climbs rose shot
    """)
)

RISES = frozenset(
    words_of("""
        up rose rise rises risen rising grew grow grows grown growing growth increase increases
        increased increasing gain gains gained gaining climb climbs climbed climbing jump jumps
        jumped jumping surge surges surged surging soar soars soared soaring expand expands expanded
        expanding raise raises raised raising boost boosts boosted boosting more higher
        增长 增加 提高 上升 增速 提升
    """)
)
FALLS = frozenset(
    words_of("""
        down fell fall falls fallen falling drop drops dropped dropping decline declines declined
        declining decrease decreases decreased decreasing reduce reduces reduced reducing reduction
        cut cuts cutting lower lowers lowered lowering shrank shrink shrinks shrunk shrinking slip
        slips slipped plunge plunged plunging slash slashed slashing contracted contraction less
        fewer halved 下降 减少 降低 下滑 缩减 压减
    """)
)
# They stand between a word of direction and the difference it speaks of.
LINKS = frozenset(words_of("by of a an target rate at"))
OBJECTS = frozenset(words_of("them it this these those"))

# A unit is not looked for beyond these.
STOPS = (
    frozenset(
        words_of("""
            in on at by for from to of with as than per within between through until since
            during under over after before across into onto out off up down is are was were be
            been has have had will would can could may might must its their his her our this
            that these those the which who whose when where while if or but nor so plus versus
            less besides towards thus also always perhaps vs only times it he she they we you i
            was does did do says said via not no each every all both
        """)
    )
    | RISES
    | FALLS
    | RANK_VERBS
    | frozenset(word for phrase in QUALIFIERS for word in phrase.split())
)

CHINESE_DIGITS = {digit: number for number, digit in enumerate("零一二三四五六七八九")} | {"两": 2}
CHINESE_POWERS = {"十": 1, "百": 2, "千": 3}
CHINESE_SCALES = {
    "百": 2,
    "千": 3,
    "万": 4,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
CHINESE_UNITS = words_of("""
    平方公里 公里 千米 平方米 立方米 米 吨 标准箱 标箱 人次 人 辆 台 套 家 个 项 户 件 条 种
    座 所 天 年 个月 小时 分钟 秒 级 列 趟 班 艘 架 名 位 次 处 亩 公顷 千瓦时 千瓦 部 篇 场
    支 只 股 元人民币 人民币 美元 欧元 日元 港元 元 个百分点 百分点 倍 类 块 批
""")
CHINESE_RANK_WORDS = frozenset(
    words_of("位居 位列 居 列 排名 排 位 全国 全球 世界 西部 中西部 跃居 升至 稳居 保持")
)
# Names and sayings whose numerals count nothing.
CHINESE_NAMES = words_of("""
    万州 一带一路 十四五 十五五 十三五 百姓 千里 万里 万象 一体 一体化 统一
    第一次 第一批 年代 年度
""")
