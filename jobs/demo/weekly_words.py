"""What the demo company wants its figures to reach, and what is said about them in its weekly meetings."""

# The whole company's, from the first closed week on.
AIMS = (
    ("complaints_in_time", "95"),
    ("store_qsc", "96"),
    ("quality_pass_rate", "98"),
    ("delivery_on_time", "75"),
    ("online_refund_rate", "5"),
)
# So much of what they came to twelve weeks before the last one.
GROWING = (("member_sales", "1.02"), ("online_sales", "1.03"), ("store_visits", "1"), ("key_account_amount", "1"))
IN_STORES = ("member_sales", "online_sales")

ANSWERS = {
    "target": (
        ("促销结束后客流回落，连续三天下雨", "周末追加会员日，店长每天回访 20 名老会员"),
        ("主销品断货两天", "安全库存提高到 14 天，供应商改为每周两送"),
        ("当班少一人，高峰时流失", "调整排班，高峰增加一名机动人员"),
    ),
    "stores": (
        ("几家店同一周做盘点，营业时间缩短", "盘点错开安排，每周不超过两家"),
        ("同一款主推品几家店同时缺货", "物流周三加送一趟，店间先调拨"),
    ),
    "usual": (
        ("节日前后波动，比平常集中", "按节日节奏看，两周后复核"),
        ("一笔大单集中入账", "大单单独列示，不影响日常判断"),
    ),
    "worse": (
        ("上月活动透支需求", "本月改为满减，按周复盘"),
        ("新员工不熟悉流程", "安排带教，两周后复查"),
    ),
    "low": (
        ("节后淡季，且同商圈新开一家竞店", "做社区义诊和老会员唤醒，两周内见效"),
        ("拜访计划没有排满", "每周一定拜访名单，周五核对"),
    ),
    "high": (
        ("承运商临时换车，时间窗没有重新约定", "改用固定车辆，发车前一天确认"),
        ("历史问题集中清理", "下周起恢复正常，逐件跟踪到关闭"),
    ),
    "missing": (
        ("店长轮休，交接时漏报", "设代报人，晚上九点前在群里核对"),
        ("系统升级当晚没有补录", "次日补齐，列入店长日清单"),
    ),
}
COMMENTS = (
    ("stores", "高新两家店连续三周领先，做法写成案例发给各店"),
    ("stores", "客单价靠组合装拉动，注意毛利"),
    ("members", "生日礼领取率上来了，短信改为提前三天发"),
    ("members", "沉睡会员唤醒以电话为主，效果好于短信"),
    ("service", "投诉集中在送货时间，和物流对一次时间窗"),
    ("ecommerce", "推广花费涨得比成交快，下周压缩低效计划"),
    ("ecommerce", "退款率平稳，差评主要说包装"),
    ("quality", "两家供应商的报告快到期，已催"),
    ("logistics", "南线周五总是晚到，考虑调整线路顺序"),
    ("key_accounts", "年货团购进入报价期，样品要提前备好"),
    ("franchise", "加盟店陈列不统一，辅导时带上照片对比"),
    ("promotions", "会员日效果明显，买赠类拉动有限"),
    ("training", "合规话术考试通过率提高，继续每月抽考"),
)
# area, what was decided, whose account
DECISIONS = (
    ("stores", "下周起各店晚上九点前报日销售，由督导核对", "stores"),
    ("members", "本月完成 300 名沉睡会员电话回访", "members"),
    ("logistics", "南线改为先送高新再送双流，试行两周", "logistics"),
    ("ecommerce", "关停产出比低于 5 的推广计划", "ecommerce"),
    ("quality", "对不合格两次的供应商做一次飞行检查", "quality"),
    ("service", "重大投诉当天由店长上门回访", "members"),
)
WORK = {"service": "members"}  # whose work it is: members and service are one desk
CORRECTED = "周三销售误录两遍，按收银日结更正"
