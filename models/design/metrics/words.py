"""What is said of own figures, and what of one can be chosen."""

from ...kit.fields import Choice
from ...kit.text import Text

FIGURES = (
    Choice("count", "行数", "Count of rows", "info"),
    Choice("sum", "合计", "Sum", "info"),
    Choice("mean", "平均", "Mean", "info"),
    Choice("share", "占比", "Share", "info"),
    Choice("ratio", "两项指标相比", "One figure over another", "info"),
)
UNITS = (
    Choice("count", "数量", "Number"),
    Choice("money", "金额", "Money"),
    Choice("quantity", "小数", "Decimal"),
    Choice("percent", "百分比", "Per cent"),
    Choice("days", "天", "Days"),
    Choice("hours", "小时", "Hours"),
    Choice("score", "分数", "Score"),
)
BETTER = (
    Choice("higher", "越高越好", "Higher", "positive"),
    Choice("lower", "越低越好", "Lower", "positive"),
    Choice("neither", "不分好坏", "Neither", "grey"),
)
READERS = (
    Choice("rows", "看得全这些行和列的人", "Who sees all its rows and columns", "info"),
    Choice("area", "看这个板块周报的人", "Who reads the area's figures", "warning"),
    Choice("all", "所有看周报的人", "Whoever reads the weekly report", "warning"),
)
STATES = (Choice("active", "在用", "In use", "positive"), Choice("stopped", "已停用", "Stopped", "grey"))
BAD_NAME = Text(
    "“{name}”不能作名字：请用小写字母开头，后接小写字母、数字或下划线，最多 40 个",
    "“{name}” can't be a name: begin with a small letter, then small letters, digits or _, at most 40",
)
NAME_TAKEN = Text("“{name}”已用作周指标的名字，请换一个", "“{name}” is or was the name of a figure; choose another")
LABEL_TAKEN = Text("已有一项周指标叫“{label}”，请换个名称", "A figure is called “{label}” already; choose another name")
TOO_MANY = Text(
    "已有 {most} 项自建指标，不能再加；请先停用不用的",
    "There are {most} own figures, which is the most; stop one first",
)
CLOSED = Text(
    "已关账的周里已有“{label}”，算法不能再改：请停用它，另做一项；名称、目标、说明可以改",
    "Closed weeks hold “{label}”, so what it counts stays: stop it and make another; its label, target and words can be changed",
)
NOT_SEEN = Text(
    "要做这项指标，须看得到它统计的全部行和列（{records}）；请找系统管理员",
    "Making this figure takes seeing all the rows and columns it counts ({records}); ask the administrator",
)
NEEDED = Text(
    "周指标“{label}”还要用到它（{why}）；请先停用或改好这项指标",
    "The figure “{label}” needs it ({why}); stop or change that first",
)
STOPPED = Text(
    "“{label}”从 {day} 起不再统计；以前的周照旧", "“{label}” is counted no more from {day} on; earlier weeks keep it"
)
AGAIN = Text(
    "“{label}”恢复统计；中间没统计的周夜里补上", "“{label}” is counted again; weeks it missed get it the coming night"
)
HINT_STOP = Text(
    "从这一周起不再统计；已关账的周照旧显示，可以恢复。",
    "It is counted no more from this week on; closed weeks keep it, and it can be brought back.",
)
HINT_NAMED = Text(
    "给程序和接口用；不填自动取，定下后不改", "For programs and the API; made up where it is left empty, and stays"
)
HINT_WHERE = Text(
    "在周报的哪个板块；不填就是表所在的板块", "Where it stands in the report; left empty, in the area of its table"
)
HINT_SUMMED = Text(
    "合计、平均要填；占比填了就按金额或数量占，不填按行数", "For sums and means; a share is of it, else of rows"
)
HINT_FILTERED = Text("只统计哪些行；从表格的视图带来", "Which rows are counted; a view of the grid brings them")
HINT_PARTS = Text("占比里算哪些行", "The rows that the share is of")
HINT_DAYED = Text("这一天落在哪一周，就算哪一周", "A row counts in the week that this day lies in")
HINT_PLACED = Text(
    "哪一列说明是哪家门店；不填只有全公司的数",
    "The column that says which store; left empty, there is the company only",
)
HINT_EACHED = Text("如负责人：另外一个一个列出", "As the owner: listed one by one besides")
HINT_AIMED = Text(
    "各店不同、或从某周起变的，写在“指标目标”里", "Targets of stores, or from a week on, stand in “Targets of figures”"
)
HINT_READ = Text(
    "后两种是特意公开：看不到这些行的人也看得到这个数",
    "The latter two make it public on purpose: also to who doesn't see the rows",
)
HINT_BEGUN = Text(
    "这一天所在的周起才有；写得早，已关账的周夜里补上，各成一个新版本；不填从本周起",
    "Weeks from this day on have it; closed ones get it the coming night, each as a new revision; left empty, from this week",
)
