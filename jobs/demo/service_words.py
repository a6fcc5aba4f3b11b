"""The words of the demo's customer service: what customers say, what was found out and done, what surveys ask, what is held."""

# category, what was said, cause, the cause in words, what was done
COMPLAINTS = (
    (
        "quality",
        "蛋白粉打开后结块，有异味，怀疑受潮",
        "expiry",
        "门店仓库靠墙堆放，梅雨季受潮",
        "同批号下架复检，给顾客换货并致歉",
    ),
    ("quality", "鱼油软胶囊粘连成团", "expiry", "夏季运输途中温度过高", "换货，通知物流改用保温箱"),
    ("quality", "钙片瓶盖内封膜破损", "product", "包装线封口温度偏低", "退货，已要求供应商排查封口工序"),
    (
        "quality",
        "服用后肠胃不适，要求说明",
        "misunderstanding",
        "空腹服用，未按说明随餐",
        "电话讲解服用方法，送检同批留样合格",
    ),
    (
        "service",
        "店员推荐时说能治高血压",
        "wording",
        "新员工讲解超出保健功能范围",
        "店长致歉并退款，员工重新培训广告法",
    ),
    ("service", "排队结账等了二十分钟没人理", "attitude", "高峰期只开一个收银台", "致歉并赠小礼品，调整高峰排班"),
    ("service", "积分没有到账，问了两次没有结果", "process", "收银时漏刷会员卡", "补登积分并致歉"),
    ("service", "电话咨询态度生硬", "attitude", "员工当班情绪不佳", "致歉，列入当月服务复训"),
    ("delivery", "送货晚了两天也没有通知", "courier", "站点爆仓，未主动告知", "致歉并补偿运费券"),
    ("delivery", "箱子压坏，里面一瓶破了", "courier", "外箱强度不足，中转挤压", "当天补发，向承运商索赔"),
    ("price", "价签 89 元，结账收 99 元", "price", "促销结束后价签没有及时更换", "退差价并按承诺补偿，全店核对价签"),
    ("price", "网店和门店价格不一样", "misunderstanding", "顾客看到的是网店限时价", "说明活动规则，顾客接受"),
    ("other", "促销短信太频繁", "process", "未按退订名单剔除", "已退订并更新名单"),
)
ENQUIRIES = (
    ("service", "咨询积分什么时候到期、怎样兑换", "积分按入账满一年到期，已告知兑换方式"),
    ("service", "咨询银卡升金卡的条件", "已说明等级规则和目前差额"),
    ("quality", "咨询益生菌要不要冷藏、能不能和抗生素同服", "已说明储存条件，建议间隔两小时并遵医嘱"),
    ("delivery", "咨询能否送货到小区", "已登记，次日送达"),
    ("other", "咨询健康讲座的时间和报名方式", "已报名"),
    ("price", "咨询团购二十盒的价格", "已转大客户专员报价"),
)
SUGGESTIONS = ("希望门店早上八点就开门", "建议会员日提前发短信", "希望增加小包装试用", "建议休息区加几把椅子")

# question, in English, kind, options, required
QUESTIONS = (
    ("您对店员的服务满意吗？", "How content are you with our staff?", "score", None, True),
    ("您对商品质量满意吗？", "How content are you with our goods?", "score", None, True),
    ("您有多大可能把我们推荐给亲友？", "How likely are you to recommend us?", "nps", None, True),
    ("您最常买哪一类商品？", "What do you buy most?", "single", ["保健食品", "滋补品", "健康食品", "花草茶饮"], True),
    ("您希望我们改进什么？", "What should we do better?", "text", None, False),
)
WISHES = (
    "多搞些健康讲座",
    "价格再优惠一点",
    "店里可以更宽敞",
    "服务很好，继续保持",
    "积分换的礼品多些花样",
    "送货希望提前打电话",
)
# code, title, title in English, what greets, days ago it began, days it runs, how many of a hundred answered, mood (0 to 1)
SURVEYS = (
    (
        "WJ00",
        "上年度会员满意度调查",
        "Members' satisfaction, the year before",
        "感谢您一直以来的支持，请告诉我们这一年做得怎么样。",
        415,
        120,
        62,
        0.68,
    ),
    (
        "WJ01",
        "上半年会员满意度调查",
        "Members' satisfaction, first half",
        "感谢您一直以来的信任，请用两分钟告诉我们哪里做得好、哪里要改。",
        290,
        150,
        62,
        0.72,
    ),
    ("WJ02", "秋季到店体验调查", "Autumn store visits", "谢谢您光临，您的意见会直接送到店长手里。", 130, 150, 38, 0.8),
)

# kind, what it is called, places, budget
ACTIVITIES = (
    ("lecture", "秋冬心脑血管健康讲座", 30, 800),
    ("clinic", "免费血压血糖检测日", 40, 500),
    ("tasting", "滋补养生茶品鉴会", 20, 600),
    ("lecture", "骨骼健康与补钙讲座", 30, 800),
    ("party", "会员生日会", 24, 1500),
    ("outing", "原料基地参观一日游", 36, 4200),
    ("clinic", "骨密度检测与营养师咨询", 24, 1200),
    ("tasting", "新品益生菌体验会", 20, 600),
)
SUMMARIES = (
    "现场气氛好，多人当场复购",
    "到场略少于报名，下次提前一天电话提醒",
    "讲师受欢迎，建议每季一次",
    "天气不好影响到场，改期两人",
)
