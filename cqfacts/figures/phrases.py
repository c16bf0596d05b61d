"""The phrases that hedge a number, in English and Chinese. Nothing here reads."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from cqfacts.amount import Qualifier


def phrases_of(text: str) -> tuple[str, ...]:
    """Return the phrases between the commas of a text."""
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


QUALIFIERS: dict[str, Qualifier] = {
    **dict.fromkeys(
        phrases_of("""
            over, above, beyond, past, past the, more than, greater than, higher than, larger
            than, bigger than, longer than, in excess of, upwards of, upward of, exceed,
            exceeds, exceeded, exceeding, surpass, surpasses, surpassed, surpassing, topped,
            topping, top, tops, passed, passing, crossed, crossing, passed the, crossed the,
            surpassed the, exceeded the, topped the, surpassing the, exceeding the, passing the,
            >, 超过, 超, 逾, 突破, 高于, 多于, 大于
        """),
        "over",
    ),
    **dict.fromkeys(
        phrases_of("""
            at least, no less than, no fewer than, not less than, not fewer than, no lower than,
            not lower than, a minimum of, minimum of, ≥, 至少, 不少于, 不低于, 不小于
        """),
        "at least",
    ),
    **dict.fromkeys(
        phrases_of("""
            under, below, less than, fewer than, lower than, smaller than, shorter than, just
            short of, <, 不足, 不到, 低于, 少于, 小于
        """),
        "under",
    ),
    **dict.fromkeys(
        phrases_of("""
            at most, no more than, not more than, no higher than, not higher than, no longer
            than, no greater than, up to, within, as many as, as much as, a maximum of, maximum
            of, not exceeding, not exceed, ≤, 不超过, 至多, 最多, 不高于, 不大于, 不多于
        """),
        "at most",
    ),
    **dict.fromkeys(
        phrases_of("""
            about, around, approximately, roughly, some, circa, approx, ~, ≈, 约, 大约, 约为
        """),
        "about",
    ),
    **dict.fromkeys(phrases_of("nearly, almost, approaching, 近, 将近, 接近"), "nearly"),
}
SUFFIX_QUALIFIERS: dict[str, Qualifier] = {
    "or more": "at least",
    "or above": "at least",
    "and above": "at least",
    "or less": "at most",
    "or fewer": "at most",
    "or below": "at most",
    "or so": "about",
    "以上": "at least",
    "及以上": "at least",
    "以下": "at most",
    "以内": "at most",
    "左右": "about",
    "上下": "about",
}
# In Chinese they stand between a number and its unit, so they are read there.
INNER_QUALIFIERS: dict[str, Qualifier] = {"多": "over", "余": "over", "+": "at least"}
NEGATIONS = frozenset(phrases_of("not, no, never, nor, without, cannot, hardly"))
OPPOSITES: dict[Qualifier, Qualifier] = {"over": "at most", "under": "at least"}
