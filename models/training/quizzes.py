"""Quizzes 测验: the questions that show whether a policy was understood or a course learned, and how often each is answered right."""

from decimal import Decimal
from functools import reduce
from operator import or_

from ..department import Policy
from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    LineField,
    LinkField,
    Move,
    NoteField,
    QuantityField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    TagsField,
    Text,
    notify,
)
from ..organization import Employee
from .courses import Course

QUIZ_STATES = (
    Choice("draft", "草稿", "Draft", "info"),
    Choice("open", "启用", "In use", "positive"),
    Choice("closed", "停用", "Out of use", "grey"),
)
QUESTION_KINDS = (
    Choice("single", "单选", "Single choice"),
    Choice("multiple", "多选", "Multiple choice"),
    Choice("judge", "判断", "Right or wrong"),
)
RIGHT, WRONG = "对", "错"
GOING_OUT = ("review", "effective")

ABOUT = Text(
    "“{title}”考的是什么？请填制度文件或课程（也可以两项都填）",
    "What is “{title}” about? Fill in a policy or a course, or both",
)
ONE_IN_USE = Text(
    "已有启用的测验“{other}”考的是同一内容，请先把它停用",
    "“{other}” is in use for the same; take that out of use first",
)
NO_QUESTIONS = Text("“{title}”还没有考题，不能启用", "“{title}” has no questions yet")
MOST_ASKED = 50  # questions of one paper
TOO_MANY = Text(
    "“{title}”题库有 {count} 题，一份答卷最多 {most} 题，请填“每份题数”",
    "“{title}” has {count} questions, and a paper {most} at most: fill in “Questions each”",
)
TOO_FEW = Text(
    "“{title}”每份抽 {draw} 题，题库只有 {count} 题，请补题或改少",
    "“{title}” draws {draw} questions of {count}; add some or draw fewer",
)
NO_OPTIONS = Text("第 {at} 题至少要有两个选项", "Question {at} needs two options or more")
NO_ANSWER = Text(
    "第 {at} 题的正确答案要从它的选项里选：{offered}",
    "The right answer of question {at} is one of its options: {offered}",
)
BARE_ANSWER = Text("第 {at} 题还没有填正确答案", "Question {at} has no right answer yet")
ONE_ANSWER = Text("第 {at} 题是单选或判断，正确答案只能有一个", "Question {at} has one right answer only")
BELOW_COURSE = Text(
    "课程“{course}”要 {score} 分才算合格，测验的及格分不能更低",
    "“{course}” is passed with {score}; the quiz can't ask for less",
)
UNDERWAY = Text(
    "“{title}”启用后考题不能再改；请先停用，改好再启用",
    "The questions of “{title}” stay while it is in use; take it out of use, change them, and use it again",
)
STANDS = Text(
    "“{title}”启用后，考的内容、及格分和每份题数不能再改；请先停用，改好再启用",
    "What “{title}” is about, its pass mark and its questions each stay while it is in use; take it out of use, change them, and use it again",
)
JUDGED_BY = ("policy", "course", "pass_score", "draw")
GOES_ON = Text(
    "《{title}》第 {version} 版沿用上一版的测验 {count} 题，请按新内容核对后启用",
    "“{title}”, version {version}, begins with the {count} questions of the version before; check them against the new text, then use it",
)


