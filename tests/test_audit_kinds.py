"""Auditing by kinds: what is said of somebody else, another time or quantity, or denied.

A figure of these sentences has the number of a fact, and is none.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest
from conftest import PROJECT
from draft_scores import DRAFTS, score_drafts, score_sentences

from cqfacts import open_store
from cqfacts.auditing import audit_text

if TYPE_CHECKING:
    from conftest import MakeStore

    from cqfacts import Store

DAY = date(2026, 2, 10)
GRAVE = ("matches", "differs", "stale")

WHO = """
Chongqing builds cars. Tesla produced 2.788 million vehicles in 2025.
Chongqing builds cars. BYD's NEV output was 1.296 million in 2025.
Chongqing is in the west. The carmaker Changan produced 2.788 million vehicles in 2025.
Changan, based in Chongqing, produced 2.788 million vehicles in 2025.
Chongqing-based Changan Automobile produced 2.788 million vehicles in 2025.
According to Xinhua, Hefei's NEV output hit 1.296 million units in 2025, while Chongqing lagged.
Unlike Chongqing, Hefei saw its NEV output hit 1.296 million units in 2025.
In Chongqing's neighbour Sichuan, GDP reached 3.38 trillion yuan in 2025.
GDP in Sichuan, which borders Chongqing, reached 3.38 trillion yuan in 2025.
Yunnan has 32 million residents. Chongqing has more.
584 ports in China handle cargo from Chongqing.
The Belt and Road links 584 ports.
Beijing's airport served nearly 35.8 million passengers in 2021.
The Yangtze River Delta's GDP grew 5.3 percent in 2025. Chongqing is upstream.
Sichuan and Chongqing together had a GDP of 3.38 trillion yuan in 2025.
The Chengdu-Chongqing economic circle posted GDP of 3.38 trillion yuan in 2025.
Chongqing's Banan District recorded GDP growth of 5.3 percent in 2025.
GDP growth in the city's Yuzhong district was 5.3 percent in 2025.
Yichang sold 250,000 tons of navel oranges in 2025.
2025年，成都地区生产总值3.38万亿元。
2025年，重庆渝北区地区生产总值增长5.3%。
赛力斯2025年新能源汽车产量129.6万辆。重庆是汽车城。
2025年，重庆长安汽车产量278.8万辆。
"""
WHEN = """
In the first half of 2025, Chongqing's GDP was 3.38 trillion yuan.
From January to September 2025 Chongqing's NEV output was 1.296 million.
In the year to June 2025, Chongqing's GDP was 3.38 trillion yuan.
In FY2025/26, Chongqing's GDP was 3.38 trillion yuan.
So far in 2025, Chongqing's NEV output hit 1.296 million units.
In 2025 to date, Chongqing's NEV output hit 1.296 million units.
In the decade to 2025, Chongqing made 1.296 million NEVs.
Between 2021 and 2025, Chongqing's NEV output was 1.296 million units.
Since 2020, Chongqing's NEV output has come to 1.296 million units.
By 2030, Chongqing's GDP will be 3.38 trillion yuan.
2025年一季度，重庆地区生产总值同比增长5.3%。
In 2019-20, GDP of Chongqing was 3.38 trillion yuan.
In FY2019/20, GDP of Chongqing was 3.38 trillion yuan.
In 3Q19, GDP of Chongqing was 3.38 trillion yuan.
In Q3/2025, GDP of Chongqing was 3.38 trillion yuan.
In 2025H1, GDP of Chongqing was 3.38 trillion yuan.
In 07/2025, GDP of Chongqing was 3.38 trillion yuan.
On 2019-07-31, GDP of Chongqing was 3.38 trillion yuan.
On 31.07.2019, GDP of Chongqing was 3.38 trillion yuan.
In week 30 of 2025, GDP of Chongqing was 3.38 trillion yuan.
In summer 2025, GDP of Chongqing was 3.38 trillion yuan.
In the 2024/25 season, GDP of Chongqing was 3.38 trillion yuan.
Since 2020, NEV output in Chongqing by 2025 totalled 1.296 million units.
2025年上半年，重庆新能源汽车产量达129.6万辆。
2025年1-11月，重庆新能源汽车产量达129.6万辆。
今年以来，重庆新能源汽车产量达129.6万辆。
"""
WHAT = """
Chongqing's rural GDP reached 3.38 trillion yuan in 2025.
GDP per capita in Chongqing rose 5.3 percent in 2025.
Chongqing's disposable income grew 5.3 percent in 2025.
Chongqing's industrial output grew 9.7 percent in 2025.
Chongqing's service exports grew 12 percent in 2025.
Bonded goods of Chongqing reached 800.68 billion yuan in 2025.
Chongqing's imports rose 12 percent in 2025.
Foreign trade with Japan rose 12 percent in Chongqing in 2025.
Foreign trade of private firms in Chongqing rose 12 percent in 2025.
Private firms in Chongqing saw foreign trade rise 12 percent in 2025.
In Chongqing, sales of new energy vehicles hit 1.296 million units in 2025.
In Chongqing, registrations of new energy vehicles hit 1.296 million units in 2025.
Chongqing has 2.788 million vehicles.
Chongqing scrapped 2.788 million vehicles in 2025.
Chongqing imported 2.788 million vehicles in 2025.
Some 1.296 million NEVs were sold in Chongqing in 2025.
Chongqing's GDP was more than 3.38 trillion dollars in 2025.
Chongqing's GDP rose to 5.3 percent of the national total in 2025.
Chongqing accounted for 5.3 percent of China's GDP in 2025.
Services grew 58.8 percent in Chongqing in 2025.
The service industry employed 58.8 percent of Chongqing's workers in 2025.
Manufacturing accounted for 58.8 percent of Chongqing's GDP in 2025.
The tertiary industry accounted for 58.8 percent of exports in Chongqing in 2025.
38.6 percent of Chongqing's automobile output was exported in 2025.
Chongqing's automobile output was 38.6 percent of China's in 2025.
NEV output made up 36 percent of vehicles in Chongqing in 2025.
NEVs accounted for 36 percent of car sales in Chongqing.
The Chongqing marathon drew 32 million viewers.
Chongqing's urban population was 32 million in 2025.
The rural population of Chongqing is 32 million.
Chongqing's working-age population was 32 million in 2025.
Chongqing has 584 ports.
Chongqing's GDP growth slowed by 5.3 percentage points in 2025.
Excluding services, Chongqing's GDP grew 5.3 percent in 2025.
Excluding NEVs, Chongqing's automobile output was 2.788 million in 2025.
Chongqing's GDP target for 2025 was 3.38 trillion yuan.
Chongqing's daily NEV output was 1.296 million units in 2025.
Chongqing's GDP at constant 2020 prices was 3.38 trillion yuan in 2025.
Chongqing's real estate investment rose 3 percent in 2026.
2025年，重庆人均地区生产总值增长5.3%。
2025年，重庆社会融资规模8006.8亿元。
2025年，重庆进出口5587.3亿元。
In 2025 automobile output and NEV output in Chongqing rose 36 percent and 9.7 percent respectively.
In 2025, Chongqing's exports and its trade with ASEAN rose 12.6 and 10.2 percent, respectively.
In 2025 Chongqing traded a lot. Imports came to 261.72 billion yuan.
In 2025, private firms accounted for over 50 percent of added value in Chongqing.
Of the 2.788 million vehicles made in Chongqing in 2025, 36 percent were exported. | 36
In 2025, ASEAN and the EU together took 12 percent more of Chongqing's exports.
Chongqing's exports to ASEAN reached 800.68 billion yuan in 2025.
"""
DENIED = """
Chongqing's GDP could reach 3.38 trillion yuan in 2025.
Chongqing had expected GDP of 3.38 trillion yuan in 2025.
Chongqing's GDP missed 3.38 trillion yuan in 2025.
Chongqing's GDP was nowhere near 3.38 trillion yuan in 2025.
It is a myth that Chongqing's GDP was 3.38 trillion yuan in 2025.
Chongqing's GDP was said to be 3.38 trillion yuan in 2025, but this was an error.
Analysts dispute that Chongqing's GDP was 3.38 trillion yuan in 2025.
Chongqing's GDP, once forecast at 3.38 trillion yuan for 2025, came in lower.
2025年，与成都相比，重庆汽车产量不足278.8万辆。
In 2025, Chongqing's GDP was not 3.38 trillion yuan.
In 2025, NEV output in Chongqing never reached 1.296 million units.
In 2025, NEV output in Chongqing fell short of 1.296 million units.
In 2025, NEV output in Chongqing failed to reach 1.296 million units.
In 2025, NEV output in Chongqing, unlike the 1.296 million units of Guangdong, rose.
2025年重庆新能源汽车产量不是129.6万辆。
Chongqing's population fell to 30 million.
"""
BESIDE = """
Toyota's plant in Chongqing produced 2.788 million vehicles in 2025.
In Chongqing, Ford and Changan together produced 2.788 million vehicles in 2025.
Liangjiang New Area, part of Chongqing, had GDP growth of 5.3 percent in 2025.
The Chongqing metropolitan area had a GDP of 3.38 trillion yuan in 2025.
Chongqing's nominal GDP grew 5.3 percent in 2025.
Chongqing's GDP grew 5.3 percent in December 2025.
Chongqing's GDP growth averaged 5.3 percent between 2021 and 2025.
In dollar terms, Chongqing's GDP grew 5.3 percent in 2025.
Chongqing's GDP is smaller than Shenzhen's 3.38 trillion yuan.
Shenzhen's GDP was 3.38 trillion yuan in 2025, similar to that of Chongqing.
Chongqing's tertiary sector grew 5.3 percent in 2025.
Chongqing contributed 5.3 percent of national GDP growth in 2025.
Chongqing wants 3.38 trillion yuan of GDP in 2025.
The GDP of Chongqing's neighbor Guizhou rose 5.3 percent in 2025.
Chongqing's GDP rose 5.3 percentage points more than that of Hubei in 2025.
Investors put 800.68 billion yuan into Chongqing in 2025.
Chongqing's trade surplus was 800.68 billion yuan in 2025.
Chongqing's trade with Europe totaled 800.68 billion yuan in 2025.
Chongqing's trade in goods with the United States rose 12 percent in 2025.
Chongqing's foreign trade in December rose 12 percent in 2025.
Trade through Chongqing's bonded zones totaled 800.68 billion yuan in 2025.
Bus exports from Chongqing rose 9.7 percent in 2025.
Output of motorcycles in Chongqing rose 9.7 percent in 2025.
Chongqing's motor vehicle fleet reached 2.788 million in 2025.
Chongqing's automobile output value reached 2.788 million yuan in 2025.
Seres' NEV output in Chongqing reached 1.296 million in 2025.
Chongqing sold 1.296 million NEVs abroad in 2025.
Chongqing's NEV output since 2016 totals 1.296 million.
Cumulative NEV output in Chongqing reached 1.296 million in 2025.
Chongqing's working population is 32 million.
Chengdu's Tianfu airport handled nearly 35.8 million passengers in 2021.
Jiangbei airport handled nearly 35.8 million tons of cargo in 2021.
Chongqing has repaired 168,000 kilometers of rural roads.
Green loans by ICBC in Chongqing exceeded 1 trillion yuan in 2025.
A total of 189 distributors in Beijing sell Fengjie navel oranges.
Fengjie exported 250,000 tons of navel oranges in 2025.
Chongqing had 332 days of rain in 2022.
Chongqing had 332 days without heavy pollution in 2022.
Wushan's brand value surpassed 38 billion yuan in 2025.
Laptop exports made Chongqing the world's No. 1 in 2025.
In 2025, Chongqing was No. 1 in the world in hotpot.
Chongqing's GDP growth in the fourth quarter of 2025 was 4.4 percent.
Tourism in Chongqing grew 8.8 percent in 2025.
Chongqing's tourism revenue was 512 billion yuan in 2025.
Chongqing's foreign trade with Germany rose 30 percent in 2025.
Chongqing's trade with Brazil was 120 billion yuan in 2025.
Chongqing's cross-border e-commerce trade rose 41 percent in 2025.
Chongqing's exports of cars reached 500,000 vehicles in 2025.
Chongqing exported 500,000 vehicles in 2025.
The number of NEV charging piles in Chongqing reached 600,000 in 2025.
NEV ownership in Chongqing reached 900,000 in 2025.
Chongqing's NEV penetration rate was 52 percent in 2025.
NEVs accounted for 46.5 percent of automobile output in Chongqing in 2025.
Chongqing's share of China's automobile output was 8 percent in 2025.
Chongqing's population density is 390 people per square kilometer.
Chongqing's urban population reached 23 million in 2025.
Chongqing's registered population was 34 million in 2025.
The floating population of Chongqing was 5 million in 2025.
Chongqing's aging population was 7 million in 2025.
Chongqing's per capita GDP was 105,000 yuan in 2025.
Chongqing's GDP per hour worked was 120 yuan in 2025.
Chongqing's GDP deflator was 0.5 percent in 2025.
Chongqing's digital economy accounted for 48 percent of GDP in 2025.
Chongqing's manufacturing accounted for 27 percent of GDP in 2025.
The private economy accounted for 60 percent of Chongqing's GDP in 2025.
R&D spending was 2.6 percent of Chongqing's GDP in 2025.
Chongqing's debt was 45 percent of GDP in 2025.
Chongqing's GDP was 2.4 percent of China's total in 2025.
Chongqing's online retail sales rose 14 percent in 2023.
Retail sales of NEVs in Chongqing rose 30 percent in 2023.
Chongqing's rural retail sales grew 9 percent in 2023.
Retail sales of consumer goods per person in Chongqing came to 47,000 yuan in 2023.
Industrial investment in Chongqing rose 10 percent in 2026.
Chongqing's infrastructure investment target is 8 percent growth in 2026.
In 2026, Chongqing targets growth of 6 percent in retail sales.
Chongqing's fixed-asset investment fell 2 percent in 2025.
Chongqing's airport cargo throughput was 400,000 tons in 2025.
Jiangbei airport handled 500,000 tons of cargo in 2025.
Jiangbei airport served 3 million international passengers in 2025.
Jiangbei airport has three runways and 400 routes.
On October 1, 2025, Jiangbei airport handled 170,000 passengers.
The Land-Sea Corridor has 30 rail routes.
The Land-Sea Corridor linked 75 cities in 18 Chinese provinces.
Trains on the Land-Sea Corridor made 12,000 trips in 2025.
Sichuan handled 120,000 TEU of Land-Sea Corridor containers in 2025.
China-Europe freight trains from Chongqing alone made 2,500 trips in 2025.
China-Europe freight trains made 19,000 trips nationwide in 2025.
The Hub Port Industrial Park covers 50 square kilometers.
The Hub Port Industrial Park employs 12,000 people.
An orange farmer in Fengjie sold 12 tons of navel oranges in 2025.
Fengjie's navel orange output was 500,000 tons in 2025.
Fengjie plants navel oranges on 380,000 mu.
Green loans in Chongqing grew 22 percent in 2025.
The balance of green bonds in Chongqing was 60 billion yuan in 2025.
Chongqing had 12 days of heavy pollution in 2022.
The number of rural roads repaired in Chongqing was 300 in 2025.
Chongqing's expressways total 4,500 kilometers.
Chongqing built 3,000 kilometers of rural roads in 2025.
Chongqing's metro is 575 kilometers long.
Chongqing's technology contracts with Sichuan were worth 20 billion yuan in 2025.
Chongqing's laptop exports totaled 40 million units in 2025.
Chongqing produced 60 million laptops in 2025.
Chongqing's forest coverage is 55 percent.
In 2025, the average price of a home in Chongqing was 11,000 yuan.
In 2025, Chongqing produced 15 million motorcycles.
In 2025, a single plant of Seres in Chongqing produced 400,000 vehicles.
Chongqing's GDP overtook Guangzhou's by 50 billion yuan in 2025.
The gap between the GDP of Chongqing and that of Chengdu was 0.9 trillion yuan in 2025.
Chongqing's GDP grew by an average of 4.9 percent a year from 2021 to 2025.
Compared with 2024, NEV output of Chongqing in 2025 was 343,000 units higher.
"""
NORRAIL = """
Norrail's freight arm had revenue of NOK 9.71 billion in 2025.
Norrail's revenue from tickets was NOK 9.71 billion in 2025.
Norrail's revenue excluding grants was NOK 9.71 billion in 2025.
Norrail's net profit was NOK 612 million in 2025.
Norrail's operating profit before tax was NOK 612 million in 2025.
Norrail's adjusted operating profit was NOK 612 million in 2025.
In the first nine months of 2025 Norrail's revenue was NOK 9.71 billion.
In FY2025/26 Norrail's revenue was NOK 9.71 billion.
Norrail carried 43.9 million passengers on its Bergen line in 2025.
Norrail carried 43.9 million commuter passengers in 2025.
SJ carried 43.9 million passengers in 2025.
Norrail bought 214 electric trains in 2025.
Norrail has ordered 214 electric trains.
Norrail has 214 diesel trains.
Norrail hired 6,030 employees in 2025.
Norrail's parent has 6,030 employees.
Norrail and its subsidiaries in Sweden had 6,030 employees at the end of 2025.
Norrail's competitor Vy has 6,030 employees.
Norrail employs 6,030 train drivers.
Punctuality on Norrail's night trains was 91.4 percent in 2025.
Norrail's customer satisfaction was 91.4 percent in 2025.
91.4 percent of Norrail's employees are members of a union.
Norrail's costs rose 6.6 percent in 2025.
Norrail's passenger revenue rose 6.6 percent in 2025.
Norrail expects 43.9 million passengers in 2026.
Norrail's revenue per passenger was NOK 221 in 2025.
Norrail's revenue would have been NOK 9.71 billion without the strike in 2025.
Norrail said its main supplier, Stadler, had sales of 9.71 billion kroner in 2025.
Stadler supplied Norrail. Its revenue was 9.71 billion kroner in 2025.
Norrail's debt was NOK 9.71 billion in 2025.
Norrail's budget for 2025 foresaw revenue of NOK 9.71 billion.
"""
LISBON = """
Greater Lisbon has 567,000 inhabitants.
The Lisbon district had 567,000 inhabitants in 2024.
Lisbon's foreign residents numbered 567,000 in 2024.
Porto, unlike Lisbon, had 15.8 million overnight stays in 2024.
Tourists from Spain accounted for 15.8 million overnight stays in Lisbon in 2024.
Hotels in the Algarve sold 15.8 million overnight stays in 2024.
Lisbon's campsites sold 15.8 million overnight stays in 2024.
Lisbon's average rent for new contracts was 16.2 euros in 2024.
Average office rents in Lisbon rose 7.4 per cent in 2024.
Lisbon's buses carried 176 million passengers in 2024.
Lisbon's metro lost 176 million passengers in 2020.
Lisbon built 175 kilometres of cycle paths in 2024.
Lisbon plans 175 kilometres of cycle paths by 2030.
Madrid's metro carried 176 million passengers in 2024.
The metro of Porto carried 176 million passengers in 2024.
House prices in Lisbon rose 7.4 per cent in 2024.
"""
RIGHT = """
Southwest China's Chongqing saw its GDP reach {3.38 trillion yuan} in 2025.
Chongqing's economy reached {3.38 trillion yuan} in 2025.
Chongqing's economy reached 3.38 trillion yuan in 2025, growing {5.3 percent}.
Behind Shanghai and Beijing, Chongqing recorded a GDP of {3.38 trillion yuan} in 2025.
Chongqing, a municipality in southwest China, recorded a GDP of RMB {3.38 trillion} in 2025.
Tesla makes cars too. In 2025, Chongqing produced {2.788 million vehicles}.
Chongqing rolled out almost {2.8 million vehicles} in 2025, more than Hefei.
The municipality of Chongqing produced almost {1.3 million} NEVs in 2025.
In 2025, foreign trade of Chongqing hit {800.68 billion yuan}, officials said.
In 2021, Chongqing's foreign trade was over {800 billion yuan}.
Good-air days in Chongqing: 316 (2018), {332} (2022).
NEV output in Chongqing was 1.296 million units in 2025; in 2024 it was {953,000}.
NEV output of Chongqing reached 1.296 million (2024: {953,000}) in 2025.
2025年，重庆市地区生产总值达到{3.38万亿元}。
Chongqing's foreign trade was 800.68 billion yuan in 2025. Exports stood at {558.73 billion yuan}.
2025年，重庆对东盟进出口{1326.5亿元}，增长12.6%。
"""
WRONG = """
Southwest China's Chongqing saw its GDP reach {3.58 trillion yuan} in 2025.
Chongqing produced {2.7 million vehicles} in 2025.
In 2025, foreign trade of Chongqing hit {880.68 billion yuan}, officials said.
NEV output in Chongqing was 1.296 million units in 2025; in 2024 it was {935,000}.
Chongqing's GDP fell {5.3 percent} in 2025.
2025年，重庆市地区生产总值达到{3.83万亿元}。
"""
PAIR = (
    "In 2025 Chongqing exported 56.7 billion yuan of mobile phones and 53.03 billion yuan of cars"
)
RIGHT += f"{PAIR}, up {{35.4 percent}} and 23 percent respectively.\n"
RIGHT += f"{PAIR}, up 35.4 percent and {{23 percent}} respectively.\n"
WRONG += f"{PAIR}, up 35.4 percent and {{32 percent}} respectively.\n"
SALES = """\
[town.sales]
label = "Harbour sales"
unit = "EUR"

