"""What is said of complaints."""

from ..kit import Text

NEEDS_BATCH = Text(
    "质量类投诉必须填写商品和批号，以便追溯", "A quality complaint needs product and batch, so that it can be traced"
)
IS_CLOSED = Text("{no} 已关闭，要修改请先重新打开", "{no} is closed; reopen it to change it")
ONLY_NEW = Text(
    "{no} 已在处理，不能删除；重复的请用“并单”", "{no} is being handled and can't be deleted; merge a duplicate"
)
CRITICAL = Text("重大投诉 {no}：{what}", "Critical complaint {no}: {what}")
YOURS = Text("工单 {no} 派给了你，请于 {due} 前处理完", "{no} is yours; it is due by {due}")
NOT_APPROVED = Text(
    "赔付 {amount} 还没有批准，不能{what}", "The compensation of {amount} isn't approved, so this can't be {what}"
)
SETTLING, CLOSING = Text("解决", "resolved"), Text("关闭", "closed")
WAITS = Text("{no} 赔付 {amount} 待审批", "{no}: compensation of {amount} waits for approval")
PROBLEM = Text("投诉 {no}：{what}", "Complaint {no}: {what}")
