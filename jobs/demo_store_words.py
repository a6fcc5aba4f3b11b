"""What the demo's stores are checked for, how a store is opened, and what people say about it."""

EVENTS = ("大雨", "周末会员日", "商圈停电两小时", "社区义诊", "门口修路", "高温")
# section, item, full points, severity, how
CHECKLIST = (
    ("q", "商品无过期、临期有标识", 10, "critical", "抽查 20 个单品的生产日期"),
    ("q", "保健食品专区专柜、提示语醒目", 8, "critical", "看专区标识和“保健食品不是药物”提示"),
    ("q", "冷藏设备温度记录完整", 8, "serious", "看近 7 天记录，现场测温"),
    ("q", "证照公示齐全有效", 8, "critical", "营业执照、食品经营许可证、健康证"),
    ("q", "价签与商品一致", 5, "normal", "抽查 10 个价签"),
    ("q", "宣传无疗效用语", 8, "critical", "看海报、价签、话术卡"),
    ("s", "主动问候并介绍会员", 6, "normal", "站在门口观察三位顾客"),
    ("s", "投诉登记并按时回访", 8, "serious", "查投诉本与回访记录"),
    ("s", "员工仪容仪表与工牌", 4, "normal", "现场看"),
    ("s", "积分兑换规则张贴", 4, "normal", "收银台旁"),
    ("c", "地面货架清洁", 5, "normal", "手摸货架三处"),
    ("c", "仓库 5S", 5, "normal", "离地离墙、分类码放"),
    ("c", "消防通道畅通", 10, "critical", "通道和出口无堆放"),
    ("c", "灭火器在有效期内", 6, "serious", "看压力表和检验标签"),
)
REMARKS = ("标识脱落", "记录缺 2 天", "现场整改", "堆放纸箱", "价签未更换", "积灰明显", "员工未戴工牌", "限期三天整改")
MEASURES = ("已清理并拍照", "补齐记录，专人每日填写", "重新打印张贴", "更换并培训当班员工", "已搬离，划线管理")
# phase, task, department, working days before, takes, required by law, budget
OPENING = (
    ("team", "成立筹备小组，指定负责人", "stores", 40, 2, False, 0),
    ("plan", "筹备计划与预算批准", "finance", 38, 3, False, 0),
    ("licence", "营业执照", "office", 30, 10, True, 500),
    ("layout", "平面布局与装修", "support", 20, 15, False, 120000),
    ("layout", "门头招牌制作安装", "marketing", 14, 8, False, 18000),
    ("licence", "食品经营许可证（含保健食品）", "office", 12, 10, True, 800),
    ("licence", "消防检查", "support", 10, 5, True, 3000),
    ("staff", "店员到岗并办妥健康证", "people", 12, 8, True, 2000),
    ("staff", "岗前培训：营养学、流程、话术", "people", 8, 5, False, 4000),
    ("goods", "首批商品到货验收", "product", 7, 3, False, 0),
    ("goods", "收银机、保险柜、监控到位", "support", 7, 3, False, 26000),
    ("promotion", "周边竞品价格调查", "marketing", 10, 3, False, 0),
    ("promotion", "开业方案与八周促销计划", "marketing", 7, 3, False, 15000),
    ("display", "商品陈列上架", "stores", 4, 3, False, 3000),
    ("display", "明码标价、价签齐全", "stores", 2, 1, True, 500),
    ("promotion", "会员预招募 200 人", "marketing", 1, 15, False, 6000),
    ("first_week", "首周日销售通报", "stores", -5, 5, False, 0),
    ("first_week", "开业 30 天复盘", "stores", -22, 2, False, 0),
)
MEETING = "通报上周销售、客诉与巡店结果，布置本周重点。"
ACTIONS = (
    "核对两家门店的月度指标", "补做缺失的日销售", "跟进红线项整改", "更新陈列标准图", "联系供应商补货", "确认会员日物料",
    "整理客诉案例用于培训", "核查许可证到期门店", "与物流确认新线路", "完成季度市场调查",
)  # fmt: skip
SURVEYS = (
    ("邻家大药房", "蛋白粉价格", "家庭装低 8%，买二赠一", "会员价跟进，加赠试用装"),
    ("康之源健康馆", "会员活动", "每周三双倍积分，老人较多", "周三安排健康讲座"),
    ("益百年", "新品陈列", "端架主推益生菌", "益生菌移到入口端架"),
    ("养生堂社区店", "服务项目", "免费测血压、送货上门", "社区店试行代配送"),
    ("邻家大药房", "开业促销", "新店三天全场八八折", "新店预留应对预算"),
)
