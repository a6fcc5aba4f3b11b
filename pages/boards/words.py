"""What is said on boards and while they are made."""

from models.kit.text import Text

TITLE = Text("仪表盘", "Dashboards")
WHAT = Text(
    "把指标、图表、列表、待办和按钮放在一页上。每个人在上面只看到自己本来就看得到的内容。",
    "Figures, charts, lists, to-dos and buttons on one page. Everybody sees on it only what he sees anyway.",
)
NONE = Text(
    "还没有仪表盘。从下面现成的复制一个，或写个名称从空白开始。",
    "There is no dashboard yet. Copy one of those below, or give a name and begin with an empty one.",
)
NONE_FOR_YOU = Text("还没有给你的仪表盘。", "There is no dashboard for you yet.")
NAME, ENGLISH, STATE = Text("仪表盘名称", "Dashboard"), Text("英文名称", "English name"), Text("状态", "State")
HOME_FOR, READERS = (
    Text("作为谁的首页", "Home of role"),
    Text("给哪些角色看（不选为所有人）", "For which roles (none: everybody)"),
)
OPEN = Text("开放", "Open")
DRAFT_SHORT = Text("草稿", "Draft")
READY, READY_WHAT = Text("现成的", "Ready-made"), Text("里面有", "What is in it")
COPY, NEW, EDIT, VIEW = (
    Text("复制来改", "Copy and change"),
    Text("新建仪表盘", "New dashboard"),
    Text("编辑", "Edit"),
    Text("查看", "View"),
)
COPY_OF = Text("{label}（副本）", "{label} (copy)")
MY_HOME, NOT_MY_HOME = (
    Text("设为我的首页", "Make it my start page"),
    Text("不再作为我的首页", "No longer my start page"),
)
NOW_HOME, NOT_HOME = (
    Text("已设为你的首页", "This is your start page now"),
    Text("首页已恢复默认", "Your start page is the usual one again"),
)
PRINT = Text("打印", "Print")
EMPTY = Text(
    "这个仪表盘还是空的。点“编辑”，从“加一块”里选一种内容。",
    "This dashboard is still empty. Choose “Edit”, and take something from “Add a block”.",
)
EMPTY_FOR_READER = Text("这个仪表盘还没有内容。", "There is nothing on this dashboard yet.")
EMPTY_EDITOR = Text(
    "从“加一块”里选一种内容：它会出现在这里，可以拖动、改大小。",
    "Take something from “Add a block”: it appears here, to be moved and resized.",
)
NOT_SHOWN = Text(
    "另有 {n} 块用到你看不到的内容，没有显示", "{n} blocks are made of what you don't see, and aren't shown"
)
LOADING = Text("正在读取…", "Reading…")
ONLY_YOURS = Text("只含你看得到的行", "Only of the rows you see")
MORE_ROWS = Text("共 {n} 行，这里列出前 {shown} 行", "The first {shown} of {n} rows")
NO_ROWS = Text("没有符合的行", "No rows")
OPEN_GRID = Text("打开表格", "Open the grid")
NO_FIGURE_YET = Text(
    "还没有关账的周；每周一自动关账后显示", "No week is closed yet; it shows after the first closing, on Mondays"
)
NOTHING_TO_DRAW = Text("还没有可以画的内容", "Nothing to draw yet")
NOTHING_WAITS = Text("没有等你处理的事", "Nothing waits for you")
NOTHING_COUNTED = Text("还没有可以统计的内容", "There is nothing to count yet")
OWN_STORE = Text("本店", "My store")
RUNNING, CLOSED = Text("本周至今", "This week so far"), Text("上一周（已关账）", "Last week (closed)")
BEFORE, TARGET = Text("前一周 {value}", "The week before {value}"), Text("目标 {value}", "Target {value}")
UNSEEN_FIGURES = Text("有 {n} 个指标你看不到", "{n} figures are not for you")
OTHERS = Text("其他", "Others")
GROUPS_LEFT = Text("另有 {n} 组没有画", "{n} more groups aren't drawn")
NO_REGION = Text("未分区域", "No region")
LEAST_MOST = Text("颜色越深越多：{least} 到 {most}", "The darker, the more: {least} to {most}")
SPAN, UP_TO = Text("时段", "Span"), Text("截至 {day}", "Up to {day}")
JUDGED = (
    (Text("指标", "Figure"), ""),
    (Text("上周", "Last week"), "o-right"),
    (Text("比前一周", "On the week before"), "o-right"),
    (Text("目标", "Target"), "o-right"),
    (Text("评价", "Light"), ""),
)
IN_WEEK = Text("{week} 周", "Week {week}")

