"""What a complaint may be: its kinds, severities, sources, causes and states."""

from ..kit import Choice

KINDS = (
    Choice("complaint", "投诉", "Complaint", "negative"),
    Choice("enquiry", "咨询", "Enquiry", "info"),
    Choice("suggestion", "建议", "Suggestion", "positive"),
)
CATEGORIES = (
    Choice("quality", "质量", "Quality", "negative"),
    Choice("service", "服务", "Service", "warning"),
    Choice("delivery", "配送", "Delivery", "info"),
    Choice("price", "价格", "Price", "info"),
    Choice("other", "其他", "Other"),
)
SEVERITIES = (
    Choice("normal", "一般", "Normal", "info", ("普通",)),
    Choice("serious", "严重", "Serious", "warning"),
    Choice("critical", "重大", "Critical", "negative"),
)
SOURCES = (
    Choice("store", "门店", "Store"),
    Choice("phone", "电话", "Phone"),
    Choice("online", "网店", "Online shop"),
    Choice("wechat", "微信", "WeChat"),
    Choice("key_account", "大客户", "Key account"),
    Choice("authority", "12315 平台", "Market regulator (12315)"),
    Choice("platform", "黑猫投诉", "Complaint platform"),
)
CAUSES = (
    Choice("product", "产品缺陷", "Product defect"),
    Choice("expiry", "效期与储存", "Expiry or storage"),
    Choice("attitude", "服务态度", "Attitude"),
    Choice("wording", "宣传或讲解不当", "Wrong claims"),
    Choice("process", "流程差错", "Process error"),
    Choice("courier", "物流破损延误", "Courier"),
    Choice("price", "价签与收银差错", "Price or till error"),
    Choice("misunderstanding", "顾客误解", "Misunderstanding"),
    Choice("other", "其他", "Other"),
)
STATES = (
    Choice("new", "新建", "New", "info"),
    Choice("assigned", "已派单", "Assigned", "info"),
    Choice("working", "处理中", "In progress", "warning"),
    Choice("waiting", "等待客户", "Waiting for the customer", "grey"),
    Choice("resolved", "已解决", "Resolved", "positive"),
    Choice("called_back", "已回访", "Called back", "positive"),
    Choice("closed", "已关闭", "Closed", "grey"),
    Choice("reopened", "重新打开", "Reopened", "negative"),
    Choice("merged", "已并单", "Merged", "grey"),
)
COMPENSATION_STATES = (
    Choice("none", "无需审批", "No approval needed", "grey"),
    Choice("waiting", "待审批", "Waiting for approval", "warning"),
    Choice("approved", "已批准", "Approved", "positive"),
    Choice("rejected", "未批准", "Rejected", "negative"),
)

RUNNING = ("new", "assigned", "working", "reopened")
OPEN = (*RUNNING, "waiting")
