"""What the keyboard page of a grid says of each key."""

from models.kit.text import Text

KEYS = {
    "keys_title": Text("键盘", "Keyboard"),
    "keys_moving": Text("移动", "Moving"),
    "keys_selecting": Text("选择", "Selecting"),
    "keys_editing": Text("录入", "Editing"),
    "keys_rows": Text("行和查找", "Rows and finding"),
    "keys_space": Text("空格", "Space"),
    "keys_click": Text("单击", "click"),
    "key_arrows": Text("上下左右；加 Ctrl 跳到内容的尽头", "One cell on; with Ctrl to the end of what is filled"),
    "key_within": Text("在选区里逐格走，加 Shift 反向", "From cell to cell in the selection; Shift the other way"),
    "key_all_rows": Text(
        "按两次：勾选筛选出的全部行；Esc 取消", "Pressed twice: tick all rows the filter leaves; Esc takes it back"
    ),
    "key_over": Text("录入时：填进整个选区", "While typing: into all that is selected"),
    "key_enter": Text("下一格；Tab 右一格，加 Shift 反向", "Down; Tab goes right, Shift the other way"),
    "key_page": Text("翻一屏", "A screen on"),
    "key_home": Text(
        "行首、行尾；加 Ctrl 到第一行、最后一行", "Start and end of the row; with Ctrl the first and last row"
    ),
    "key_shift": Text("扩大选区", "Make the selection larger"),
    "key_all": Text("全选", "Select all"),
    "key_line": Text("选中整行；Ctrl+空格选中整列", "Select the row; Ctrl+Space the column"),
    "key_more": Text("再选一个区域", "Select one more range"),
    "key_f2": Text("修改这一格，光标在末尾", "Edit the cell, at its end"),
    "key_list": Text("打开选项、日历", "Open the list or calendar"),
    "key_delete": Text("清空", "Empty"),
    "key_today": Text("今天；加 Shift 填现在", "Today; with Shift this moment"),
    "key_down": Text("向下填充；Ctrl+R 向右", "Fill down; Ctrl+R right"),
    "key_clip": Text("复制、剪切、粘贴", "Copy, cut, paste"),
    "key_undo": Text("撤销；Ctrl+Y 重做", "Undo; Ctrl+Y does it again"),
    "key_find": Text("搜索", "Search"),
    "key_replace": Text("查找和替换", "Find and replace"),
    "key_panel": Text("在侧栏里看这一行", "See the row beside the grid"),
    "key_comment": Text("评论这一格", "Comment on the cell"),
    "key_menu": Text("这一格可以做的", "What can be done with the cell"),
    "key_zoom": Text("放大、缩小、还原；也可以 Ctrl+滚轮", "Larger, smaller, as it was; or Ctrl with the wheel"),
    "key_leave": Text("退一步；再按 Tab 离开表格", "One step back; Tab then leaves the grid"),
    "key_this": Text("这一页", "This page"),
}
