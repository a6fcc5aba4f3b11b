"""What stands in the meeting's workbooks beside figures and names, in both languages."""

from models.kit import Text

COVER, RANKING, MISSING = Text("封面", "Cover"), Text("门店排名", "Store ranking"), Text("缺报表", "Days missing")
TRENDS, DEFINITIONS = Text("走势数据", "Trends"), Text("指标口径", "Definitions")
CHANGES = Text("版本变更", "Changes")
BACK, TO_RANKING = Text("返回封面", "Back to the cover"), Text("返回门店排名", "Back to the ranking")

TITLE = Text("运营周报 {week}", "Weekly report {week}")
SPAN = Text(
    "{monday} 至 {sunday}（周一至周日） · 第 {revision} 版 · 生成于 {made}",
    "{monday} to {sunday}, Monday to Sunday · revision {revision} · made {made}",
)
FILE = Text("周报_{week}_第{revision}版", "Weekly_{week}_revision_{revision}")
MONTH_TITLE = Text("运营月报 {month}", "Monthly report {month}")
MONTH_SPAN = Text(
    "自然月 {first} 至 {last}，跨月的周按天分到两个月 · 生成于 {made}",
    "The calendar month, {first} to {last}; weeks over its ends are split by day · made {made}",
)
MONTH_SO_FAR = Text(
    "本月未结束，统计 {first} 至 {last}，与上月、去年的同样天数相比 · 生成于 {made}",
    "The month so far, {first} to {last}, held against the same days of other months · made {made}",
)
MONTH_CLOSED = Text("第 {revision} 版，{at} 关账", "revision {revision}, closed {at}")
MONTH_OPEN = Text("尚未关账", "not closed yet")
MONTH_CHANGES = Text("关账后的更正", "Corrected since")
MONTH_REVISION = Text("版本", "Revision")
MONTH_FILE = Text("月报_{month}", "Monthly_{month}")
PACK_FILE = Text("数据包_{since}_{until}", "Pack_{since}_{until}")
REASON = Text("更正原因：{reason}", "Corrected because: {reason}")
CORRECTED = Text("本版有 {count} 个数字变动，见“版本变更”", "{count} figures moved in this revision, see “Changes”")
PRINT_FILE = Text("周报打印版_{week}_第{revision}版", "Weekly_print_{week}_revision_{revision}")
STORES_FILE = Text("门店周报_{week}_第{revision}版", "Stores_{week}_revision_{revision}")
MORE_IN_BOOK = Text("另有 {count} 项，见完整材料", "{count} more in the whole workbook")
PAGE = Text("第 &P 页，共 &N 页", "Page &P of &N")

# Heads of columns
FIGURE, VALUE, LAST, CHANGE = (
    Text("指标", "Figure"),
    Text("本周", "This week"),
    Text("上周", "Week before"),
    Text("环比", "Change"),
)
YEAR_AGO, TARGET, TO_TARGET = Text("去年同周", "Year ago"), Text("目标", "Target"), Text("较目标", "vs target")
MEAN, MONTH, YEAR = Text("四周均值", "4-week mean"), Text("本月累计", "Month to date"), Text("本年累计", "Year to date")
LIGHT, REMARK, WORDS = Text("信号", "Signal"), Text("提示", "Remark"), Text("口径", "Definition")
AREA, STORE, REGION, RANK = Text("板块", "Area"), Text("门店", "Store"), Text("区域", "Region"), Text("排名", "Rank")
UNIT, BETTER, GATHERS = Text("单位", "Unit"), Text("方向", "Better"), Text("月、年累计", "Month and year")
WHY, AGAINST, OWNER = Text("异常", "Why marked"), Text("对比值", "Against"), Text("责任人", "Owner")
CAUSE, ACTION, DUE, STATE = (
    Text("原因说明", "Cause"),
    Text("改善措施", "Action"),
    Text("完成期限", "Due"),
    Text("状态", "State"),
)
WEEK, ITEM, NO = Text("周次", "Week"), Text("事项", "Item"), Text("编号", "No.")
KIND, CONTENT = Text("类型", "Kind"), Text("内容", "Text")
ABOUT, PROGRESS = Text("问题", "What is wrong"), Text("进度", "Progress")
BEFORE, AFTER, DIFFERENCE = Text("修改前", "Before"), Text("修改后", "After"), Text("差额", "Difference")
WHO, WHEN, THROUGH, ROW = (
    Text("修改人", "Who"),
    Text("时间", "When"),
    Text("途径", "Through"),
    Text("哪一行", "Which row"),
)
SERIES, COMPANY = Text("数列", "Series"), Text("全公司", "Company")
PLACE, COUNT = Text("门店 / 网店", "Place"), Text("缺报天数", "Days missing")
THIS_YEAR, LAST_YEAR = Text("本期", "This year"), Text("去年同期", "Year ago")

