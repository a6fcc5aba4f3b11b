"""Days as people speak of them in a message: tomorrow, Friday, Friday next week, in three days, at the end of the month."""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

FAR = {"大后天": 3, "后天": 2, "明天": 1, "明日": 1, "今天": 0, "今日": 0, "昨天": -1, "前天": -2}
WEEKDAYS = "一二三四五六日天"
WEEKS = {"上": -7, "下": 7, "下下": 14}
HAN = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
SPOKEN = re.compile(
    rf"(?P<far>{'|'.join(FAR)})"
    r"|(?P<week>上|下下|下|这|本)?(?:个)?(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    r"|(?P<count>[0-9]{1,3}|[一二两三四五六七八九十])天(?:以?后|之?内)"
    r"|(?P<end>月底)"
)
WRITTEN = re.compile(
    r"(?<![0-9])(?:[0-9]{4}\s*[-/.年]\s*[0-9]{1,2}\s*[-/.月]\s*[0-9]{1,2}\s*[日号]?|[0-9]{1,2}月[0-9]{1,2}[日号]?)(?![0-9])"
)


def days_in(text: str, today: date) -> Iterator[tuple[int, int, str]]:
    """(start, end, the day as it can be entered) of every day that the text names."""
    for match in SPOKEN.finditer(text):
        yield match.start(), match.end(), _meant(match, today).isoformat()
    for match in WRITTEN.finditer(text):
        yield match.start(), match.end(), match[0].replace(" ", "")


def _meant(match: re.Match, today: date) -> date:
    if match["far"]:
        return today + timedelta(days=FAR[match["far"]])
    if match["count"]:
        return today + timedelta(days=HAN.get(match["count"]) or int(match["count"]))
    if match["end"]:
        return today.replace(day=monthrange(today.year, today.month)[1])
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=min(WEEKDAYS.index(match["weekday"]), 6))
    if match["week"] in WEEKS:
        return day + timedelta(days=WEEKS[match["week"]])
    # A weekday by itself is the next to come, and today's own is today.
    return day if match["week"] or day >= today else day + timedelta(days=7)
