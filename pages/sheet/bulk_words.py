"""The sentences of changing many rows at once, and of find and replace."""

from models.kit.text import Text

BULK = {
    "bulk": Text("批量修改", "Change many"),
    "bulk_of": Text("批量修改 · {record}", "Change many: {record}"),
    "find_replace": Text("查找和替换", "Find and replace"),
    "find_replace_of": Text("查找和替换 · {record}", "Find and replace: {record}"),
    "bulk_rows": Text("改哪些行", "Which rows"),
    "bulk_ticked": Text("勾选的 {n} 行", "The {n} ticked rows"),
    "bulk_selected": Text("选中单元格所在的 {n} 行", "The {n} rows of the selected cells"),
    "bulk_filtered": Text("筛选出的全部 {n} 行", "All {n} rows the filter leaves"),
    "bulk_all": Text("全部 {n} 行", "All {n} rows"),
    "bulk_column": Text("哪一列", "Column"),
    "bulk_all_columns": Text("所有可修改的列", "All columns that can be changed"),
    "bulk_columns_here": Text("选中的 {n} 列", "The {n} selected columns"),
    "bulk_how": Text("怎样改", "How"),
    "how_set": Text("都改为", "Set to"),
    "how_clear": Text("清空", "Clear"),
    "how_add": Text("加上（减去写负数）", "Add (minus to take off)"),
    "how_add_days": Text("往后移几天（往前写负数）", "Move by days (minus for earlier)"),
    "how_times": Text("乘以（可写 105%）", "Multiply by (105% will do)"),
    "how_replace": Text("替换其中的文字", "Replace part of the text"),
    "how_tag": Text("加标签", "Add tags"),
    "how_untag": Text("去掉标签", "Take tags off"),
    "bulk_value": Text("内容", "Value"),
    "replace_find": Text("查找", "Find"),
    "replace_with": Text("替换为", "Replace with"),
    "replace_whole": Text("整个单元格内容相同才算", "Match the whole cell"),
    "replace_case": Text("区分大小写", "Match case"),
    "replace_width": Text("区分全角半角", "Match full and half width"),
    "bulk_preview": Text("预览", "Preview"),
    "bulk_go": Text("修改 {n} 行", "Change {n} rows"),
    "bulk_none": Text("没有需要改的行", "No row would change"),
    "bulk_will": Text("共 {asked} 行，会改 {n} 行", "Of {asked} rows, {n} would change"),
    "bulk_refusing": Text(
        "有 {n} 处不能这样改，会跳过，保持原样：", "{n} refuse; they are skipped and stay as they are:"
    ),
    "bulk_refusing_more": Text("至少 {n} 行不能这样改，请缩小范围：", "At least {n} rows refuse; choose fewer rows:"),
    "bulk_tried": Text(
        "行数多，业务规则先试了前 {n} 行；其余的在修改时检查，不能改的会跳过并列出",
        "As there are many, the rules were asked of the first {n} rows; the others are checked as they are changed, and "
        "those that refuse are skipped and listed",
    ),
    "bulk_reason": Text("更正原因（改已锁定的行要写）", "Reason (for rows that are locked)"),
    "bulk_done": Text("已改 {n} 行，可撤销", "{n} rows changed; this can be undone"),
    "bulk_done_left": Text("已改 {n} 行，跳过 {left} 处", "{n} rows changed, {left} skipped"),
    "bulk_left_title": Text("跳过的 {n} 处", "{n} skipped"),
    "bulk_nothing_here": Text("这里没有你可以批量修改的列", "There is nothing here that you may change in bulk"),
}
