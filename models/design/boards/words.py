"""What people are told about boards: what a block is called, what it can't be, what it doesn't show."""

from ...kit.text import Text

NOT_A_BOARD = Text(
    "仪表盘的内容读不懂：{why}；请在仪表盘页里编辑",
    "What the dashboard holds can't be read: {why}; edit it on its own page",
)
NO_SHAPE = Text("应有 blocks，每块有 id、kind、at", "it should have blocks, each with id, kind and at")
BAD_BLOCK = Text("“{block}”这一块缺少或不认识“{what}”", "the block “{block}” lacks “{what}”, or doesn't know it")
TWICE = Text("“{id}”出现了两次", "“{id}” occurs twice")
TOO_MANY_BLOCKS = Text("最多 {most} 块", "at most {most} blocks")
TOO_LONG = Text("文字太长，最多 {most} 个字", "the text is too long: at most {most} characters")
OVER = Text("“{block}”和另一块叠在一起", "the block “{block}” lies on another")
MISFIT = Text("“{block}”这一块：{why}", "The block “{block}”: {why}")
NO_FIGURE = Text("没有名为“{name}”的指标", "there is no figure “{name}”")
STOPPED = Text("指标“{label}”已停用", "the figure “{label}” was stopped")
NO_RECORD = Text("没有名为“{name}”的表", "there is no record type “{name}”")
NO_VIEW = Text("{record}没有名为“{name}”的共享视图", "{record} has no shared view “{name}”")
NO_DAYS = Text("{record}没有叫“{name}”的日期列", "{record} has no column of days “{name}”")
NO_FORM = Text("{record}没有名为“{name}”的表单", "{record} has no form “{name}”")
NO_ACTION = Text("{record}没有“{name}”这个操作", "{record} has no action “{name}”")
NO_BUTTON = Text("{record}没有名为“{name}”、由按钮触发的自动化", "{record} has no automation “{name}” with a button")
NO_AREA = Text("没有名为“{name}”的板块", "there is no area “{name}”")
BAD_PAGE = Text(
    "地址“{name}”应以 / 开头，是本系统的一页", "the address “{name}” should begin with / and be a page of this app"
)
NO_AXIS = Text("请选择按哪一列分", "choose the column it is divided by")
ONE_HOME = Text(
    "角色“{role}”的首页已是仪表盘“{name}”，请先在那里取消",
    "“{role}” has the dashboard “{name}” as its home already; take that back first",
)
NO_ROLE = Text("没有名为“{name}”的角色", "There is no role called “{name}”")
TOO_MANY = Text(
    "已有 {most} 个仪表盘，请先删除不用的", "There are {most} dashboards, which is the most; delete one first"
)
UNSEEN_COLUMN = Text(
    "这一块用到你看不到的列，所以没有内容", "This block goes by columns that you don't see, so it shows nothing"
)
GONE = Text("这一块用的内容已经不在了：{why}", "What this block shows is no longer there: {why}")
TARGET, REACHED = Text("指标", "Target"), Text("完成率", "Reached")
YEAR_BEFORE = Text("比去年同期", "On the year before")
ON_DAY, OF_WEEK = Text("当日 {day}", "Day {day}"), Text("当周 {week}", "Week {week}")
OF_MONTH, OF_YEAR = Text("当月 {month}", "Month {month}"), Text("当年 {year}", "Year {year}")
MEASURES = {
    "count": Text("行数", "Rows"),
    "sum": Text("{field}合计", "{field}, total"),
    "mean": Text("{field}平均", "{field}, mean"),
    "least": Text("{field}最小", "{field}, least"),
    "most": Text("{field}最大", "{field}, most"),
    "distinct": Text("{field}有几种", "{field}, different ones"),
}
