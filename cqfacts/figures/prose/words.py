"""The words that figures of English prose are made of. Nothing here reads."""

from __future__ import annotations

from cqfacts.figures import lexicon
from cqfacts.figures.lexicon import words_of
from cqfacts.figures.phrases import QUALIFIERS, SUFFIX_QUALIFIERS, phrases_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Qualifier

SCALES = {**lexicon.SCALES, "lakh": 5, "lakhs": 5, "crore": 7, "crores": 7}
SUFFIXES = {"k": 3, "m": 6, "mn": 6, "mln": 6, "mio": 6, "bn": 9, "b": 9, "tn": 12, "trn": 12}
CLEAR_SUFFIXES = frozenset({"k", "mn", "mln", "bn", "tn", "trn"})
# Their power of ten, and the unit.
SCALED_UNITS = {
    "Bm": (9, "m³"),
    "Mm": (6, "m³"),
    "hm": (6, "m³"),
    "bcm": (9, "m³"),
    "BCM": (9, "m³"),
    "mcm": (6, "m³"),
    "MCM": (6, "m³"),
    "Mt": (6, "t"),
    "Gt": (9, "t"),
}
# Before and behind a number with an `m` they say that it is in metres.
LENGTHS_BEFORE = frozenset(
    words_of("""
        height depth length width altitude elevation distance metres meters runway jump jumped
        threw swim swam ran run waves snow dived diving fell bridge trench climbed summit
        visibility heights depths diameter radius tower wave deep swims runs
    """)
)
LENGTHS_BEHIND = frozenset(
    words_of("""
        high tall long wide deep away apart behind ahead above below freestyle hurdles sprint race
        races final finals butterfly medley relay record dash backstroke breaststroke stretch tower
        steeplechase heat heats wall radius diameter beneath underground event pool
    """)
)
DOZEN = 12
NUMBER_WORDS = frozenset({*lexicon.UNITS_IN_WORDS, *lexicon.TENS_IN_WORDS, *lexicon.SCALES})
VAGUE = frozenset(
    words_of("""
        dozens scores hundreds thousands millions billions trillions tens lakhs crores handful
        couple pair
    """)
)
VULGAR = {
    "½": "0.5",
    "¼": "0.25",
    "¾": "0.75",
    "⅓": "1/3",
    "⅔": "2/3",
    "⅕": "0.2",
    "⅛": "0.125",
}

