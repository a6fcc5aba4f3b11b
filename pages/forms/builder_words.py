"""What the pages say on which forms are built."""

from models.kit.text import Text

FORMS = Text("{record}的表单", "Forms for {record}")
WHAT = Text(
    "表单让人不看这张表也能往里加一行：同事登录后填，或任何人扫码填。填写的内容照这张表的规定检查，可以撤销。",
    "By a form people add a row without seeing the table: colleagues signed in, or anybody by a QR code. Answers obey the "
    "rules of the table and can be taken back.",
)
NEW, NAME = Text("新建表单", "New form"), Text("表单名称", "Name of the form")
NONE = Text("还没有表单", "No forms yet")
OPEN, SHUT = Text("开放", "Open"), Text("未开放", "Not open")
COUNT = Text("已收 {n} 份", "{n} answers")
BACK, SAVE, SAVED = Text("全部表单", "All forms"), Text("保存", "Save"), Text("表单已保存", "The form is saved")
UNSAVED = Text("有改动还没保存", "Not saved yet")
QUESTIONS, SECTION = Text("问题", "Questions"), Text("小节标题", "Heading of the section")
ADD, ADD_SECTION = Text("加一个问题", "Add a question"), Text("加一个小节", "Add a section")
UP, DOWN, REMOVE = (
    Text("上移“{label}”", "Move “{label}” up"),
    Text("下移“{label}”", "Move “{label}” down"),
    Text("移除“{label}”", "Remove “{label}”"),
)
MORE = Text("设置“{label}”", "Set “{label}”")
DRAG = Text("拖动换位置", "Drag it elsewhere")
LABEL, HELP = Text("这里的叫法", "Called here"), Text("填写提示", "Help")
REQUIRED = Text("必填", "Required")
WHEN, ALWAYS = Text("只在这样时出现", "Shown only when"), Text("总是出现", "Always shown")
IS, IS_NOT = Text("是", "is"), Text("不是", "is not")
FILLED, EMPTY = Text("已填", "is filled in"), Text("没填", "is empty")
VALUE = Text("内容", "Value")
OFFER, ALL = (
    Text("可以选哪些{record}", "Which of {record} may be chosen"),
    Text("全部（名称会列出来）", "All (their names are listed)"),
)
FIXED = Text("自动填写", "Filled in by itself")
FIXED_HINT = Text("填的人看不到也改不了", "People neither see nor change it")
AS = {
    "": Text("这个内容", "This value"),
    "today": Text("当天", "The day"),
    "now": Text("当时", "The moment"),
    "me": Text("填写人", "Who fills it in"),
    "my_store": Text("填写人的门店", "Their store"),
}
ADD_FIXED = Text("加一列", "Add a column")
TEXTS = Text("开头与结尾", "Before and after")
INTRO, THANKS = Text("开头的话", "At the beginning"), Text("提交以后的话", "After it is sent")
SHOWS = Text("提交后显示这一列（如编号）", "Shown after it is sent (a number)")
ZH, EN = Text("{what}（中文）", "{what} (Chinese)"), Text("{what}（英文）", "{what} (English)")
WAY = Text("开放与链接", "Opening and link")
PUBLIC = Text("公开：有链接或扫码就能填，不用登录", "Public: whoever has the link or code, without signing in")
CLOSES, MOST = Text("截止日期", "Last day"), Text("最多收几份", "At most")
ONCE = Text("每台设备（或每人）只能填一份", "Once for each device, or person")
COPY, COPIED, PRINT = (
    Text("复制链接", "Copy the link"),
    Text("链接已复制", "The link is copied"),
    Text("打印二维码", "Print the code"),
)
QR = Text("二维码", "QR code")
PREVIEW = Text("预览", "Preview")
CANT = Text("现在还不能填写：{why}", "It can't be answered yet: {why}")
LOOK = Text("打开看看", "Open it")
TO_ROW = Text("换新链接、删除", "New link, delete")
