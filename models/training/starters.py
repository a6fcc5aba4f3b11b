"""What the staff of health-food shops is usually taught, which posts must have passed it, and how one rises."""

from ..kit.declare.starters import Starter
from .courses import Course
from .ladder import LadderStep
from .records import CourseRequirement

# name, category, hours, shown by, pass score, valid months, content; the posts that must pass it and within how many days
COURSES = (
    (
        "食品安全与保健食品经营规范",
        "quality",
        4,
        "exam",
        80,
        12,
        "进货查验、标签标识、专区专柜、广告禁用语、停售与召回",
        ("店长", "店员"),
        15,
    ),
    ("营养学基础", "nutrition", 6, "exam", 70, 24, "七大营养素、各年龄段需求、常见不足", ("店长", "店员"), 60),
    (
        "主推商品知识",
        "product",
        4,
        "exam",
        80,
        6,
        "蓝帽子功能范围、适宜与不适宜人群、食用方法、同类比较",
        ("店长", "店员"),
        30,
    ),
    (
        "门店每日流程",
        "daily",
        2,
        "practical",
        80,
        None,
        "开店、早会、补货、交接班、打烊、日销售填报",
        ("店长", "店员"),
        7,
    ),
    (
        "顾客沟通与需求询问",
        "communication",
        3,
        "practical",
        75,
        None,
        "先问后荐、老年顾客沟通、隐私与联系同意",
        ("店员",),
        30,
    ),
    ("合规销售话术", "sales", 3, "exam", 90, 12, "能说与不能说、疗效用语红线、情景演练", ("店长", "店员"), 30),
    ("会员服务与积分兑换", "service", 2, "practical", 75, None, "入会、积分、兑换、生日关怀", ("店员",), 30),
    ("投诉处理", "service", 3, "practical", 75, 24, "受理、安抚、时限、赔付权限、职业索赔识别", ("店长",), 30),
    ("消防与用电安全", "safety", 2, "attendance", 0, 12, "器材使用、疏散、用电检查", ("店长", "店员"), 30),
    ("店长经营管理", "daily", 8, "exam", 70, None, "指标分解、排班、盘点、巡店自查、团队带教", ("店长",), 90),
)
NAMES = ("name", "category", "hours", "evidence", "pass_score", "valid_months", "content")
# From which position to which, after how many months, with what mean score.
LADDER = (
    ("店员", "资深店员", 6, 75),
    ("资深店员", "副店长", 6, 80),
    ("副店长", "店长", 6, 85),
    ("店长", "区域经理", 24, 88),
)
ASKED = ("from_position", "to_position", "months", "score")

STARTERS = (
    Starter(
        Course,
        tuple(
            {"code": f"KC{at:02d}", "audience": list(course[7]), **dict(zip(NAMES, course, strict=False))}
            for at, course in enumerate(COURSES, 1)
        ),
        (
            (
                CourseRequirement,
                tuple(
                    {"course": course[0], "position": post, "within_days": course[8]}
                    for course in COURSES
                    for post in course[7]
                ),
            ),
        ),
    ),
    Starter(LadderStep, tuple(dict(zip(ASKED, step, strict=True)) for step in LADDER)),
)
