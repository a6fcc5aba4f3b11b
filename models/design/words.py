"""What people are told about columns that are made in the browser: refusals, and what became of one."""

from ..kit.text import Text

NO_TYPE = Text("没有名为“{name}”的表", "There is no record type called “{name}”")
NOT_DESIGNED = Text("{record}不能加列", "Columns can't be added to {record}")
NOT_YOURS = Text(
    "要改{record}的列，须能修改{record}的全部内容；请找系统管理员",
    "Changing the columns of {record} takes the right to edit all of {record}; ask the administrator",
)
BAD_NAME = Text(
    "“{name}”不能作列名：请用小写字母开头，后接小写字母、数字或下划线，最多 40 个",
    "“{name}” can't be a name: begin with a small letter, then small letters, digits or _, at most 40",
)
NAME_TAKEN = Text(
    "{record}里已用过列名“{name}”，请换一个", "The name “{name}” is or was in use in {record}; choose another"
)
NAME_KEPT = Text("“{name}”是系统保留的名字，请换一个", "The name “{name}” is reserved; choose another")
LABEL_TAKEN = Text(
    "{record}里已有一列叫“{label}”，请换个名称", "{record} has a column called “{label}” already; choose another name"
)
NO_BRACKETS = Text("名称里不能有 [ ]【 】「 」等方括号，可用（）", "A name can't have [ ]【 】「 」; take ( )")
PERCENT = Text(
    "名称带“%”的列要用“百分比”类型；否则请去掉“%”",
    "A column with % in its label is of the kind Percent; else leave the % out",
)
TOO_MANY = Text(
    "{record}已有 {most} 列，不能再加；请先删除不用的列",
    "{record} has {most} columns, which is the most; remove one first",
)
STAYS = Text("{field}定下后不能改；要换，请新加一列", "{field} stays as it was made; add a new column instead")
NEEDS_TARGET = Text("请选择关联到哪张表", "Choose which table it links to")
NEVER_BY_RULES = Text("默认值不对：{why}", "The default won't do: {why}")
ONCE_USUAL = Text(
    "不能重复的列不能有默认值：第二行就重复了",
    "A column without duplicates can't have a default: the second row would repeat it",
)
BOUNDS = Text("最小值不能大于最大值", "The least can't be more than the most")
REMOVED = Text(
    "已删除“{label}”列；内容保留 {days} 天，可在“设计 → 列”里恢复",
    "The column “{label}” is removed; its values are kept for {days} days and come back with it in Design → Columns",
)
GONE = Text(
    "“{label}”列刚被删除，你的修改没有保存；要改，请先在“设计 → 列”里恢复它",
    "The column “{label}” was removed just now, and your change isn't saved; bring it back in Design → Columns first",
)
BACK = Text("“{label}”列已恢复", "The column “{label}” is back")
CHOICE_ONLY = Text("“{column}”不是选项列", "“{column}” is not a column of choices")
OPTION_TAKEN = Text("“{column}”已有选项“{label}”", "“{column}” has the option “{label}” already")
