"""What the search box says."""

from models.kit.text import Text

WORDS = {
    "title": Text("搜索", "Search"),
    "ask": Text("搜索记录、页面、操作和帮助", "Search records, pages, actions and help"),
    "hint": Text("姓名、编号、拼音首字母、电话、页面名称", "A name, a number, pinyin initials, a phone, a page"),
    "starred": Text("收藏", "Favourites"),
    "recent": Text("最近打开", "Opened lately"),
    "pages": Text("页面", "Pages"),
    "actions": Text("操作", "Actions"),
    "help": Text("帮助", "Help"),
    "nothing": Text("没有找到“{text}”", "Nothing is called “{text}”"),
    "empty": Text(
        "打开过的页面和记录会列在这里；点页面右上角的星可以收藏",
        "Pages and records you open are listed here; the star at the top keeps one",
    ),
    "looking": Text("正在查找…", "Searching…"),
    "more": Text("在“{label}”里查找全部", "All of them in “{label}”"),
    "late": Text(
        "内容太多，这些表没有查完，请到表里查找：{labels}",
        "Too much to look through; search in the table itself: {labels}",
    ),
    "failed": Text("暂时查不了，请稍后再试", "It can't be searched at the moment; try again in a while"),
    "keys": Text(
        "↑ ↓ 选择　Enter 打开　Ctrl+Enter 在新标签页打开　Esc 关闭",
        "↑ ↓ to choose · Enter opens · Ctrl+Enter in a new tab · Esc closes",
    ),
    "close": Text("关闭", "Close"),
    "star": Text("收藏这一页", "Keep this page as a favourite"),
    "unstar": Text("取消收藏", "Take it off the favourites"),
}
PLACES, HERE = Text("收藏和最近打开", "Favourites and opened lately"), Text("首页", "Home")
NEW, IMPORT = Text("新增{record}", "New: {record}"), Text("导入{record}", "Import: {record}")
ON_ROW = Text("在“{record}”里选中一行", "On a row of “{record}”")
VIEW = Text("视图 · {record}", "View · {record}")
OVERVIEW = Text("{area}概览", "{area}: overview")
