"""What columns made in the browser choose from: where they stand, who sees them, the colours of their options."""

from ..kit.fields import Choice

STATES = (
    Choice("active", "在用", "In use", "positive"),
    Choice("removed", "已删除", "Removed", "warning"),
    Choice("cleared", "已清空", "Cleared", "grey"),
    Choice("declared", "已写进程序", "In the program", "info"),
)
SEEN_BY = (
    Choice("keepers", "能修改这张表的人", "Who may edit the table", "info"),
    Choice("all", "看得到这张表的人", "Who sees the table", "positive"),
)
TONES = (
    Choice("grey", "灰", "Grey", "grey"),
    Choice("info", "蓝", "Blue", "info"),
    Choice("positive", "绿", "Green", "positive"),
    Choice("warning", "橙", "Orange", "warning"),
    Choice("negative", "红", "Red", "negative"),
)