[[town.sales.facts]]
period = "2025"
value = 400
source = "gazette"

[[town.sales.facts]]
period = "2025-Q3"
value = 100
source = "gazette"

[[town.sales.facts]]
period = "2024-07/2025-06"
value = 390
source = "gazette"

[town.output]
label = "Town output"
unit = "EUR"

[[town.output.facts]]
period = "2025"
value = "1.20 billion"
source = "gazette"

[[town.output.facts]]
period = "2025"
value = "1.26 billion"
source = "herald"

[town.homes]
label = "New homes"
unit = "homes"

[[town.homes.facts]]
period = "2024"
value = 1_250
source = "gazette"

[[town.homes.facts]]
period = "2025"
value = 1_380
source = "gazette"
"""


def rows(table: str) -> list[str]:
    return table.strip().splitlines()


@pytest.mark.parametrize(
    "text", [*rows(WHO), *rows(WHEN), *rows(WHAT), *rows(DENIED), *rows(BESIDE)]
)
def test_what_is_no_figure_of_the_store_gets_no_verdict_on_it(shipped: Store, text: str) -> None:
    said, _, number = text.partition(" | ")
    findings = audit_text(shipped, said, date=DAY).findings
    grave = [one for one in findings if one.verdict in GRAVE]
    assert [one for one in grave if number in said[one.start : one.end]] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [*(("acme", text) for text in rows(NORRAIL)), *(("lisbon", text) for text in rows(LISBON))],
)
def test_the_same_holds_in_stores_of_other_subjects(name: str, text: str) -> None:
    store = open_store(DRAFTS / f"open/{name}-store.toml")
    findings = audit_text(store, text, date=DAY).findings
    assert [one.verdict for one in findings if one.verdict in GRAVE] == []


@pytest.mark.parametrize(
    ("text", "verdict"),
    [*((text, "matches") for text in rows(RIGHT)), *((text, "differs") for text in rows(WRONG))],
)
def test_what_is_one_gets_it(shipped: Store, text: str, verdict: str) -> None:
    start = text.index("{")
    said = text.replace("{", "").replace("}", "")
    findings = audit_text(shipped, said, date=DAY).findings
    (found,) = [one for one in findings if one.start <= start < one.end or one.start == start + 1]
    assert found.verdict == verdict, found.doubt


@pytest.mark.parametrize(
    ("when", "verdict", "value"),
    [
        ("In 2025-Q3", "differs", 100),
        ("In 2025Q3", "differs", 100),
        ("In 3Q25", "differs", 100),
        ("In Q3 '25", "differs", 100),
        ("In Q3/2025", "differs", 100),
        ("In the third quarter of 2025", "differs", 100),
        ("In the year ended 30 June 2025", "differs", 390),
        ("In the 12 months to June 2025", "differs", 390),
        ("In FY2024/25", "differs", 390),
        ("In 2024-25", "differs", 390),
        ("In 2025-S1", "other", None),
        ("In 2025H1", "other", None),
        ("In 07/2025", "other", None),
        ("In 2025M07", "other", None),
        ("In 2019–20", "other", None),
        ("In 2019", "other", None),
        ("In the 2024/25 season", "unclear", None),
        ("In week 30 of 2025", "unclear", None),
        ("In summer 2025", "unclear", None),
        ("In 2025", "matches", 400),
    ],
)
def test_a_figure_is_held_against_its_own_period(
    make_store: MakeStore, when: str, verdict: str, value: int | None
) -> None:
    text = f"{when}, harbour sales in Testville were 400 euros."
    found = audit_text(open_store(make_store(SALES)), text, date=date(2026, 2, 1)).findings[-1]
    fact = found.fact
    assert (found.verdict, fact.amount.value if fact and fact.amount else None) == (verdict, value)


def test_sources_that_differ_are_both_named(make_store: MakeStore) -> None:
    text = "In 2025, town output in Testville was 1.20 billion euros."
    (found,) = audit_text(open_store(make_store(SALES)), text).findings
    assert found.verdict == "unclear"
    assert found.doubt == "the store has 1.20 billion by gazette and 1.26 billion by herald"


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        pytest.param(
            "# Testville\n\n| What | 2024 | 2025 |\n|---|---|---|\n| New homes | 1,380 | 1,250 |\n",
            ["differs", "differs"],
            id="swapped",
        ),
        pytest.param(
            "# Testville\n\n| Year | New homes |\n|---|---|\n| 2024 | 1,250 |\n| 2025 | 1,999 |\n",
            ["matches", "differs"],
            id="years-as-rows",
        ),
        pytest.param(
            "# Testville\n\n| Homes | a | b |\n|---|---|---|\n| New homes | 1,380 | 1,250 |\n",
            ["unclear", "unclear"],
            id="nothing-dates-it",
        ),
        pytest.param(
            "# Testville in 2025\n\n| Indicator | Number |\n|---|---:|\n| New homes | 1,380 |\n",
            ["matches"],
            id="the-heading-dates-it",
        ),
        pytest.param(
            "# Testville\n\n| Indicator | 2025 |\n|---|---:|\n| New homes (thousand) | 1.38 |\n",
            ["matches"],
            id="the-label-has-the-scale",
        ),
    ],
)
def test_a_table_says_what_and_when(make_store: MakeStore, text: str, verdicts: list[str]) -> None:
    findings = audit_text(open_store(make_store(SALES)), text, date=date(2026, 2, 1)).findings
    assert [one.verdict for one in findings] == verdicts


def test_no_verdict_changes_with_the_order_of_the_indicators(
    shipped: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("reversed") / "facts.toml"
    path.write_text(reverse((PROJECT / "facts.toml").read_text(encoding="utf-8")), "utf-8")
    other = open_store(path)
    assert list(other.keys) == list(reversed(list(shipped.keys)))
    assert list_verdicts(shipped) == list_verdicts(other)


def list_verdicts(store: Store) -> list[tuple[str, str | None]]:
    """Return what the open drafts and sentences get."""
    scores = (
        score_drafts(DRAFTS / "open", store),
        score_sentences(DRAFTS / "open/sentences.toml", store),
    )
    judged = [one for score in scores for one in score.judged]
    return [(one.verdict, one.finding.key if one.finding else None) for one in judged]


def reverse(text: str) -> str:
    """Return a store with its topics, and the indicators of each, in the other order."""
    head, *topics = re.split(r"^(?=\[[a-z-]+\]\n)(?!\[store\])", text, flags=re.MULTILINE)
    turned = []
    for topic in topics:
        own, *indicators = re.split(r"^(?=\[[a-z-]+\.[a-z0-9-]+\]\n)", topic, flags=re.MULTILINE)
        turned.append("\n".join([own, *reversed(indicators)]))
    return "\n".join([head, *reversed(turned)])
