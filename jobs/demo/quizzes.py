"""The demo's quizzes: on three policies and two courses, passed by most, with a few who still must."""

from datetime import timedelta

from models.department import Policy, PolicyReading
from models.kit import Changes, Row
from models.kit.clock import now, today
from models.training import Course, Quiz, QuizPaper, QuizQuestion
from models.training.quizzes import rate_of

from .company import Company

# policy or course code, title, questions: wording, options, right ones, explanation
QUIZZES = (
    (
        "ZD-PZ-02",
        "进货查验测验",
        (
            ("到货剩余保质期低于多少不收货？", "三分之二 二分之一 三分之一", "三分之二", "看第二条"),
            ("查验记录要保存到什么时候？", "保质期满后六个月 到货后三个月 当年年底", "保质期满后六个月", "看第三条"),
            ("哪些要和实物核对一致？", "批号 生产日期 送货员姓名", "批号 生产日期", "看第二条"),
            ("索证不全的货可以先上架、证件后补。", "对 错", "错", "先放待检区，不上架、不配送"),
            (
                "保健食品除许可证外还要查什么？",
                "注册证书或备案凭证 商标注册证 出口证明",
                "注册证书或备案凭证",
                "看第一条",
            ),
        ),
    ),
    (
        "ZD-MD-01",
        "门店每日流程测验",
        (
            ("日销售最晚什么时候填报？", "次日10:00 次日18:00 当周周日", "次日10:00", "看第四条"),
            ("开门前要做哪些事？", "看温湿度 查临期 对价签 盘点全部库存", "看温湿度 查临期 对价签", "全盘另有安排"),
            ("顾客说血糖高，可以告诉他这款产品能降血糖。", "对 错", "错", "不说治疗、预防疾病的话"),
            ("交接班在哪里签字？", "系统 纸条 微信群", "系统", "看第三条"),
        ),
    ),
    (
        "ZD-HY-02",
        "投诉受理测验",
        (
            ("重大投诉几小时内办结？", "4小时 24小时 48小时", "4小时", "并立即报运营经理"),
            ("品质投诉必须登记什么？", "商品 批号 顾客身份证号", "商品 批号", "没有批号查不到同批"),
            ("赔付超过权限时怎么办？", "先申请再答复 当场答应后补单 请顾客走法律途径", "先申请再答复", "看第三条"),
            ("没有回访也可以先关闭，年底统一回访。", "对 错", "错", "回访后才能关闭"),
        ),
    ),
    (
        "KC05",
        "合规销售话术测验",
        (
            ("哪些话不能说？", "能降血压 包治失眠 请先看适宜人群", "能降血压 包治失眠", "保健食品不能替代药物"),
            ("保健食品可以替代药品。", "对 错", "错", "包装上必须标明“不能代替药物”"),
            ("顾客正在吃药，应该怎么说？", "建议先问医生 两种一起吃更好 把药停掉", "建议先问医生", "不替医生拿主意"),
            ("介绍功能时以什么为准？", "批准的功能声称 厂家业务员的话 网上文章", "批准的功能声称", "见产品标签和批件"),
            ("可以用顾客痊愈的故事做海报。", "对 错", "错", "广告法禁止用患者形象作证明"),
        ),
    ),
    (
        "KC08",
        "食品安全管理员测验",
        (
            ("“日管控”由谁每天做？", "食品安全员 店员轮流 总部", "食品安全员", "60 号令"),
            ("“周排查”多久一次？", "每周 每两周 每月", "每周", "60 号令"),
            ("发现不合格品，先做哪些事？", "停售 隔离 退款后继续卖完", "停售 隔离", "先控制再判定"),
            ("健康证过期的员工可以先上岗、下周补办。", "对 错", "错", "没有有效健康证不能接触直接入口食品"),
        ),
    ),
)


def fill(c: Changes, world: Company) -> None:
    policies = {row.code: row for row in Policy.rows(Policy.state == "effective")}
    courses = {row.code: row for row in Course.rows()}
    for code, title, questions in QUIZZES:
        policy, course = policies.get(code), courses.get(code)
        if policy is None and course is None:
            continue
        quiz = _quiz(c, world, title, policy, course, questions)
        if policy is not None:
            _passed(c, world, quiz, policy)
        c.update(Quiz, quiz.id, state="open")


def _quiz(c: Changes, world: Company, title: str, policy: Row | None, course: Row | None, questions: tuple) -> Row:
    about = {"policy": policy and policy.id, "course": course and course.id, "pass_score": 80}
    owner = policy.owner if policy is not None else world.dice.choice(world.staff[None]).id
    quiz = c.create(Quiz, title=title, owner=owner, **about)
    rows = []
    for wording, offered, answer, because in questions:
        kind = "judge" if offered == "对 错" else "multiple" if " " in answer else "single"
        asked = world.dice.randrange(60, 180)
        right = asked * world.dice.randrange(62, 98) // 100
        rows.append(
            {
                "quiz": quiz.id,
                "kind": kind,
                "wording": wording,
                "offered": offered.split(),
                "answer": answer.split(),
                "because": because,
                "asked": asked,
                "correct": right,
                "right_rate": rate_of(right, asked),
            }
        )
    c.add(QuizQuestion, rows)
    return quiz


def _passed(c: Changes, world: Company, quiz: Row, policy: Row) -> None:
    """Who has read the policy passed its quiz then, most of them at once."""
    dice, rows, count = world.dice, [], Quiz.row(quiz.id).questions
    for reading in PolicyReading.rows(PolicyReading.policy == policy.id, PolicyReading.state == "read"):
        at = reading.read_at or now()
        tries = 1 if dice.random() < 0.86 else 2
        first = dice.choice((80, 80, 100, 100)) if tries == 1 else dice.choice((40, 60, 60))
        rows.append(
            {
                "quiz": quiz.id,
                "employee": reading.employee,
                "store": reading.store,
                "due_on": reading.due_on,
                "tries": tries,
                "tries_today": tries,
                "first_score": _near(first, count),
                "first_on": min(at.date(), today() - timedelta(days=1)),
                "first_passed": tries == 1,
                "score": _near(first if tries == 1 else dice.choice((80, 100)), count),
                "answered_at": at,
                "state": "passed",
            }
        )
    c.add(QuizPaper, rows)


def _near(score: int, count: int) -> int:
    """The mark nearest to this one that so many questions can come to: above it where it passes, below it where it doesn't."""
    right = -(-score * count // 100) if score >= 80 else score * count // 100
    return round(100 * right / count)
