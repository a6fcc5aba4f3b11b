"""How the workbook of a month, and that of a year, calls its parts."""

from dataclasses import dataclass

from models.kit import Text

from . import words


@dataclass(frozen=True)
class Said:
    """total, before: its own column and the two it is held against, `…_so_far` while it isn't over; on: the changes against them."""

    title: Text
    span: Text
    so_far: Text
    total: Text
    total_so_far: Text
    before: tuple[Text, Text]
    before_so_far: tuple[Text, Text]
    on: tuple[Text, Text]
    trend: Text


MONTH = Said(
    words.MONTH_TITLE,
    words.MONTH_SPAN,
    words.MONTH_SO_FAR,
    words.MONTH_TOTAL,
    words.MONTH_TOTAL,
    (words.LAST_MONTH, words.MONTH_YEAR_AGO),
    (words.LAST_SO_FAR, words.AGO_SO_FAR),
    (words.ON_MONTH, words.ON_YEAR),
    words.TREND_MONTH,
)
YEAR = Said(
    Text("运营年报 {month}", "Annual report {month}"),
    Text(
        "{first} 至 {last}，已关账的月按关账的数字 · 生成于 {made}",
        "{first} to {last}; closed months as closed · made {made}",
    ),
    Text(
        "本年未结束，统计 {first} 至 {last}，与往年的同样日期相比 · 生成于 {made}",
        "The year so far, {first} to {last}, held against the same days of other years · made {made}",
    ),
    Text("全年", "Year"),
    Text("本年累计", "Year to date"),
    (Text("上年", "Year before"), Text("前年", "Two years ago")),
    (Text("上年同期", "Same days, year before"), Text("前年同期", "Same days, two years ago")),
    (Text("比上年", "vs year before"), Text("比前年", "vs two years ago")),
    Text("各月走势", "Month by month"),
)
YEAR_FILE = Text("年报_{month}", "Annual_{month}")