class Quiz(Record):
    """A set of questions about a policy or a course, answered on a phone by whoever must know it."""

    title = LineField("测验名称", "Quiz", unique=True, max_length=80, width=220, aka=("测验",))
    policy = LinkField(Policy, "制度文件", "Policy", null=True, width=200)
    course = LinkField(Course, "课程", "Course", null=True, width=160)
    owner = LinkField(Employee, "出题人", "Owner", null=True)
    pass_score = CountField("及格分", "Pass mark", least=1, most=100, default=80, width=80)
    draw = CountField(
        "每份题数",
        "Questions each",
        null=True,
        least=1,
        most=MOST_ASKED,
        width=90,
        hint=Text("从题库里随机抽；留空表示全部", "Drawn by chance; empty: all of them"),
    )
    questions = CountField("题库题数", "Questions", default=0, derived=True, width=90)
    taken = CountField("已答人数", "Answered by", default=0, derived=True)
    passed = CountField("通过人数", "Passed by", default=0, derived=True)
    waiting = CountField("未通过人数", "Still to pass", default=0, derived=True)
    state = ChoiceField("状态", "State", options=QUIZ_STATES, default="draft", locked=True, width=90)

    sheet = Sheet(
        "测验",
        "Quizzes",
        title="title",
        order=("title",),
        key=("title",),
        search=("title", "policy", "course"),
        columns=(
            "title",
            "policy",
            "course",
            "owner",
            "pass_score",
            "questions",
            "taken",
            "passed",
            "waiting",
            "state",
        ),
        scopes={"own": "owner"},
        checks=(lambda c, moves: keep_about(moves),),
        steps=(
            Step(
                "open",
                "启用并发卷",
                "Use it",
                "draft closed",
                "open",
                then=lambda c, row, answers: ready(row),
                icon="quiz",
                hint=Text(
                    "发给还没读过制度、或还缺这门课的人", "Goes to whoever hasn't read the policy or lacks the course"
                ),
            ),
            Step("close", "停用", "Out of use", "open", "closed", icon="block"),
        ),
    )


class QuizQuestion(Record):
    """One question with what is offered and what is right."""

    quiz = LinkField(Quiz, "测验", "Quiz")
    position = CountField("题号", "No.", null=True, least=1, most=500, width=70)
    kind = ChoiceField("题型", "Kind", options=QUESTION_KINDS, default="single", width=90)
    wording = LineField("题目", "Question", max_length=200, width=320)
    offered = TagsField("选项", "Options", null=True, width=260)
    answer = TagsField(
        "正确答案", "Right answer", null=True, width=160, hint=Text("照选项原文填", "As the options say it")
    )
    because = NoteField("讲解", "Explanation", null=True)
    asked = CountField("被答次数", "Asked", default=0, derived=True)
    correct = CountField("答对次数", "Right", default=0, derived=True)
    right_rate = QuantityField("正确率（%）", "Right (%)", percent=True, null=True, derived=True)

    sheet = Sheet(
        "考题",
        "Quiz questions",
        title="wording",
        order=("quiz", "position"),
        key=("quiz", "wording"),
        parent="quiz",
        search=("wording", "quiz"),
        columns=("quiz", "position", "kind", "wording", "offered", "answer", "asked", "right_rate"),
        scopes={"own": "quiz.owner"},
        fill=lambda c, rows: fill_questions(rows),
        checks=(lambda c, moves: keep_questions(c, moves),),
        derives=(lambda c, moves: count_questions(c, moves),),
    )

    class Meta:
        indexes = ((("quiz", "wording"), True),)


def keep_about(moves: list[Move]) -> None:
    """A quiz is about something that somebody must know, and everybody is held against the same while it is in use."""
    for move in moves:
        row = move.new
        if row is not None and row.policy is None and row.course is None:
            raise Refused(ABOUT(title=row.title), "policy", move.index)
        if row is not None and move.old and row.state == move.old.state == "open" and move.changed(*JUDGED_BY):
            changed = next(name for name in JUDGED_BY if move.changed(name))
            raise Refused(STANDS(title=row.title), changed, move.index)


def ready(row: Row) -> None:
    """What goes out can be answered, and judged by one mark."""
    questions = QuizQuestion.rows(QuizQuestion.quiz == row.id, order=QuizQuestion.position)
    if not questions:
        raise Refused(NO_QUESTIONS(title=row.title))
    if not row.draw and len(questions) > MOST_ASKED:
        raise Refused(TOO_MANY(title=row.title, count=len(questions), most=MOST_ASKED), "draw")
    if row.draw and row.draw > len(questions):
        raise Refused(TOO_FEW(title=row.title, draw=row.draw, count=len(questions)), "draw")
    for question in questions:
        _answerable(question)
    same = [Quiz.policy == row.policy] if row.policy else []
    same += [Quiz.course == row.course] if row.course else []
    for other in Quiz.rows(reduce(or_, same), Quiz.state == "open", Quiz.id != row.id):
        raise Refused(ONE_IN_USE(other=other.title))
    course = Course.row(row.course) if row.course else None
    if course is not None and row.pass_score < course.pass_score:
        raise Refused(BELOW_COURSE(course=course.name, score=course.pass_score), "pass_score")


