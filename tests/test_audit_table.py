"""Auditing the shipped store: sentences about other years, parts, wholes and quantities."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cqfacts.auditing import audit_text

if TYPE_CHECKING:
    from cqfacts import Store

LEAD = "Chongqing, February 3 - Chongqing municipality published its annual report on Tuesday.\n\n"
DAY = date(2026, 2, 3)

PERIODS = """
Chongqing GDP reached 2.5 trillion yuan in 2019. | other
GDP was 3.38 trillion yuan in 2015. | other
Chongqing's retail sales grew 8.6 percent in 2024. | other
Chongqing's retail sales grew 8.6 percent in 2023. | matches
Retail sales grew 8.6 percent in 2021. | other
NEV output was 43,000 vehicles in 2021. | other
NEV output was 43,000 vehicles in 2020. | matches
Chongqing's fixed-asset investment grew 3 percent in 2025. | other
The city aims for a GDP of 4 trillion yuan in 2030. | other
The city aims for a GDP of 4 trillion yuan in 2027. | matches
Chongqing's GDP is expected to reach 3.5 trillion yuan in 2026. | other
Chongqing's GDP growth was 5.7 percent in 2024. | other
In 2024 Chongqing aimed at GDP growth of around 6 percent. | matches
Chongqing's GDP target for 2026 is over 5 percent. | matches
GDP from January to June 2025 grew 5.1%; retail sales grew 8.6 percent in 2023. | other matches
Chongqing's GDP in the January-September period of 2025 grew 5.3 percent. | other
Chongqing's GDP in the first three quarters of 2025 grew 5.3 percent. | other
Chongqing's December retail sales rose 2 percent in 2023. | other
First-half GDP of Chongqing grew 5.3% in 2025. | other
Second-quarter GDP grew 5.0% in 2025. | other
GDP in the fourth quarter was 0.9 trillion yuan in 2025. | other
In 2025, fourth-quarter GDP was 0.9 trillion yuan. | other
GDP grew 5.3 percent in 2025. | matches
GDP grew 5.3 percent in the first half. | other
Last year GDP grew 5.3 percent. | matches
Full-year GDP grew 5.3 percent in 2025. | matches
The corridor served 490 ports at the end of 2023; today it serves 584 ports. | matches matches
"""
WHOLES = """
National GDP exceeded 140 trillion yuan in 2025. | unclear
The national GDP grew 5.0% in 2025. | unclear
Nationwide, GDP grew 5.0% in 2025. | unclear
Nationwide, new energy vehicle production reached 16 million units in 2025. | unclear
Across the country, auto output rose 10.4 percent in 2025. | unclear
Retail sales in the country as a whole hit 48.8 trillion yuan in 2024. | unclear
At the national level GDP grew 5.0% in 2025. | unclear
The national economy saw GDP growth of 5.0% in 2025. | unclear
In 2025, world GDP grew 3.2 percent. | unclear
Global auto output reached 93 million vehicles in 2025. | unclear
Worldwide auto output reached 93 million vehicles in 2025. | unclear
GDP growth in 2025 was 5.3 percent, against 5.0 percent for the country. | matches unclear
GDP grew 5.3 percent in 2025, compared with 5.0 percent nationwide. | matches unclear
The country's retail sales hit 50 trillion yuan in 2025, and GDP 140 trillion. | unclear unclear
The nation's GDP grew 5.0 percent in 2025, while Chongqing's GDP grew 5.3 percent. | unclear matches
Nationwide, GDP grew 5.0% in 2025, and Chongqing's GDP grew 5.6 percent. | unclear differs
GDP grew 5.3 percent in 2025, faster than the national average. | matches
NEV output reached 1.396 million units in 2025, 8 percent of the national total. | differs other
GDP in 2025 hit 3.38 trillion yuan, a record high in the country's west. | matches
In 2025, the automobile output of Chongqing ranked first among Chinese cities. | matches
In 2025 Chongqing's automobile output was the second largest in China. | unclear
"""
QUANTITIES = """
Chongqing's NEV output capacity reached 3 million vehicles in 2025. | unclear
Chongqing's export of vehicles reached 2.788 million in 2025. | unclear
Chongqing's vehicle sales reached 2.788 million in 2025. | unclear
GDP per person reached 105,000 yuan in 2025. | unclear
GDP per head reached 105,000 yuan in 2025. | unclear
Per-capita GDP reached 105,000 yuan in 2025. | unclear
Per capita, GDP came to 105,000 yuan in 2025. | unclear
Cumulative NEV output has reached 4 million units by 2025. | unclear
NEV output in Chongqing rose by 343,000 units in 2025. | other
Good air quality days in Chongqing numbered 332 in 2022, up 10 from a year earlier. | matches other
GDP rose by 170 billion yuan in 2025. | other
GDP grew by 170 billion yuan in 2025, or 5.3 percent. | other matches
Automobile output increased by 246,000 vehicles in 2025. | other
NEV output in Chongqing rose to 1.296 million units in 2025. | matches
Mobile government applications in Chongqing were cut by about 40% in 2025. | differs
Mobile government applications in Chongqing were cut by nearly 60% in 2025. | matches
Energy consumption per unit of GDP is about 40% lower than the national average. | differs
Energy consumption per unit of GDP is about 20% lower than the national average. | differs
Energy consumption per unit of GDP is about 30% lower than the national average. | matches
In 2025, Chongqing's GDP growth was 5.6 percent, below the target of 6 percent. | differs other
Beating a target of 5 percent, Chongqing's GDP grew 5.3 percent in 2025. | unclear matches
Chongqing's economy expanded 5.3 percent last year to 3.38 trillion yuan. | matches matches
Chongqing's economy grew 5.8 percent in 2025. | differs
Chongqing's digital economy grew 5.8 percent in 2025. | unclear
The municipality's services contributed 58.8% of GDP, up from 56.1% in 2023. | matches other
"""


def rows(table: str) -> list[tuple[str, list[str]]]:
    pairs = (line.split(" | ") for line in table.strip().splitlines())
    return [(text, verdicts.split()) for text, verdicts in pairs]


@pytest.mark.parametrize(("text", "verdicts"), [*rows(PERIODS), *rows(WHOLES), *rows(QUANTITIES)])
def test_a_figure_is_held_against_what_it_is_of(
    shipped: Store, text: str, verdicts: list[str]
) -> None:
    findings = audit_text(shipped, LEAD + text, date=DAY).findings
    assert [one.verdict for one in findings] == verdicts


def test_what_a_figure_was_before_is_of_the_same_measure(shipped: Store) -> None:
    text = "The municipality's services contributed 58.8% of GDP, up from 56.1% in 2023."
    now, before = audit_text(shipped, LEAD + text, date=DAY).findings
    assert (before.key, before.measure, str(before.period)) == (now.key, "share", "2023")


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Chongqing's December retail sales rose 2 percent in 2023.", "2023-12"),
        ("First-half GDP of Chongqing grew 5.0% in 2025.", "2025-S1"),
        ("Second-quarter GDP grew 5.0% in 2024.", "2024-Q2"),
        ("GDP in the fourth quarter was 0.9 trillion yuan in 2023.", "2023-Q4"),
        ("In 2023, fourth-quarter GDP was 0.9 trillion yuan.", "2023-Q4"),
        ("GDP in the January-September period of 2025 grew 5.3 percent.", "2025-01/2025-09"),
        ("GDP from January to September 2025 grew 5.1 percent.", "2025-01/2025-09"),
        ("GDP grew by 5.8 percent between January and June 2025.", "2025-01/2025-06"),
        ("GDP grew 5.1 percent in the first half.", "2025-S1"),
        ("GDP in the first 11 months grew 5.1 percent in 2024.", "2024-01/2024-11"),
    ],
)
def test_a_part_of_a_year_is_a_period_of_its_own(shipped: Store, text: str, period: str) -> None:
    (finding,) = audit_text(shipped, LEAD + text, date=DAY).findings
    assert str(finding.period) == period


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Chongqing's December retail sales rose 2 percent in 2023.", "2023-12"),
        ("First-half GDP of Chongqing grew 5.0% in 2025.", "2025-S1"),
        ("In Chongqing, second-quarter GDP grew 5.0% in 2024.", "2024-Q2"),
    ],
)
def test_a_part_of_a_year_needs_no_date_of_the_document(
    shipped: Store, text: str, period: str
) -> None:
    (finding,) = audit_text(shipped, text).findings
    assert (str(finding.period), finding.verdict) == (period, "other")
