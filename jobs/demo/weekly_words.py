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

# What is said of a figure that fell short, by area: causes and measures that are that area's own.
ANSWERS = {
    "members": (
        ("入会礼领完没有及时补", "补齐入会礼，每店每天邀请 3 位新客入会"),
        ("老会员电话回访排得少", "每位店员每天回访 5 名沉睡会员，周五核对"),
    ),
    "service": (
        ("两件投诉等供应商答复，超过了时限", "供应商 24 小时不答复就先赔付，再向供应商追偿"),
        ("晚上没有人受理，次日才派单", "值班手机排到晚上九点，接到就派"),
    ),
    "promotions": (
        ("物料晚到两天，门店布置没跟上", "物料改为开始前五天到店，到店拍照确认"),
        ("满减门槛偏高，顾客凑不够", "门槛降到平均客单的 1.2 倍，下周看参与人数"),
    ),
    "coupons": (("券发得多，提醒得晚", "到期前三天提醒一次，收银时主动问"),),
    "training": (
        ("新员工集中入职，课排不过来", "合规话术每周加开一场，其余用线上测验补"),
        ("两场培训和盘点撞期", "培训表和盘点计划一起排，提前两周公布"),
    ),
    "key_accounts": (
        ("两家企业的年货单推迟到下月", "本周上门确认交期和样品，报价有效期延到月底"),
        ("拜访计划没有排满", "每周一定拜访名单，周五核对"),
    ),
    "quality": (
        ("供应商的报告交得晚", "到期前三十天催办，没交的批次先不配送"),
        ("检查人轮休，没有人代", "每项检查设代检人，由区域经理每天核对"),
    ),
    "ecommerce": (
        ("主推款缺货两天，推广还在投", "库存不够三天的停投，补货后再开"),
        ("快递停运一天，发货往后推", "加一家备用快递，大促前约定揽收时间"),
    ),
    "logistics": (
        ("承运商临时换车，时间窗没有重新约定", "改用固定车辆，发车前一天确认"),
        ("南线堵车，最后两家店晚到", "南线提前半小时发车，先送高新再送双流"),
    ),
    "replenishment": (("要货单集中在周五提交，拣不过来", "按区域错开要货日，周二、周四各截一次单"),),
    "stores": (
        ("当班少一人，高峰时流失", "调整排班，高峰增加一名机动人员"),
        ("连续三天下雨，进店少了一成多", "雨天主推送货上门，店长每天回访 20 名老会员"),
        ("同一款主推品几家店同时缺货", "物流周三加送一趟，店间先调拨"),
    ),
    "tills": (("交班时漏传一班小票", "交班清单加一项“小票已上传”，次日十点前核对"),),
    "franchise": (
        ("两家加盟商的管理费晚交", "逾期三天由督导上门，连续两个月的计入考核"),
        ("加盟店陈列整改拖延", "辅导时带照片对比，当场定下整改日期"),
    ),
    "department": (
        ("审批人出差，单据积压", "出差前设好代办人"),
        ("任务集中在月底到期", "周会上逐条定日期，拆到每周"),
    ),
}
# Where an area's figures are of different work: by how the figure's name begins, these come first.
NARROWER = (
    ("rectif", (("要换的配件等厂家排期", "厂家三天不到的请本地维修，修好拍照，下次巡店复核"),)),
    ("store_visits", (("督导带新店，巡店排得少", "每人每周两次巡店排进日历，区域经理周五核对"),)),
    ("store_qsc", (("临期品和价签两项失分多", "开门前按清单自查，店长每天抽查五处"),)),
    ("survey_responses", (("收银时没有人邀请顾客扫码", "小票印上二维码，店员当面邀请"),)),
    ("activit", (("活动通知只发了一遍", "开始前一天逐个提醒报名的人"),)),
    ("franchise_overdue", (("两家加盟商的管理费晚交", "逾期三天由督导上门，连续两个月的计入考核"),)),
    ("online_re", (("详情页没写清适宜人群", "第一屏写明适宜和不适宜人群，发货前客服核对"),)),
    ("online_after", (("一批礼盒运输中压坏", "礼盒加护角，快递按件投保"),)),
    ("stock", (("两个货位的实物和账面没有对上", "货位贴码，拣货扫码，周五循环盘点"),)),
    ("quality_pass", (("同一供应商连着两批不合格", "停配这家的货，派人到厂查一次"),)),
)
# What went better than expected, and what was not handed in, is said alike everywhere.
BETTER = (
    ("活动带动，比平常多", "活动结束后再看两周，平稳了再调目标"),
    ("上周推迟的集中到本周办完", "按一次性处理，目标不变"),
)
MISSING = (
    ("店长轮休，交接时漏报", "设代报人，晚上九点前在群里核对"),
    ("系统升级当晚没有补录", "次日补齐，列入店长日清单"),
)
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
