"""What the sheet says of columns and views that are made in it."""

from models.kit.text import Text

DESIGN = {
    # the menu of a column, and columns made here
    "column_menu": Text("列菜单", "Column menu"),
    "sort_up": Text("升序", "Sort ascending"),
    "sort_down": Text("降序", "Sort descending"),
    "filter_column": Text("筛选…", "Filter…"),
    "pin": Text("冻结在左侧", "Freeze on the left"),
    "unpin": Text("取消冻结", "Unfreeze"),
    "fit_width": Text("适合列宽", "Fit the width"),
    "hide_column": Text("隐藏", "Hide"),
    "insert_left": Text("在左侧插入列…", "Insert a column left…"),
    "insert_right": Text("在右侧插入列…", "Insert a column right…"),
    "edit_column": Text("编辑列…", "Edit column…"),
    "remove_column": Text("删除列", "Remove column"),
    "new_column": Text("新增列", "New column"),
    "new_column_of": Text("{record}：新增列", "{record}: new column"),
    "edit_column_of": Text("编辑列：{label}", "Edit column: {label}"),
    "remove_column_of": Text("删除“{label}”列？", "Remove the column “{label}”?"),
    "remove_column_note": Text(
        "表格、表单、导入导出里不再有这一列，同事打开的表格也会马上去掉它。内容保留 30 天，可以撤销，也可以在“设计 → 列”里恢复。",
        "It leaves grids, forms, imports and exports at once, also those that colleagues have open. Its values are kept for "
        "30 days: undo brings it back, or Design → Columns.",
    ),
    "remove_column_bears": Text(
        "下面这些没有它就不成立，先改好才能删除：",
        "These can't be without it and have to be changed first:",
    ),
    "remove_column_uses": Text("用到它的地方：", "What uses it:"),
    "add_column": Text("添加", "Add"),
    "ways_on": Text("再往下：", "After that:"),
    "way_states": Text("状态和步骤", "States and steps"),
    "way_dues": Text("待办和到期", "To do and due"),
    "way_rights": Text("谁能用", "Who may use it"),
    "more_settings": Text("更多设置", "More settings"),
    "options": Text("选项", "Options"),
    "add_option": Text("添加选项", "Add an option"),
    "option_name": Text("选项名称", "Option"),
    "option_name_en": Text("英文（选填）", "In English"),
    "option_tone": Text("颜色", "Colour"),
    "option_retire": Text("停用或恢复这个选项", "Retire this option, or bring it back"),
    "option_drop": Text("去掉这一行", "Drop this line"),
    "column_hint_formula": Text(
        "列写在方括号里，如 =[租金]/[面积]；输入列名、函数名或拼音首字母会给出提示",
        "Columns stand in square brackets, as =[Rent]/[Area]; type the name of a column or function to complete it",
    ),
    "column_hint_through": Text(
        "查找：本表的关联列，不填则按条件找；汇总：对方表里关联到本表的列，只有一列时可不填",
        "Lookup: a link of this table; empty where a condition finds the row. Roll-up: a link to this table; empty where there is only one",
    ),
    "column_hint_picks": Text(
        "取对方表的哪一列，或用它的列写公式，如 [金额]",
        "A column of the other table, or a formula over its columns, as [Amount]",
    ),
    "column_hint_condition": Text(
        '哪些行算在内，如 [状态]="已付"；不经由关联、按值匹配写 [编号]=[本行].[编号]',
        'Which rows count, as [State]="Paid"; to match by values instead of a link write [Code]=[this row].[Code]',
    ),
    "column_hint_figure": Text(
        "不填：汇总数个数，查找取第一个", "Left empty: a roll-up counts, a lookup takes the first"
    ),
    "column_hint_target": Text("关联到哪张表，或从哪张表取", "The table it links to, or takes from"),
    "column_hint_sorted_by": Text(
        "取第一个、最后一个时按哪一列定先后", "For first and last: the column that says the order"
    ),
    "column_hint_percent": Text("0.25 显示为 25%", "0.25 is shown as 25%"),
    "formula_names": Text("可用的列和函数", "Columns and functions"),
    "formula_this_note": Text("这张表正在计算的那一行", "The row of this table that is being reckoned"),
    "formula_kind": Text("结果是{kind}；前几行是：", "The result is {kind}; the first rows:"),
    "formula_nothing": Text("（空）", "(empty)"),
    "formula_no_rows": Text("表里还没有记录，暂时看不到结果", "There are no rows yet to show results of"),
    "formula_go": Text("回到出错的地方", "Go to the mistake"),
    "formula_empty_because": Text("空白的原因：{why}", "Empty because: {why}"),
    "column_hint_en": Text("不填则与中文相同", "As in Chinese where it is left empty"),
    "column_declared": Text(
        "这一列是系统自带的，不能删除；可以在“编辑列”里隐藏",
        "This column comes with the product and can't be removed; “Edit column” can hide it",
    ),
    "add_check": Text("加检查…", "Add a check…"),
    "check_of": Text("{record}：检查", "{record}: check"),
    "check_kept": Text("检查已保存，从现在起生效", "The check is kept and holds from now on"),
    "check_hint": Text(
        "写成立时的样子，如 =[完工日期]>=[报修日期]；输入列名、函数名或拼音首字母会给出提示。有关的列还空着时不检查",
        "What must hold, as =[Done on]>=[Reported on]; type the name of a column or function to complete it. Nothing is "
        "checked while a column of it is empty",
    ),
    "check_reads": Text("改到这些列时检查：{columns}", "Checked when these change: {columns}"),
    "check_none_broken": Text("现有的行都符合。", "All rows that are there hold to it."),
    "check_broken": Text("现有 {n} 行不符合：", "{n} rows don't hold to it now:"),
    "check_more": Text("……等", "and others"),
    "check_agree": Text(
        "先留着：这些行等改到有关的列时再拦下",
        "Leave them: they are refused once a column is changed that the check reads",
    ),
    "check_agree_first": Text(
        "现有的行里有不符合的：先改好，或勾选“先留着”",
        "Some rows don't hold to it: correct them first, or tick “Leave them”",
    ),
    "whole_design": Text("整张表的设计…", "The design of the table…"),
    "what_stays": Text("不能改的设置和原因", "What can't be set, and why"),
    "where_used": Text("哪里用到…", "Where is it used…"),
    "where_used_of": Text("哪里用到“{label}”", "Where “{label}” is used"),
    "used_nowhere": Text("没有别的地方用到这一列。", "Nothing else uses this column."),
    "asked_went": Text(
        "“{columns}”列已不在：按它的{parts}先去掉了，列恢复后会一起回来",
        "The column “{columns}” is gone; what went by it is left out until it comes back: {parts}",
    ),
    "asked_back": Text(
        "“{columns}”列回来了：按它的{parts}也已恢复",
        "The column “{columns}” is back, and with it what went by it: {parts}",
    ),
    "column_went": Text("“{field}”列刚被删除", "The column “{field}” was just removed"),
    "column_went_text": Text(
        "“{field}”列刚被删除；您正在输入的“{text}”已复制",
        "The column “{field}” was just removed; your “{text}” is copied",
    ),
    # a column that becomes another kind
    "turn_title": Text("把“{label}”换成{to}？", "Turn “{label}” into {to}?"),
    "turn_confirm": Text("换成{to}", "Turn it into {to}"),
    "turn_all_read": Text(
        "{total} 个值都能读成{to}。确定之前什么都不会变。",
        "All of the {total} values can be read as {to}. Nothing changes until you agree.",
    ),
    "turn_unread": Text(
        "共 {total} 个值，其中 {unread} 个读不成{to}，换后这些格子为空。确定之前什么都不会变。",
        "{unread} of {total} values can't be read as {to}; those cells will be empty. Nothing changes until you agree.",
    ),
    "turn_examples": Text("读不成的（最多列 10 个）", "What can't be read (ten at most)"),
    "turn_options": Text("选项", "Options"),
    "turn_depends": Text("哪些地方用到它，会怎样", "What uses it, and what becomes of that"),
    "turn_gone": Text("不再适用的设置", "Settings that go"),
    "turn_back": Text(
        "可以撤销：撤销后原来的内容都在，换后改过的也会带回。",
        "It can be undone: what was there comes back, with what was changed since.",
    ),
    "turn_blocked": Text(
        "有公式会因此不再成立，请先修改或删除它们", "Some formulas would no longer hold; change or remove them first"
    ),
    "turn_share": Text("正在转换，已完成 {share}%，其间大家照常使用", "{share}% done; everybody works on meanwhile"),
    "turn_stop": Text("中止", "Stop"),
    "refresh": Text("刷新", "Refresh"),
    "filter": Text("筛选", "Filter"),
    "row_number": Text("行号", "Row number"),
    "open_record": Text(
        "打开记录的整页（Ctrl+Enter：在侧栏里看）", "Open its page (Ctrl+Enter: see it beside the grid)"
    ),
    # views
    "views": Text("视图", "Views"),
    "view_usual": Text("默认视图", "Default view"),
    "view_name": Text("视图名称", "Name of the view"),
    "view_save_as": Text("另存为视图…", "Save as a view…"),
    "view_save": Text("保存对视图的改动", "Save the changes to the view"),
    "view_reset": Text("还原为保存时的样子", "Back to how it was saved"),
    "view_subscribe": Text("订阅…", "Subscribe…"),
    "view_figure": Text("做成周指标…", "Make a figure of the week…"),
    "forms": Text("表单…", "Forms…"),
    "view_take": Text("套用另一视图的设置…", "Take the settings of another view…"),
    "view_take_confirm": Text("套用", "Take them"),
    "view_take_note": Text(
        "列、排序、筛选、分组和颜色都照那个视图；满意后再保存到当前视图。",
        "Columns, order, filter, groups and colours become those of that view; save them into this one once they suit you.",
    ),
    "view_lock": Text("锁定视图", "Lock the view"),
    "view_unlock": Text("解除锁定", "Unlock the view"),
    "view_locked": Text(
        "别人锁定的视图，只有本人或系统管理员能改", "Locked by somebody else, who alone changes it, or an administrator"
    ),
    "view_is_locked": Text("视图“{view}”已锁定，别人不能改", "The view “{view}” is locked; others can't change it"),
    "view_is_unlocked": Text("视图“{view}”已解除锁定", "The view “{view}” is unlocked"),
    "view_rename": Text("重命名视图…", "Rename the view…"),
    "view_delete": Text("删除视图…", "Delete the view…"),
    "view_delete_title": Text("删除视图“{view}”？", "Delete the view “{view}”?"),
    "view_delete_own": Text(
        "只删除这种看法，表格里的内容不受影响。", "Only this way to look goes; the rows stay as they are."
    ),
    "view_delete_shared": Text(
        "其他人也将看不到这个视图；表格里的内容不受影响。可在“修改记录”里撤销。",
        "It goes for everybody; the rows stay as they are. It can be undone under Changes.",
    ),
    "view_holds": Text(
        "记住现在的列、筛选、排序、分组和颜色。",
        "It keeps the columns, filter, order, groups and colours as they are now.",
    ),
    "view_share": Text("共享给能看到这张表的人", "Share it with everybody who sees this table"),
    "view_share_note": Text(
        "共享的视图可在“设计 → 视图”里设为某个角色的默认视图。",
        "In Design → Views a shared view can be made the default of a role.",
    ),
    "view_taken": Text("已有名为“{view}”的视图，请换一个名字", "There is a view “{view}” already; choose another name"),
    "view_most": Text("最多保存 {n} 个自己的视图，请先删除不用的", "{n} views of your own at most; delete one first"),
    "view_saved": Text("视图“{view}”已保存", "The view “{view}” is saved"),
    "view_overtaken": Text(
        "“{view}”在你打开之后有人改过，没有保存；点“还原为保存时的样子”看新的，或用“另存为视图”留下你的",
        "“{view}” was changed by somebody since you opened it, so it isn't saved; “Back to how it was saved” shows theirs,"
        " “Save as a view” keeps yours",
    ),
    "reckoning": Text("计算中…", "Reckoning…"),
    "view_back": Text("恢复默认", "Back to the default"),
    "view_touched": Text(
        "和默认不同：列、排序、筛选、分组或外观按你上次离开时的样子",
        "Not as it opens by itself: columns, order, filter, groups or looks are as you left them",
    ),
    "view_changed": Text("有未保存到视图的改动", "Changed since the view was saved"),
    "view_gone": Text(
        "这个视图已删除或不对你开放，现在显示默认视图", "This view is gone or not open to you; this is the default one"
    ),
    "address_astray": Text(
        "网址里有这张表没有、或不对你开放的内容，没有用上：{parts}",
        "The address names what isn't here or isn't open to you; left out: {parts}",
    ),
    "address_filter": Text("筛选", "filter"),
    "address_sort": Text("排序", "order"),
    "address_group": Text("分组", "groups"),
    "address_colours": Text("颜色", "colours"),
    "address_shape": Text("显示方式", "layout"),
    "view_partly": Text(
        "视图“{view}”里有你看不到的列，按这些列的筛选没有生效",
        "The view “{view}” has columns you don't see; its filters on them are left out",
    ),
}