PERCENT = frozenset(words_of("% ％ percent pct pc"))
TIMES = {
    **dict.fromkeys(words_of("year years yr yrs"), "year"),
    **dict.fromkeys(words_of("month months"), "month"),
    **dict.fromkeys(words_of("week weeks"), "week"),
    **dict.fromkeys(words_of("day days"), "day"),
    **dict.fromkeys(words_of("hour hours hr hrs"), "hour"),
    **dict.fromkeys(words_of("minute minutes min mins"), "minute"),
    **dict.fromkeys(words_of("second seconds sec secs"), "second"),
    **dict.fromkeys(words_of("night nights"), "nights"),
    **dict.fromkeys(words_of("decade decades"), "decades"),
    **dict.fromkeys(words_of("century centuries"), "centuries"),
    **dict.fromkeys(words_of("quarter quarters"), "quarters"),
    **dict.fromkeys(words_of("fortnight fortnights"), "fortnights"),
}
MEASURES = {
    **{word: unit for word, unit in TIMES.items() if word not in ("quarter", "second")},
    **dict.fromkeys(words_of("ton tons tonne tonnes mt"), "t"),
    **dict.fromkeys(words_of("kilogram kilograms kilogramme kilogrammes kilo kilos kg kgs"), "kg"),
    **dict.fromkeys(words_of("gram grams gramme grammes"), "g"),
    **dict.fromkeys(words_of("milligram milligrams mg"), "mg"),
    **dict.fromkeys(words_of("microgram micrograms µg μg mcg"), "μg"),
    **dict.fromkeys(words_of("lb lbs"), "lb"),
    "lbf": "lbf",
    **dict.fromkeys(words_of("ounce ounces oz"), "oz"),
    **dict.fromkeys(words_of("stone"), "stone"),
    **dict.fromkeys(words_of("kilometer kilometers kilometre kilometres km kms"), "km"),
    **dict.fromkeys(words_of("meter meters metre metres m"), "m"),
    **dict.fromkeys(words_of("centimeter centimeters centimetre centimetres cm cms"), "cm"),
    **dict.fromkeys(words_of("millimeter millimeters millimetre millimetres mm"), "mm"),
    **dict.fromkeys(words_of("micrometre micrometres micrometer micrometers microns µm μm"), "μm"),
    **dict.fromkeys(words_of("nanometre nanometres nanometer nanometers nm"), "nm"),
    **dict.fromkeys(words_of("mile miles"), "miles"),
    **dict.fromkeys(words_of("foot feet ft"), "feet"),
    **dict.fromkeys(words_of("inch inches"), "inches"),
    **dict.fromkeys(words_of("yard yards yd yds"), "yards"),
    **dict.fromkeys(words_of("hectare hectares ha"), "ha"),
    **dict.fromkeys(words_of("acre acres"), "acres"),
    "mu": "mu",
    **dict.fromkeys(words_of("km2 km²"), "km²"),
    **dict.fromkeys(words_of("m2 m² sqm"), "m²"),
    **dict.fromkeys(words_of("m3 m³"), "m³"),
    **dict.fromkeys(words_of("litre litres liter liters"), "litres"),
    **dict.fromkeys(words_of("millilitre millilitres milliliter milliliters ml"), "ml"),
    **dict.fromkeys(words_of("gallon gallons"), "gallons"),
    **dict.fromkeys(words_of("pint pints"), "pints"),
    **dict.fromkeys(words_of("barrel barrels bpd"), "barrels"),
    **dict.fromkeys(words_of("watt watts w"), "W"),
    **dict.fromkeys(words_of("kilowatt kilowatts kw"), "kW"),
    **dict.fromkeys(words_of("megawatt megawatts mw"), "MW"),
    **dict.fromkeys(words_of("gigawatt gigawatts gw"), "GW"),
    **dict.fromkeys(words_of("terawatt terawatts tw"), "TW"),
    **dict.fromkeys(words_of("kwh"), "kWh"),
    **dict.fromkeys(words_of("mwh"), "MWh"),
    **dict.fromkeys(words_of("gwh"), "GWh"),
    **dict.fromkeys(words_of("twh"), "TWh"),
    "mb": "MB",
    "gb": "GB",
    "tb": "TB",
    **dict.fromkeys(words_of("hz hertz"), "Hz"),
    "khz": "kHz",
    "kv": "kV",
    **dict.fromkeys(words_of("ghz"), "GHz"),
    **dict.fromkeys(words_of("mhz"), "MHz"),
    **dict.fromkeys(words_of("kph kmh km/h"), "km/h"),
    "mph": "mph",
    **dict.fromkeys(words_of("knot knots"), "knots"),
    **dict.fromkeys(words_of("degree degrees"), "degrees"),
    **dict.fromkeys(words_of("teu teus"), "TEU"),
    **dict.fromkeys(words_of("people persons person"), "person"),
    "bps": "basis points",
    "bp": "basis points",
}
WATT_HOURS = {"kilowatt": "kWh", "megawatt": "MWh", "gigawatt": "GWh", "terawatt": "TWh"}
SPEEDS = {"km": "km/h", "miles": "mph", "m": "m/s"}
# Written right behind digits, where a single letter is a unit too.
GLUED = {
    "t": "t",
    "g": "g",
    "l": "litres",
    "c": "°C",
    "f": "°F",
    "h": "hour",
    "in": "inches",
    "st": "stone",
    "hrs": "hour",
}
# Words for people of whom nothing else is said: 12 dead and 40 injured.
CASUALTIES = frozenset(
    words_of("""
        dead injured wounded missing killed hurt hospitalised hospitalized homeless jobless
        unemployed arrested detained displaced drowned stranded infected sick evacuated rescued
        trapped unaccounted
    """)
)
IRREGULAR_PLURALS = frozenset(
    words_of("""
        people species staff personnel children women men aircraft series police sheep fish deer
        cattle feet teeth mice geese crew spacecraft criteria phenomena media bacteria larvae
        alumni stadia fungi salmon trout policemen policewomen firemen fishermen spokesmen
        businessmen businesswomen servicemen clergy livestock poultry premises salespeople
        schoolchildren grandchildren townspeople hovercraft watercraft yuan tribesmen gunmen
        militiamen horsemen sportsmen sportswomen councilmen congressmen layoffs offspring
        swine shrimp bison vaccine
    """)
) - {"vaccine", "yuan"}
COMPARED = frozenset(
    words_of("""
        lower less fewer higher more larger smaller bigger cheaper dearer faster slower longer
        shorter heavier lighter
    """)
)
NOT_PLURALS = frozenset(
    words_of("""
        this its his was has is us as less business across process access address success class
        glass gas bus plus minus versus yes thus news always perhaps towards besides sometimes
        previous various serious religious famous dangerous numerous continuous christmas texas
        paris lagos james thomas charles wales los las dallas kansas arkansas illinois laos athens
        brussels honduras cyprus mars venus status virus campus bonus census focus consensus
        campus surplus apparatus chorus circus corpus genius nucleus radius stimulus terminus
        does says goes tennis basis crisis analysis emphasis thesis diabetes physics economics
        politics mathematics athletics gymnastics ethics statistics logistics electronics overseas
        whereas alas atlas canvas christ pancreas sports
    """)
) - {"statistics", "sports"}
# Between a number and what it counts.
BETWEEN = frozenset(
    words_of("""
        more fewer less additional extra further other new such or so odd plus total consecutive
        straight successive
    """)
)
FEWER = frozenset(words_of("fewer less"))
# They are no figure where they stand alone.
SET_PHRASES = frozenset(
    words_of("""
        stop way class hand party sided wheel dimensional digit figure fold off on one to half rate
        tone faced handed legged piece quarter quarters thirds third by time times stroke sum nil
        all zero odd plus strong something somethings some
    """)
)
HYPHEN_TIMES = frozenset(words_of("year month week day hour minute second quarter decade night"))

