"""Surveys 满意度调查: their questions, the links they are answered through, and the answers."""

from datetime import date

from ..kit import (
    Changes,
    Choice,
    ChoiceField,
    CountField,
    DayField,
    FlagField,
    LineField,
    LinkField,
    MomentField,
    Move,
    NoteField,
    Record,
    Refused,
    Row,
    Sheet,
    Step,
    TagsField,
    Text,
)
from ..kit.clock import now, today
from ..members import Member
from ..organization import Store

SURVEY_STATES = (
    Choice("draft", "草稿", "Draft", "info"),
    Choice("open", "进行中", "Open", "positive"),
    Choice("closed", "已结束", "Closed", "grey"),
)
QUESTION_KINDS = (
    Choice("score", "打分（1–5）", "Score (1–5)", "info", ("打分",)),
    Choice("nps", "推荐意愿（0–10）", "Would recommend (0–10)", "info", ("NPS",)),
    Choice("single", "单选", "Single choice"),
    Choice("multiple", "多选", "Multiple choice"),
    Choice("text", "填空", "Text"),
)
LINK_KINDS = (
    Choice("person", "一人一码", "For one person", "info"),
    Choice("poster", "门店张贴码", "Poster in a store", "positive"),
)
CHOSEN = ("single", "multiple")

NO_QUESTIONS = Text("问卷还没有题目，不能发布", "The survey has no questions yet")
NO_OPTIONS = Text("第 {at} 题是选择题，至少要有两个选项", "Question {at} is a choice; it needs two options or more")
ENDED = Text("结束日期 {day} 已过，请先改日期再发布", "The last day {day} is over; set another first")
UNDERWAY = Text(
    "问卷发布后题目不能再改，以免前后答卷对不上；可结束后另建一份",
    "The questions of a published survey stay as they are; close it and make another",
)
NAMED_ALREADY = Text(
    "“{title}”已有指定会员的链接，答卷能查到是谁，不能再改成匿名；请另建一份问卷",
    "“{title}” has links of members already, by which answers lead to who gave them, so it can't become anonymous; make another",
)
TOLD_NAMELESS = Text(
    "“{title}”已有人匿名作答，不能再改成不匿名；请另建一份问卷",
    "“{title}” was answered anonymously already, so it can't become named; make another survey",
)
WRONG_ORDER = Text("结束日期不能早于开始日期", "The last day can't be before the first")
NAMELESS = Text("“{title}”是匿名问卷，链接不能指定会员", "“{title}” is anonymous, so a link can't be one member's")
POSTER_NAMELESS = Text("张贴码是给所有人扫的，不能指定会员", "A poster is for everybody, so it can't be one member's")


def keep_period(c: Changes, moves: list[Move]) -> None:
    for move in moves:
        row = move.new
        if row and row.starts_on and row.ends_on and row.ends_on < row.starts_on:
            raise Refused(WRONG_ORDER, "ends_on", move.index)


def publish(c: Changes, row: Row, answers: dict) -> None:
    """What goes out can be answered: there are questions, choices have options, the period isn't over."""
    questions = SurveyQuestion.rows(SurveyQuestion.survey == row.id, order=SurveyQuestion.position)
    if not questions:
        raise Refused(NO_QUESTIONS)
    for question in questions:
        if question.kind in CHOSEN and len(question.offered or ()) < 2:
            raise Refused(NO_OPTIONS(at=question.position))
    if row.ends_on and row.ends_on < today():
        raise Refused(ENDED(day=row.ends_on), "ends_on")


def keep_word(c: Changes, moves: list[Move]) -> None:
    """What those who answer were told of being anonymous holds for as long as there is a link or an answer."""
    for move in moves:
        if move.old is None or move.new is None or not move.changed("anonymous"):
            continue
        named = SurveyLink.rows(SurveyLink.survey == move.id, SurveyLink.member.is_null(False))
        if move.new.anonymous and named:
            raise Refused(NAMED_ALREADY(title=move.new.title), "anonymous", move.index)
        if not move.new.anonymous and move.new.answered:
            raise Refused(TOLD_NAMELESS(title=move.new.title), "anonymous", move.index)


class Survey(Record):
    """A set of questions put to customers for a while, answered on a phone without an account."""

    code = LineField("问卷编号", "Survey no.", unique=True, max_length=20, width=110, aka=("编号",))
    title = LineField("问卷标题", "Survey", max_length=80, width=220, public=True, aka=("标题", "问卷"))
    title_en = LineField("标题（英文）", "Title in English", null=True, max_length=120, width=200, public=True)
    greeting = NoteField("开头语", "Greeting", null=True, public=True)
    greeting_en = NoteField("开头语（英文）", "Greeting in English", null=True)
    starts_on = DayField("开始日期", "From", null=True)
    ends_on = DayField("结束日期", "To", null=True)
    tiers = TagsField("面向等级", "For tiers", null=True)
    places = TagsField("面向门店", "For stores", null=True)
    anonymous = FlagField("匿名", "Anonymous", default=False, width=70)
    state = ChoiceField("状态", "State", options=SURVEY_STATES, default="draft", locked=True, width=90)
    answered = CountField("答卷数", "Answers", default=0, derived=True, sum=True)

    sheet = Sheet(
        "满意度调查",
        "Surveys",
        title="title",
        order=("-starts_on",),
        key=("code",),
        search=("title", "code"),
        columns=("code", "title", "state", "starts_on", "ends_on", "answered", "anonymous", "tiers", "places"),
        state="state",
        checks=(keep_period, keep_word),
        steps=(
            Step("publish", "发布", "Publish", "draft", "open", then=publish, icon="campaign"),
            Step("finish", "结束", "Close", "open", "closed", icon="stop"),
            Step("reopen", "继续收集", "Open again", "closed", "open", then=publish, icon="replay"),
        ),
    )