# Headings of parts
TEN, DECIDE = Text("核心指标", "Key figures"), Text("需要决定的事", "What needs a decision")
OLD_OPEN = Text("前几周未了结的异常（先看）", "Still open from earlier weeks (first)")
NEW_OPEN = Text("本周异常", "Standing out this week")
WAITING = Text("待落实的决议", "Decisions not carried out yet")
MORE = Text("另有 {count} 项，见各板块", "{count} more on the sheets of the areas")
QUIET = Text("没有需要决定的事", "Nothing needs a decision")
FIGURES, TREND = Text("指标", "Figures"), Text("近 13 周走势", "The last 13 weeks")
TREND_MONTH = Text("各周走势", "Week by week")
BY_STORE = Text("各门店", "By store")
EXCEPTIONS, WORK = Text("异常与措施", "Exceptions and actions"), Text("未完成事项", "Open actions")
NOTES = Text("意见与决议", "Notes and decisions")
RECTIFY = Text("未关闭整改", "Open rectifications")
NO_DIFFERENCES = Text("第 1 版：没有变更", "Revision 1: nothing to compare with")
BARELY = Text("另有 {count} 个数字的变动在显示的位数以外", "{count} more figures moved by less than can be read here")
NONE_FOR_YOU = Text("没有与你有关的变更", "No changes that concern you")
SUMMARY = Text(
    "{place}：应报 {expected} 处，{missing} 处有缺报", "{place}: {expected} places, {missing} with days missing"
)
ALL_THERE = Text("{place}：应报 {expected} 处，全部报齐", "{place}: all {expected} places handed in every day")
ONE_MISSING = Text("{day} 未填{what}", "{day}: no {what}")
MISSED = Text("本周缺报", "Not handed in this week")
NO_FIGURES = Text("本周没有指标", "No figures this week")
SHEETS = Text("目录", "Contents")
OVERDUE = Text("{state} · 逾期", "{state} · overdue")
NOBODY = Text("未指定", "nobody")
STORES = Text("全公司，{count} 家店偏离", "the company, {count} stores off")
UNREPORTED = Text("{count} 家店缺报", "{count} stores without a report")
USUALLY = Text("平常 {low}–{high}", "usually {low}–{high}")
ENDED = {
    "month": Text("{name} 全月 {value}", "{name} in whole {value}"),
    "year": Text("{name} 全年 {value}", "{name} in whole {value}"),
}
RUNNING = Text("连续 {count} 周变差", "{count} weeks worse")
RECORDS = {"high": Text("一年最高", "Highest in a year"), "low": Text("一年最低", "Lowest in a year")}
POINTS = Text("个百分点", " pts")
BETTERS = {
    "higher": Text("越高越好", "Higher"),
    "lower": Text("越低越好", "Lower"),
    "neither": Text("不分好坏", "Neither"),
}
MONTHLY = {
    "sum": Text("按天相加", "Added up by day"),
    "ratio": Text("分子、分母各自合计后相除", "Ratio of sums"),
    "last": Text("取期末的数", "As at its end"),
    "anew": Text("按整段日期重新统计", "Counted anew over its days"),
    "none": Text("不合成", "None"),
}
UNITS = {
    "money": Text("元", "yuan"),
    "percent": Text("%", "%"),
    "hours": Text("小时", "hours"),
    "days": Text("天", "days"),
    "score": Text("分", "score"),
    "quantity": Text("数量", "quantity"),
    "count": Text("个", "count"),
}
KINDS = {"i": Text("新增", "added"), "u": Text("修改", "changed"), "d": Text("删除", "deleted")}
ARROWS = Text(" ↑↓ 与上周相比；率的变化写百分点。", " ↑↓ against the week before; shares change by points.")

# The first page
FRONT = Text("本周一页", "The week on a page")
FRONT_HEADS = {
    "happened": Text("三件事实", "Three facts"),
    "causes": Text("三个原因", "Three causes"),
    "decisions": Text("三个决定", "Three decisions"),
}
FRONT_SHEETS = {"ranking": "ranking", "cover": "missing", "revisions": "changes"}  # parts of the week by their sheets
FRONT_NOTHING = Text("没有要说的", "Nothing to say")
FRONT_STALE = Text(
    "按第 {revision} 版写的，之后数字有更正，请核对",
    "Written of revision {revision}; the figures were corrected since, please check",
)
SPLIT = Text("差额由什么组成（各项相加等于差额）", "What the gap is made of (the parts add up to it)")
SPLIT_CAUSE, SPLIT_SUM, SPLIT_PART = Text("原因", "Cause"), Text("金额", "Amount"), Text("占差额", "Of the gap")
SPLIT_WHOLE = {
    "plan": Text("与计划的差额", "The gap to the plan"),
    "like": Text("与 {like} 的差额", "The gap to {like}"),
}
POINTLESS = 1000  # per cent: a gap of next to nothing is no measure

# Month
MONTH_TOTAL, LAST_MONTH, MONTH_YEAR_AGO = (
    Text("本月", "Month"),
    Text("上月", "Month before"),
    Text("去年同月", "Year ago"),
)
LAST_SO_FAR, AGO_SO_FAR = Text("上月同期", "Same days, month before"), Text("去年同期", "Same days, year ago")
ON_MONTH, ON_YEAR = Text("环比", "vs month before"), Text("同比", "vs year ago")

# Refusals
