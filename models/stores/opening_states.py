"""What openings and their tasks go through."""

from ..kit import Choice

OPENING_STATES = (
    Choice("preparing", "筹备中", "Preparing", "info"),
    Choice("ready", "可开业", "Ready to open", "positive"),
    Choice("opened", "已开业", "Opened", "positive"),
    Choice("reviewed", "已复盘", "Reviewed", "grey"),
    Choice("cancelled", "已取消", "Cancelled", "grey"),
)
TASK_STATES = (
    Choice("open", "待办", "To do", "info"),
    Choice("doing", "进行中", "Under way", "warning"),
    Choice("done", "已完成", "Done", "positive", ("完成",)),
    Choice("waived", "免做", "Waived", "grey"),
)
