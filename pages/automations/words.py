"""What the pages of automations say."""

from models.kit.text import Text

FIRST_TEXT = Text("有新的一行，请查看", "There is a new row; please have a look")
TITLE, NEW = Text("自动化", "Automations"), Text("新建自动化", "New automation")
WHAT = Text(
    "一行发生变化、到了时间或按下按钮时，自动做几件事。它做的修改和触发它的修改一起保存、一起撤销；失败时不会妨碍别人保存。",
    "When a row changes, a time comes or a button is pressed, a few things are done by themselves. What is changed is kept and taken "
    "back together with what set it off; one that fails stands in nobody's way.",
)
TEMPLATES, USE = Text("从常用的开始", "Begin with a usual one"), Text("用这个", "Take it")
LOG, GRID = Text("运行记录", "Log"), Text("全部（表格）", "All, as a grid")
NAME, ENGLISH, TABLE = Text("名称", "Name"), Text("英文名称（可不填）", "English name (optional)"), Text("表", "Table")
STATE, ROLE, RESULT = Text("状态", "State"), Text("以谁的权限运行", "With the rights of"), Text("最近一次", "Last run")
ON, OFF = Text("已启用", "On"), Text("未启用", "Off")
SWITCH_ON, SWITCH_OFF = Text("启用", "Switch on"), Text("停用", "Switch off")
BY_ADMINISTRATORS = Text(
    "自动化由系统管理员设置；需要时请联系管理员",
    "Automations are set up by the administrator; ask there for what you need",
)
NONE = Text("还没有自动化", "No automations yet")
WHEN, ONLY, THEN = Text("何时", "When"), Text("仅当", "Only if"), Text("就做", "Then")
CONDITION, COLUMNS = Text("条件", "Condition"), Text("哪些列（不选是任何一列）", "Which columns (none: any)")
DAY, DAYS = Text("哪个日期", "Which date"), Text("几天（负数是之前）", "Days (negative: before)")
AT, EVERY = Text("几点", "At"), Text("多久一次", "How often")
WEEKDAY, MONTHDAY = Text("星期几（1–7）", "Weekday (1–7)"), Text("几号（1–28）", "Day of the month (1–28)")
DAILY, WEEKLY, MONTHLY = Text("每天", "Daily"), Text("每周", "Weekly"), Text("每月", "Monthly")
AS_LIST = Text("合成一条清单", "Once, as a list")
IMPORTS = Text("导入时也运行（撤销和恢复从不触发）", "Also for imports (undo and restore never set it off)")
DEEDS = {
    "tell": Text("通知", "Tell"),
    "set": Text("设置本行的列", "Set columns"),
    "add": Text("在别的表新增一行", "Add a row elsewhere"),
    "work": Text("建任务", "Make a work item"),
    "step": Text("走一步流程", "Take a step"),
    "send": Text("发送视图", "Send a view"),
    "call": Text("发到其他系统", "Call an address"),
}
ADD_DEED, DROP = Text("再做一件事", "One more"), Text("去掉", "Remove")
TEXT = Text("说什么（列写在 [ ] 里；清单用 {n} 和 {rows}）", "What is said (columns in [ ]; for lists {n} and {rows})")
TEXT_EN = Text("英文（可不填）", "In English (optional)")
ROLES, PEOPLE, CHANNELS = (
    Text("告诉角色", "Roles"),
    Text("告诉列里的人", "People of columns"),
    Text("告诉渠道", "Channels"),
)
VIEW, FORM = Text("哪个视图", "Which view"), Text("形式", "As")
TO_ROLES, TO_CHANNELS = Text("发给角色的每个人", "To everybody of roles"), Text("发给渠道", "To channels")
FORMS = {"text": Text("文字", "Text"), "xlsx": Text("Excel 文件", "Excel file")}
OWNER, DUE = Text("负责人取自", "Owner from"), Text("几天内", "Due in days")
STEP, FIELDS, CHANNEL = Text("步骤", "Step"), Text("发送哪些列", "Columns sent"), Text("渠道", "Channel")
WAY, VALUE = Text("方式", "How"), Text("内容", "Value")
WAYS = {
    "is": Text("固定值", "A value"),
    "formula": Text("公式", "A formula"),
    "column": Text("取本行的列（填列名）", "From a column (its name)"),
    "text": Text("文字，列写在 [ ] 里", "Text with columns in [ ]"),
    "this": Text("关联到本行", "This row"),
}
ADD_VALUE = Text("再设一列", "One more column")
SAVE, TRY, SAVED = Text("保存", "Save"), Text("试一试", "Try it"), Text("已保存", "Saved")
TRIED = Text(
    "最近七天会触发 {n} 行；下面是前几行会做的事，都没有真的做：",
    "In the last seven days {n} rows would have set it off; this would have been done for the first of them, and was not:",
)
TRIED_NOW = Text("没有一行会触发", "No row would have set it off")
WOULD_FAIL = Text("会失败", "Would fail")
