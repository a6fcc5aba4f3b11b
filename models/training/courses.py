"""Courses 课程: what is taught, and what it takes to pass."""

from ..kit import (
    Choice,
    ChoiceField,
    CountField,
    LineField,
    NoteField,
    Param,
    PinyinField,
    QuantityField,
    Record,
    Sheet,
    TagsField,
    Text,
)

COURSE_CATEGORIES = (
    Choice("nutrition", "营养学", "Nutrition"),
    Choice("daily", "日常流程", "Daily workflow"),
    Choice("communication", "顾客沟通", "Communication"),
    Choice("service", "服务技巧", "Service"),
    Choice("sales", "销售话术", "Sales talk"),
    Choice("product", "商品知识", "Products"),
    Choice("safety", "安全", "Safety"),
    Choice("quality", "品质", "Quality"),
)
EVIDENCE = (
    Choice("exam", "笔试", "Written test"),
    Choice("practical", "实操考核", "Practical check"),
    Choice("attendance", "签到", "Attendance"),
    Choice("certificate", "外部证书", "Outside certificate"),
)
COURSE_STATES = (Choice("on", "启用", "In use", "positive"), Choice("off", "停用", "Out of use", "grey"))
EXPIRING_DAYS = Param("training_expiring_days", "证书到期提醒（天）", "Certificates: days of warning", 30)


class Course(Record):
    """Something people are taught, and how it is shown that they learned it."""

    code = LineField("课程编号", "Course code", unique=True, max_length=20, width=100, aka=("编号",))
    name = LineField("课程名称", "Course", unique=True, max_length=80, width=180, aka=("课程",))
    name_py = PinyinField("课程拼音", "Course pinyin", of="name")
    category = ChoiceField("类别", "Category", options=COURSE_CATEGORIES, default="product")
    audience = TagsField("适用岗位", "Audience", null=True)
    hours = QuantityField("课时", "Hours", least=0, default=2)
    evidence = ChoiceField("考核方式", "Shown by", options=EVIDENCE, default="exam")
    pass_score = CountField(
        "合格分数",
        "Pass score",
        least=0,
        most=100,
        default=60,
        hint=Text("填 0 表示签到即合格", "0: whoever attends has passed"),
    )
    valid_months = CountField(
        "证书有效期（月）",
        "Certificate valid (months)",
        null=True,
        least=1,
        hint=Text("留空表示长期有效", "Empty: it does not expire"),
    )
    content = NoteField("内容大纲", "Content", null=True)
    status = ChoiceField("状态", "Status", options=COURSE_STATES, default="on", width=80)

    sheet = Sheet(
        "课程",
        "Courses",
        order=("code",),
        key=("code",),
        search=("name", "name_py", "code"),
        columns=("code", "name", "category", "audience", "hours", "pass_score", "valid_months", "status"),
    )
