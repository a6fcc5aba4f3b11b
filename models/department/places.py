"""What the department's records are about: the areas of the work, and how often something may stand for a place and a month."""

from ..kit import Choice

AREAS = (
    Choice("members", "会员客服", "Members and service"),
    Choice("promotions", "促销", "Promotions"),
    Choice("training", "培训", "Training"),
    Choice("key_accounts", "大客户", "Key accounts"),
    Choice("quality", "品质控制", "Quality"),
    Choice("ecommerce", "电商", "E-commerce"),
    Choice("logistics", "物流仓储", "Logistics and warehouse"),
    Choice("stores", "门店管理", "Store management"),
    Choice("franchise", "加盟", "Franchise"),
    Choice("department", "部门管理", "Department"),
)
COST_KINDS = (
    Choice("rent", "租金", "Rent", aka=("房租",)),
    Choice("labour", "人工", "Labour", aka=("工资",)),
    Choice("gifts", "礼品", "Gifts"),
    Choice("promotion", "促销", "Promotion"),
    Choice("logistics", "物流", "Logistics"),
    Choice("training", "培训", "Training"),
    Choice("travel", "差旅", "Travel", aka=("差旅费", "交通", "住宿")),
    Choice("office", "办公", "Office", aka=("办公费", "办公用品")),
    Choice("utilities", "水电", "Utilities", aka=("水电费", "水费", "电费", "燃气费")),
    Choice("equipment", "设备", "Equipment", aka=("设备购置", "维修")),
    Choice("other", "其他", "Other"),
)
