"""Market surveys 市场调查: each quarter, what the competitors around the stores are doing."""

from ..kit import Choice, ChoiceField, CountField, DayField, LineField, LinkField, NoteField, Record, Sheet
from ..kit.clock import today
from ..organization import Employee, Region

QUARTERS = tuple(
    Choice(f"q{n}", f"第{zh}季度", f"Q{n}", aka=(f"{n}季度", f"Q{n}")) for n, zh in enumerate("一二三四", 1)
)


def this_year() -> int:
    return today().year


class MarketSurvey(Record):
    """What one look at one competitor in one quarter brought."""

    year = CountField("年份", "Year", least=2000, most=2100, default=this_year, width=80)
    quarter = ChoiceField("季度", "Quarter", options=QUARTERS, width=90)
    region = LinkField(Region, "区域", "Region", null=True)
    competitor = LineField("竞争对手", "Competitor", max_length=60, width=150, aka=("竞品", "对手"))
    topic = LineField("调查主题", "Topic", max_length=100, width=180, aka=("主题",))
    surveyed_on = DayField("调查日期", "Surveyed on", default=today, index=True, aka=("日期",))
    findings = NoteField("发现", "Findings", null=True, aka=("调查结果",))
    suggestions = NoteField("建议", "Suggestions", null=True)
    author = LinkField(Employee, "调查人", "Author", null=True)

    sheet = Sheet(
        "市场调查",
        "Market surveys",
        title="topic",
        order=("-surveyed_on",),
        search=("topic", "competitor", "findings"),
        columns=(
            "year",
            "quarter",
            "region",
            "competitor",
            "topic",
            "surveyed_on",
            "findings",
            "suggestions",
            "author",
        ),
        scopes={"region": "region", "own": "author"},
    )
