"""The sentences of cells in hand: keys, ranges, the clipboard."""

from models.kit.text import Text

LAYER = {
    "sheet_of": Text("{record}表格", "{record} table"),
    "nothing_to_redo": Text("没有可重做的改动", "There is nothing to redo"),
    "redone": Text("已重做", "Done again"),
    "not_redone": Text("没能重做：{why}", "Not done again: {why}"),
    "range_size": Text("选中 {rows} 行 × {columns} 列", "{rows} × {columns} cells"),
    "range_count": Text("计数 {n}", "Count {n}"),
    "range_sum": Text("求和 {n}", "Sum {n}"),
    "range_average": Text("平均 {n}", "Average {n}"),
    "range_least": Text("最小 {n}", "Min {n}"),
    "range_most": Text("最大 {n}", "Max {n}"),
    "range_first": Text("最早 {n}", "First {n}"),
    "range_last": Text("最晚 {n}", "Last {n}"),
    "range_distinct": Text("不同值 {n}", "Distinct {n}"),
    "all_ticked": Text(
        "已勾选全部 {n} 行，可以批量修改、删除或办理；按 Esc 取消",
        "All {n} rows are ticked: change, delete or act on them; Esc takes it back",
    ),
    "all_ticked_part": Text(
        "一次最多勾选 {n} 行（共 {all} 行）；要改全部，请在“批量修改”里选全部行",
        "{n} rows can be ticked at a time, of {all}; to change all of them choose all rows in “Bulk change”",
    ),
    "fill_no_end": Text(
        "旁边的列下面没有内容，不知道填到哪里；请拖动填充柄",
        "The column beside holds nothing below, so there is no end to fill to; drag the handle",
    ),
    "filled_down": Text("已向下填充 {n} 行，可撤销", "{n} rows filled; this can be undone"),
    "say_cell": Text("第 {row} 行，{column}：{value}", "Row {row}, {column}: {value}"),
    "say_range": Text("选中 {rows} 行 {columns} 列", "{rows} rows by {columns} columns selected"),
    "state_pending": Text("正在保存", "being saved"),
    "state_saved": Text("已保存", "saved"),
    "state_masked": Text("已打码", "masked"),
    "clear_title": Text("清空 {cells} 格？", "Clear {cells} cells?"),
    "clear_note": Text(
        "涉及 {rows} 行，共 {cells} 格有内容。清空后可以撤销。",
        "{cells} cells with content in {rows} rows. This can be undone.",
    ),
    "clear_cells": Text("清空 {cells} 格", "Clear {cells} cells"),
    "cleared": Text("已清空 {cells} 格，可撤销", "{cells} cells cleared; this can be undone"),
    "too_many_rows": Text("一次最多改 {most} 行", "At most {most} rows at a time"),
    "too_large": Text("内容超过 20 MB，请分几次粘贴，或改用导入", "Over 20 MB; paste in parts, or import a workbook"),
    "left_locked": Text("这些列不能修改，已跳过：{fields}", "Left as they are, for they can't be edited: {fields}"),
    "rows_moved": Text("表里的行刚刚有增减，请重新选择后再试", "Rows came or went just now; select again and retry"),
    "range_many": Text("选中 {n} 个区域", "{n} ranges"),
    "one_range": Text("这样做只能选一个区域，请重新选择", "This takes one range; select again"),
    "copy_too_many": Text("一次最多复制 {most} 行，更多请用导出", "At most {most} rows can be copied; export for more"),
    "copy_fetching": Text("正在取出选中的行…", "Fetching the selected rows…"),
    "copy_failed": Text("没能复制，请重新选择", "Not copied; select again"),
    "copy_again": Text("选中的行已取好，请再按一次 Ctrl+C", "The rows are ready; press Ctrl+C once more"),
    "copied_rows": Text("已复制 {n} 行", "{n} rows copied"),
    "cell_menu": Text("这一格可以做的", "What can be done here"),
    "cut": Text("剪切", "Cut"),
    "copy_cells": Text("复制", "Copy"),
    "copy_heads": Text("连表头复制", "Copy with headers"),
    "duplicate_row": Text("复制这一行…", "Duplicate this row…"),
    "fill_down": Text("向下填充", "Fill down"),
    "filter_by_value": Text("只看这个值", "Only this value"),
    "filter_without": Text("不看这个值", "Without this value"),
    "open_page": Text("打开记录", "Open the record"),
    "row_history": Text("修改历史", "History"),
    "comment_cell": Text("评论这一格", "Comment on this cell"),
    "why_locked": Text("为什么不能改", "Why can't I edit this"),
    "paste_by_key": Text(
        "浏览器不让页面读剪贴板，请按 Ctrl+V 粘贴", "The browser doesn't let the page read the clipboard; press Ctrl+V"
    ),
    "paste": Text("粘贴", "Paste"),
    "paste_title": Text("粘贴 {rows} 行 × {columns} 列", "Paste {rows} rows × {columns} columns"),
    "paste_over": Text("覆盖现有的 {n} 行", "{n} rows are overwritten"),
    "paste_added": Text("在末尾新增 {n} 行", "{n} rows are added"),
    "paste_beyond": Text(
        "右边多出的 {n} 列没有地方放，不会粘贴", "{n} columns on the right don't fit and are left out"
    ),
    "paste_all_or_nothing": Text(
        "只要有一格不对，就整批不保存，并列出原因；粘贴后可以一步撤销",
        "One bad cell and nothing is saved, with the reasons listed; one undo takes it all back",
    ),
    "paste_locked": Text("粘贴的范围里有不能修改的列：", "Some columns in this range can't be edited:"),
    "paste_leave_out": Text("跳过这些列，粘贴其余的", "Leave these columns out and paste the rest"),
    "paste_locked_stop": Text(
        "这些列不能粘贴；请勾选跳过，或取消", "These columns can't take it; leave them out, or cancel"
    ),
    "paste_more": Text("……另有 {n} 行", "… and {n} more rows"),
    "paste_working": Text("正在处理，请稍候…", "Working…"),
    "paste_no_adding": Text(
        "下面少 {n} 行，而你的角色不能新增行", "{n} rows too few below, and your role may not add any"
    ),
    "pasted": Text("已粘贴，改了 {changed} 行", "Pasted; {changed} rows changed"),
    "pasted_added": Text("已粘贴，新增了 {added} 行", "Pasted; {added} rows added"),
    "pasted_both": Text(
        "已粘贴，改了 {changed} 行，新增了 {added} 行", "Pasted; {changed} rows changed, {added} added"
    ),
    "pasted_same": Text("粘贴的内容和表里一样，没有改动", "What was pasted stands there already; nothing changed"),
    "zoom": Text("缩放", "Zoom"),
    "zoom_title": Text(
        "表格的缩放（Ctrl+滚轮、Ctrl+加号、Ctrl+减号）", "Size of the cells (Ctrl with the wheel, plus or minus)"
    ),
    "apart_title": Text("粘贴一段消息，自动填写", "Paste a message to fill the fields"),
    "apart_hint": Text(
        "例如：张姐 13812345678 要阿胶糕 送锦江区一环路8号 周五前",
        "Such as: Ms Zhang 13812345678 wants a cake, to 8 Yihuan Road, by Friday",
    ),
    "apart_do": Text("填到下面", "Fill in below"),
    "apart_from": Text("取自“{text}”", "From “{text}”"),
    "apart_done": Text("填了 {n} 栏，请核对后再保存", "{n} fields filled in; check them before saving"),
    "apart_rest": Text("没有用上：{text}", "Not used: {text}"),
    "apart_nothing": Text("没有认出可以填的内容", "Nothing in it could be told"),
    "auto_number": Text("留空自动编号", "Left empty, it is numbered by itself"),
    "blank_row": Text("在此填写或粘贴新行", "Type or paste new rows here"),
    "blank_lacks": Text("新行还没有保存，还要填：{fields}", "The new row is not saved yet; it lacks {fields}"),
    "faults_title": Text("有 {n} 处不对，没有保存", "{n} faults, nothing was saved"),
    "faults_more": Text("另有 {n} 处没有列出", "{n} more are not listed"),
    "nothing_applied": Text(
        "这一批都没有保存。可以在下面直接改正，也可以跳过不对的，或者都不保存。",
        "Nothing of this batch was saved. Correct it right here, leave out what is wrong, or save nothing.",
    ),
    "row": Text("行", "Row"),
    "column": Text("列", "Column"),
    "content": Text("内容", "Content"),
    "reason": Text("原因", "Reason"),
    "leave_out_bad": Text("跳过这 {n} 处，保存其余的", "Leave these {n} out, save the rest"),
    "left_out_bad": Text(
        "已保存 {rows} 行，跳过了 {cells} 处不对的内容，可一步撤销",
        "{rows} rows saved, {cells} faults left out; one undo takes it back",
    ),
    "nothing_left": Text("去掉不对的内容后没有剩下可保存的", "Without the faults there is nothing left to save"),
    "mended": Text("已改好，重新保存", "Mended, save again"),
    "overwrite": Text("仍用我的覆盖", "Overwrite with mine"),
    "got_it_close": Text("知道了", "Got it"),
}