def keep_questions(c: Changes, moves: list[Move]) -> None:
    """Questions move only while the survey is a draft."""
    touched = {row.survey for move in moves for row in (move.old, move.new) if row}
    underway = [row for row in Survey.rows_by_id(touched).values() if row.state != "draft"]
    if underway:
        raise Refused(UNDERWAY, "survey", moves[0].index)


def number_questions(c: Changes, rows: list[dict]) -> None:
    """A question without a number comes last."""
    last: dict[int, int] = {}
    for row in rows:
        if row["position"] is None and row["survey"]:
            last.setdefault(
                row["survey"], SurveyQuestion.select().where(SurveyQuestion.survey == row["survey"]).count()
            )
            last[row["survey"]] += 1
            row["position"] = last[row["survey"]]


class SurveyQuestion(Record):
    """One question of a survey."""

    survey = LinkField(Survey, "问卷", "Survey")
    position = CountField("题号", "No.", null=True, least=1, most=200, width=70)
    wording = LineField("题目", "Question", max_length=200, width=300, public=True)
    wording_en = LineField("题目（英文）", "Question in English", null=True, max_length=300, width=240)
    kind = ChoiceField("题型", "Kind", options=QUESTION_KINDS, default="score", width=130)
    offered = TagsField("选项", "Options", null=True, width=220, public=True)
    required = FlagField("必答", "Required", default=True, width=70)

    sheet = Sheet(
        "问卷题目",
        "Survey questions",
        title="wording",
        order=("survey", "position"),
        parent="survey",
        search=("wording",),
        checks=(keep_questions,),
        fill=number_questions,
    )


def keep_nameless(c: Changes, moves: list[Move]) -> None:
    """Whoever answers an anonymous survey can't be found out: its links are nobody's."""
    for move in moves:
        if move.new is None or move.new.member is None:
            continue
        survey = c.fresh(Survey, move.new.survey)
        if survey.anonymous:
            raise Refused(NAMELESS(title=survey.title), "member", move.index)
        if move.new.kind == "poster":
            raise Refused(POSTER_NAMELESS, "member", move.index)


class SurveyLink(Record):
    """The way to one survey: a token of which only the hash is kept, for one answer or, on a poster, one from each phone."""

    survey = LinkField(Survey, "问卷", "Survey")
    kind = ChoiceField("用途", "For", options=LINK_KINDS, default="person")
    store = LinkField(Store, "门店", "Store", null=True)
    member = LinkField(Member, "会员", "Member", null=True)
    token_hash = LineField("链接摘要", "Token hash", null=True, unique=True, secret=True, max_length=64)
    made_at = MomentField("生成时间", "Made at", default=now)
    used_at = MomentField("答题时间", "Used at", null=True, locked=True)
    ended_at = MomentField("停用时间", "Ended at", null=True, locked=True)
    answers = CountField("答卷数", "Answers", default=0, locked=True, sum=True)

    sheet = Sheet(
        "问卷链接",
        "Survey links",
        title="made_at",
        order=("-made_at",),
        parent="survey",
        verbs="see export",
        checks=(keep_nameless,),
        scopes={"store": "store", "region": "store.region"},
    )


def count_answers(c: Changes, moves: list[Move]) -> None:
    """How many answers a survey has, whoever removed one."""
    surveys = {row.survey for move in moves for row in (move.old, move.new) if row}
    for survey in surveys:
        mine = SurveyResponse.survey == survey
        c.update(Survey, survey, answered=SurveyResponse.select().where(mine).count())


class SurveyResponse(Record):
    """One answered survey. The link and the phone it came from together answer once."""

    survey = LinkField(Survey, "问卷", "Survey", locked=True)
    link = LinkField(SurveyLink, "链接", "Link", locked=True)
    device = LineField("设备", "Phone", default="", secret=True, max_length=64)
    member = LinkField(Member, "会员", "Member", null=True, locked=True)
    store = LinkField(Store, "门店", "Store", null=True, locked=True)
    answered_at = MomentField("答题时间", "Answered at", default=now, index=True, locked=True)
    score = CountField("推荐分", "Would recommend", null=True, least=0, most=10, locked=True)
    doubt = FlagField("无效", "Not valid", default=False, width=70)

    sheet = Sheet(
        "答卷",
        "Survey responses",
        title="answered_at",
        order=("-answered_at",),
        verbs="see edit delete export",
        derives=(count_answers,),
        scopes={"store": "store", "region": "store.region"},
    )

    class Meta:
        indexes = ((("link", "device"), True),)


class SurveyAnswer(Record):
    """What one response says to one question."""

    response = LinkField(SurveyResponse, "答卷", "Response")
    question = LinkField(SurveyQuestion, "题目", "Question")
    number = CountField("分数", "Score", null=True)
    chosen = TagsField("所选", "Chosen", null=True)
    words = NoteField("回答", "In words", null=True)

    sheet = Sheet(
        "答题明细",
        "Survey answers",
        title="question",
        order=("response", "id"),
        parent="response",
        verbs="see export",
        scopes={"store": "response.store", "region": "response.store.region"},
    )


def close_ended(c: Changes, day: date) -> int:
    """Surveys whose last day is over take no more answers."""
    over = Survey.rows(Survey.state == "open", Survey.ends_on < day)
    c.alter(Survey, {row.id: {"state": "closed"} for row in over})
    return len(over)
