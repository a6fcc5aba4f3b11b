"""What the page says of a file that was exported to be edited and comes back."""

from models.kit.text import Text

TITLE = Text("“导出修改”的文件", "A file exported to be edited")
FROM = Text("由{by}于 {at} 导出，工作表“{sheet}”，{rows} 行", "Exported by {by} on {at}; sheet “{sheet}”, {rows} rows")
RESULT = Text("和现在的数据对比", "Compared with what is here now")
KINDS = {
    "conflicts": Text("两边都改", "Both changed"),
    "mine": Text("文件改的", "Changed in the file"),
    "theirs": Text("系统里改的", "Changed here"),
    "new": Text("新增的行", "New rows"),
    "doubles": Text("重复的行号", "Copied rows"),
    "missing": Text("文件里少了", "Taken out"),
    "faulty": Text("有误", "Faulty"),
    "locked": Text("不能改的格", "Not yours to change"),
    "gone": Text("已不在", "No longer here"),
}
EXPLAINED = {
    "conflicts": Text(
        "导出以后系统里也改了，而且改得不一样。每格选一个，或整列、全部选。",
        "These cells were changed here since the export, to something else. Choose for each, for a column or for all.",
    ),
    "mine": Text("只有文件里改了，会写入。", "Changed in the file alone; these are written."),
    "theirs": Text("只有系统里改了，保留现在的值。", "Changed here alone; what is here stays."),
    "new": Text("没有行号的行，会作为新行加入。", "Lines without a row ID; they are added as new rows."),
    "doubles": Text(
        "行号和另一行相同，像是复制出来的。请说明是新的行，还是不要。",
        "They have the ID of another line and seem to be copies. Say whether each is a new row or stays out.",
    ),
    "missing": Text(
        "导出时有、文件里没有的行。不勾选就保留。",
        "Rows that were exported and are not in the file. They stay unless ticked.",
    ),
    "faulty": Text(
        "直接在这里改正，按回车就重新对比；也可以不采用。",
        "Put them right here and press Enter to compare again, or leave them out.",
    ),
    "locked": Text(
        "文件里改了，但这些格不能改，不会写入。", "Changed in the file, but closed to you; they are not written."
    ),
    "gone": Text(
        "系统里已经没有这些行（已删除，或不在你能看到的范围），不会写入。",
        "These rows are no longer here (deleted, or out of your sight); nothing of them is written.",
    ),
}
BEFORE, NOW, IN_FILE = Text("导出时", "Exported as"), Text("现在", "Now"), Text("文件里", "In the file")
NOW_BY = Text("现在（{by}）", "Now ({by})")
EMPTY = Text("（空）", "(empty)")
ALL_COLUMNS = Text("全部列", "All columns")
TAKE_MINE, TAKE_THEIRS = Text("用文件里的", "Take the file's"), Text("用现在的", "Keep what is here")
ALL_MINE, ALL_THEIRS = (
    Text("全部用文件里的（{n}）", "Take the file's for all {n}"),
    Text("全部用现在的（{n}）", "Keep all {n} as they are"),
)
TAKE, LEAVE = Text("写入", "Write it"), Text("不写入", "Leave it out")
AS_NEW, NOT_AT_ALL = Text("作为新行", "Add as new"), Text("不要", "Leave out")
ALL_NEW, NONE_NEW = Text("全部作为新行", "Add all as new"), Text("全部不要", "Leave all out")
COPY_OF = Text("第 {row} 行，与第 {first} 行的行号相同：{said}", "Row {row}, with the ID of row {first}: {said}")
LINE = Text("第 {row} 行：{said}", "Row {row}: {said}")
MOVED = Text("导出后有人改过", "Changed since the export")
ALL_OUT, NONE_OUT = Text("全部删除（{n}）", "Delete all {n}"), Text("全部保留", "Keep all")
NO_DELETE = Text("你不能删除{record}，这些行会保留。", "You may not delete {record}; these rows stay.")
SKIP = Text("有误的 {n} 格不采用，其余先写入", "Leave the {n} faulty cells out and write the others")
MENDED, LINES_OUT = Text("改正了 {n} 格", "{n} cells put right"), Text("{n} 行不采用", "{n} lines left out")
AS_IN_FILE = Text("恢复文件里的内容", "As in the file")
NOTHING = Text("没有要写入的改动。", "There is nothing to write.")
FIX_FIRST = Text("先改正有误的格，或选择不采用。", "Deal with the faulty cells first, or leave them out.")
DECIDE_FIRST = Text("还有 {n} 处要选择。", "{n} choices are still to be made.")
WILL = Text("将{what}，作为一批写入，可以整批撤销。", "{what} as one batch that can be undone as a whole.")
CHANGED, ADDED, DELETED = (
    Text("修改 {rows} 行（{cells} 格）", "Change {rows} rows ({cells} cells)"),
    Text("新增 {n} 行", "add {n} rows"),
    Text("删除 {n} 行", "delete {n} rows"),
)
GO = Text("写入", "Write")
AGAIN = Text("重新对比", "Compare again")
COMPARING, WRITING = Text("正在对比……", "Comparing …"), Text("正在写入……", "Writing …")
DONE = Text("已写入", "Written")
UNDO = Text("撤销这次修改", "Undo these changes")
BY_RULES = Text(
    "业务规则不允许下面的行，没有写入任何内容。", "The rules don't allow the rows below, and nothing was written."
)
PAGES = Text("第 {page} / {pages} 页", "Page {page} of {pages}")
EARLIER, LATER = Text("上一页", "Earlier"), Text("下一页", "Later")