def _answerable(question: Row) -> None:
    offered, answer = question.offered or [], question.answer or []
    if len(offered) < 2:
        raise Refused(NO_OPTIONS(at=question.position))
    _offered(question)
    if not answer:
        raise Refused(BARE_ANSWER(at=question.position))
    if question.kind != "multiple" and len(answer) > 1:
        raise Refused(ONE_ANSWER(at=question.position))


def _offered(question: Row, at: int | None = None) -> None:
    offered = question.offered or []
    if not set(question.answer or ()) <= set(offered):
        listed = Text("、".join(offered), ", ".join(offered))
        raise Refused(NO_ANSWER(at=question.position, offered=listed), "answer", at)


def fill_questions(rows: list[dict]) -> None:
    """A question without a number comes last; right or wrong is offered where that is the question."""
    last: dict[int, int] = {}
    for row in rows:
        if row["kind"] == "judge" and not row["offered"]:
            row["offered"] = [RIGHT, WRONG]
        if row["position"] is None and row["quiz"]:
            there = QuizQuestion.select().where(QuizQuestion.quiz == row["quiz"]).count
            last[row["quiz"]] = last.get(row["quiz"], there()) + 1
            row["position"] = last[row["quiz"]]


def keep_questions(c: Changes, moves: list[Move]) -> None:
    """Everybody is asked the same while a quiz is in use; how often it was right is counted on. A right answer is one that is offered."""
    for move in moves:
        if move.new is not None and move.new.offered and move.changed("answer"):
            _offered(move.new, move.index)
    asked = ("quiz", "position", "kind", "wording", "offered", "answer")
    moves = [move for move in moves if move.old is None or move.new is None or move.changed(*asked)]
    quizzes = Quiz.rows_by_id({row.quiz for move in moves for row in (move.old, move.new) if row})
    for move in moves:
        for row in (move.old, move.new):
            if row is not None and quizzes[row.quiz].state == "open":
                raise Refused(UNDERWAY(title=quizzes[row.quiz].title), None, move.index)


def count_questions(c: Changes, moves: list[Move]) -> None:
    quizzes = {row.quiz for move in moves if not (move.old and move.new) for row in (move.old, move.new) if row}
    mine = QuizQuestion.select()
    c.alter(Quiz, {quiz: {"questions": mine.where(QuizQuestion.quiz == quiz).count()} for quiz in quizzes})


def rate_of(right: int, asked: int) -> Decimal:
    return (Decimal(100 * right) / asked).quantize(Decimal("0.1"))


def carry_over(c: Changes, moves: list[Move]) -> None:
    """A new version that goes to review begins with the questions of the one before, for whoever set them to check meanwhile."""
    for move in moves:
        policy = move.new
        if policy is None or policy.version == 1 or not move.changed("state") or policy.state not in GOING_OUT:
            continue
        former = [row.id for row in Policy.rows(Policy.code == policy.code, Policy.version < policy.version)]
        quizzes = Quiz.rows(Quiz.policy.in_(former), order=Quiz.id.desc()) if former else []
        if quizzes and not Quiz.rows(Quiz.policy == policy.id):
            _copy(c, quizzes[0], policy)


def _copy(c: Changes, quiz: Row, policy: Row) -> None:
    questions = QuizQuestion.rows(QuizQuestion.quiz == quiz.id)
    base = quiz.title.split("（第", 1)[0][:60]
    title = f"{base}（第 {policy.version} 版）"
    kept = {name: getattr(quiz, name) for name in ("owner", "pass_score", "draw")}
    made = c.create(Quiz, title=title, policy=policy.id, **kept)
    names = ("position", "kind", "wording", "offered", "answer", "because")
    c.add(QuizQuestion, [{"quiz": made.id, **{name: getattr(row, name) for name in names}} for row in questions])
    if quiz.owner:
        said = GOES_ON(title=policy.title, version=policy.version, count=len(questions))
        notify(c, said, record=Quiz, row=made.id, employees=[quiz.owner])
