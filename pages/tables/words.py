"""What the page of new tables says."""

from models.kit.text import Text

TITLE = Text("新建表", "New table")
BLANK = Text("从空白开始，或照着一张表", "From nothing, or as another table is")
BOOK = Text("从 Excel 或 CSV 文件", "From an Excel or CSV file")
BOOK_HINT = Text(
    "每个工作表成为一张表，表头相同的几个工作表合成一张：列的类型按内容判断，建之前可以改；内容一起带进来，一次就能全部撤销。",
    "Each sheet becomes a table, several under the same heads a single one. What its columns hold is judged by the values and can be corrected "
    "first; the rows come in with it, and all of it is undone at once.",
)
NAME, ENGLISH = Text("中文名称", "Label (Chinese)"), Text("英文名称（可不填）", "Label (English, optional)")
AREA, COPY = Text("放在哪个板块", "Area"), Text("照着哪张表（可不填）", "As this table is (optional)")
FIRST = Text("第一列叫什么（不填就叫“名称”）", "What its first column is called (“Name” if left empty)")
PER_STORE = Text(
    "每行属于一家门店（店长只看到自己门店的行）", "Each row belongs to a store (a store manager sees the own store's)"
)
SEEN, EDITED = Text("谁能看", "Seen by"), Text("谁能改", "Edited by")
MAKE = Text("建表", "Make the table")
BRING = Text("建 {tables} 张表，带入 {rows} 行", "Make {tables} tables, rows: {rows}")
BRING_ALONE = Text("建 {tables} 张表，带入 {rows} 行", "Make the table, rows: {rows}")
SPLIT = Text("分成 {n} 张表", "Split into {n} tables")
TAKE = Text("带进来", "Take it")
ODD = Text("第 {row} 行“{value}”", "row {row} “{value}”")
ODD_ONES = Text("{n} 格不合这个类型：{said}", "{n} cells are not of this kind: {said}")
NAMED_SO = Text("“{value}”（{n} 格）", "“{value}” ({n})")
UNNAMED = Text(
    "{n} 格的名称在关联的表里没有，或不止一个：{said}",
    "{n} cells name no row of the table linked to, or several: {said}",
)
ODD_WHY = Text("原因：{why}", "Why: {why}")
MORE = Text("……", " …")
APART = Text("不合的另放一列", "Put what isn't of this kind into a column beside")
APART_LINK = Text("这些格留空，原文另放一列", "Leave these cells empty and put what is written into a column beside")
LABEL, KIND, TARGET = Text("列名", "Column"), Text("类型", "Kind"), Text("关联到", "Links to")
SURE, SAMPLES, KEEP = Text("把握", "How sure"), Text("内容举例", "Examples"), Text("要", "Take")
CALLED = Text("用哪一列称呼每一行", "What rows are called by")
ROWS, SINGLE = Text("{n} 行", "{n} rows"), Text("{n} 行", "{n} row")
DONE = Text("已建好：{said}", "Done: {said}")
UNDO, UNDONE = Text("全部撤销", "Undo all of it"), Text("已全部撤销", "All of it is undone")
ANOTHER = Text("换一个文件", "Another file")
CHOICES_GO = Text(
    "对“{file}”里各列的名称、类型和取舍所做的修改都会丢掉。",
    "What you set for the columns of “{file}” (names, kinds, which come in) is lost.",
)
CANCELLED = Text("已取消，什么都没有建", "Cancelled; nothing was made")
MISSING = Text("请填写中文名称", "Give it a Chinese label")
THIS_FILE = Text("{table}（本文件）", "{table} (this file)")