QUALIFIERS_OF_PROSE: dict[str, Qualifier] = {
    **QUALIFIERS,
    **dict.fromkeys(
        phrases_of("""
            north of, faster than, older than, taller than, heavier than, deeper than, wider than,
            better than, beyond the, breached, breaching, breaking the, broke the, breached the,
            broke through the, past the, crossing the, topping the, hit more than, topple,
            outnumber, outnumbering, a good, above the, over the, pass the, passes the
        """),
        "over",
    ),
    **dict.fromkeys(
        phrases_of("""
            as few as, as low as, as little as, at the very least, a minimum, minimum, not below,
            starting from
        """),
        "at least",
    ),
    **dict.fromkeys(
        phrases_of("""
            younger than, slower than, lighter than, cheaper than, just short of, shy of, just shy
            of, a little short of
        """),
        "under",
    ),
    **dict.fromkeys(phrases_of("at the very most, a maximum, maximum, as long as"), "at most"),
    **dict.fromkeys(
        phrases_of("""
            an estimated, estimated, in the region of, in the order of, something like, somewhere
            around, circa, c ., approx ., approximated, an approximate, give or take, or so
        """),
        "about",
    ),
    **dict.fromkeys(
        phrases_of(
            "close to, getting on for, not quite, virtually, near, nearing, all but, just about"
        ),
        "nearly",
    ),
}
SUFFIXES_OF_PROSE: dict[str, Qualifier] = {
    **SUFFIX_QUALIFIERS,
    **dict.fromkeys(
        phrases_of("""
            or more, or above, and above, or higher, or greater, or over, and over, or older,
            and up, plus, - plus, or longer, or better
        """),
        "at least",
    ),
    **dict.fromkeys(
        phrases_of("""
            or less, or fewer, or below, or under, or lower, or younger, and under, and below,
            at most, or shorter
        """),
        "at most",
    ),
    **dict.fromkeys(
        phrases_of("or so, - odd, odd, or thereabouts, give or take, approximately, - some"),
        "about",
    ),
    "at least": "at least",
}


def _inflect(bases: str) -> frozenset[str]:
    """Return regular verbs in all their forms; those with an `=` double their last letter."""
    forms: set[str] = set()
    for word in words_of(bases):
        base = word.removesuffix("=")
        root = base + base[-1] if word.endswith("=") else base.removesuffix("e")
        forms |= {base, f"{root}ing", f"{root}ed", f"{base}es" if base[-1] in "shx" else f"{base}s"}
    return frozenset(forms)


RISES = (
    lexicon.RISES
    | _inflect("""
    add advance balloon rebound edge tick widen strengthen accelerate appreciate spike rocket
    skyrocket improve inch lift swell rally hike climb jump surge soar increase gain boost raise
    expand
""")
    | frozenset(
        words_of("""
        rallied leapt leaped leap upped extra outgrew risen rallies
    """)
    )
)
FALLS = (
    lexicon.FALLS
    | _inflect("""
    shed= dip= slide sink tumble slump plummet retreat ease narrow weaken depreciate dive crash
    collapse halve dwindle recede soften subside trim= pare lower contract drop= worsen cool slow
    shrink decline decrease reduce slip= plunge slash lose
""")
    | frozenset(
        words_of("""
        lost slid sank sunk shed fewer off contraction downturn shrinkage discount loss
    """)
    )
)
# What they say of an amount is a loss of it, and no change from another amount.
TRANSITIVE = _inflect(
    "shed= slash trim= reduce add raise boost gain lift expand improve lower"
) | frozenset(
    words_of("""
        cut cuts cutting lost lose loses losing contract contracts contracted pared discount
        loss shed
    """)
)