# The editor -----------------------------------------------------------------------------------------------------------------

SAVE, SAVED, UNSAVED = Text("保存", "Save"), Text("已保存", "Saved"), Text("有未保存的修改", "Not saved yet")
ADD = Text("加一块", "Add a block")
HOW = Text(
    "拖动 ⠿ 移动，拖右下角改大小；也可以选中 ⠿ 后按方向键移动，按住 Shift 加方向键改大小。",
    "Drag ⠿ to move and the corner to resize; or focus ⠿ and use the arrow keys, with Shift to resize.",
)
MOVE = Text("移动“{label}”（方向键移动，Shift+方向键改大小）", "Move “{label}” (arrow keys; with Shift they resize)")
SETTINGS, REMOVE = Text("设置“{label}”", "Settings of “{label}”"), Text("去掉“{label}”", "Remove “{label}”")
PLACED = Text("“{label}”在第 {x} 列第 {y} 行，宽 {w} 高 {h}", "“{label}” at column {x}, row {y}, {w} wide, {h} high")
RESIZE = Text("改“{label}”的大小", "Resize “{label}”")
DONE = Text("完成", "Done")
BLOCK_TITLE, BLOCK_TITLE_EN = Text("标题", "Title"), Text("英文标题", "English title")
FIGURE, FIGURES, WEEK = (
    Text("指标", "Figure"),
    Text("指标（最多 6 个）", "Figures (6 at most)"),
    Text("哪一周", "Which week"),
)
AREA, ALL_AREAS = Text("板块", "Area"), Text("所有板块", "All areas")
DRAW, WEEKS = Text("画成", "Drawn as"), Text("最近几周", "How many weeks")
SOURCE = Text("数据来自", "Made of")
FROM_FIGURES, FROM_ROWS = Text("周指标", "Figures of the weeks"), Text("表里的行", "Rows of a table")
TABLE, SHARED_VIEW = Text("表", "Table"), Text("共享视图（不选为全部行）", "Shared view (none: all rows)")
BY, THEN_BY = Text("按哪一列分", "Divided by"), Text("再按哪一列分", "And then by")
GRAIN = Text("日期按", "Days by")
MEASURE, OF = Text("统计", "Measure"), Text("哪一列", "Of which column")
GOAL = Text("满格是多少（完成进度）", "Full scale (gauge)")
ROWS = Text("列几行", "How many rows")
ONLY_DAYS = Text("按哪个日期限定（不选为不限）", "Only days of (none: all)")
WHICH_DAYS = Text("哪几天", "Which days")
TEXT_ZH, TEXT_EN = Text("文字", "Text"), Text("英文", "In English")
BUTTON_DOES, BUTTON_LABEL, BUTTON_LABEL_EN = (
    Text("按钮做什么", "What it does"),
    Text("按钮上的字", "On the button"),
    Text("英文", "In English"),
)
ADD_BUTTON, REMOVE_BUTTON = Text("加一个按钮", "Add a button"), Text("去掉这个按钮", "Remove this button")
FORM, ACTION, AUTOMATION, PATH = (
    Text("表单", "Form"),
    Text("操作", "Action"),
    Text("自动化", "Automation"),
    Text("地址", "Address"),
)
DEEDS = {
    "new": Text("新增一行", "Add a row"),
    "form": Text("填写表单", "Fill in a form"),
    "action": Text("做一个操作", "Do an action"),
    "automation": Text("运行带按钮的自动化", "Run an automation with a button"),
    "page": Text("打开一页", "Open a page"),
}
DRAWS = {
    "line": Text("折线", "Lines"),
    "bar": Text("柱形", "Bars"),
    "stack": Text("堆叠柱形", "Stacked bars"),
    "pie": Text("环形", "Shares"),
    "funnel": Text("漏斗", "Funnel"),
    "heat": Text("热力图", "Heat map"),
    "map": Text("按区域的门店图", "Stores by region"),
    "gauge": Text("完成进度", "Gauge"),
}
GRAINS = {
    "day": Text("天", "Day"),
    "week": Text("周", "Week"),
    "month": Text("月", "Month"),
    "quarter": Text("季", "Quarter"),
    "year": Text("年", "Year"),
}
MEASURES = {
    "count": Text("行数", "Rows"),
    "sum": Text("合计", "Total"),
    "mean": Text("平均", "Mean"),
    "least": Text("最小", "Least"),
    "most": Text("最大", "Most"),
    "distinct": Text("有几种", "Different ones"),
}
