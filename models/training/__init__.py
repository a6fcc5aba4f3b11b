"""Training 培训: courses, sessions, who passed, and who lacks what their post requires."""

from datetime import date

from ..department import Policy, PolicyReading
from ..kit import Action, Area, Chart, DayField, Due, Filler, Grant, Job, LinkField, Metric, NoteField, Rules, Text
from ..kit.declare.access import VERBS
from ..kit.declare.beginning import Start
from ..organization import POSTS, Employee, Store
from ..stores import StaffMove
from . import nightly, week
from .candidates import Candidate, propose_promotion, recount, recount_people, renew_candidates
from .courses import EXPIRING_DAYS, Course
from .ladder import LadderStep, keep_ladder
from .overview import OVERVIEWS
from .papers import PAPERS
from .quiz_papers import (
    ANSWER_DAYS,
    TRIES_A_DAY,
    WAITING,
    QuizPaper,
    follow_quizzes,
    follow_readings,
    read_after_quiz,
    renew_papers,
)
from .quizzes import Quiz, QuizQuestion, carry_over
from .records import (
    NEED_STATES,
    OPEN_NEEDS,
    CourseRequirement,
    Need,
    TrainingNeed,
    TrainingRecord,
    needs,
    refresh,
    reschedule,
)
from .sessions import TrainingSession
from .starters import STARTERS

# What others may read; how people are judged is not among it.
SHARED = "training_session training_record course course_requirement training_need ladder_step"
WORKS = "see add edit delete export import"

AREA = Area(
    "training",
    "培训",
    "Training",
    icon="school",
    overviews=OVERVIEWS,
    papers=PAPERS,
    pages=(("/training/matrix", Text("培训矩阵", "Training matrix")),),
    records=(
        TrainingSession,
        TrainingRecord,
        Course,
        CourseRequirement,
        TrainingNeed,
        QuizPaper,
        Quiz,
        QuizQuestion,
        Candidate,
        LadderStep,
    ),
    actions=(
        Action(
            reschedule,
            "改期",
            "Reschedule",
            on=TrainingSession,
            icon="event",
            when={"state": ("planned",)},
            asks={"held_on": DayField("培训日期", "Held on")},
        ),
        Action(
            propose_promotion,
            "起草晋升",
            "Propose a promotion",
            on=Candidate,
            verb="approve",
            icon="trending_up",
            when={"state": ("ready",)},
            asks={
                "effective_on": DayField("生效日期", "Effective on"),
                "to_store": LinkField(Store, "新门店", "To store", null=True),
                "grounds": NoteField("晋升理由", "Grounds", null=True),
            },
            hint=Text(
                "起草一份晋升调动，再提交别人审批", "Drafts a move, to be submitted and approved by somebody else"
            ),
        ),
    ),
    metrics=(
        Metric(
            week.sessions,
            "培训场次",
            "Sessions",
            name="training_sessions",
            words=Text("本周完成的培训场次", "Sessions held in the week"),
        ),
        Metric(
            week.attendance,
            "到课人次",
            "Attendance",
            name="training_attendance",
            words=Text("本周培训签到的人次", "People marked as present in the week"),
        ),
        Metric(
            week.hours,
            "人均课时",
            "Hours per employee",
            name="training_hours",
            unit="hours",
            words=Text("本周到课课时 ÷ 目前在职人数", "Hours attended in the week per employee of today"),
        ),
        Metric(
            week.pass_rate,
            "培训合格率",
            "Pass rate",
            name="training_pass_rate",
            unit="percent",
            words=Text("本周合格人次 ÷ 已出成绩的到课人次", "Passed, of those who came in the week and were judged"),
        ),
        Metric(
            week.expiring,
            "证书即将到期",
            "Certificates expiring",
            name="training_expiring",
            better="lower",
            words=Text("必修课证书 30 天内到期的人次", "Required certificates that end within 30 days"),
        ),
        Metric(
            week.lacking,
            "必修课缺口",
            "Required courses lacked",
            name="training_lacking",
            better="lower",
            words=Text("岗位必修课未取得或已过期的人次", "Required courses never passed or expired"),
        ),
        Metric(
            week.covered,
            "持证覆盖率",
            "Covered",
            name="training_covered",
            unit="percent",
            words=Text("目前有效证书 ÷ 岗位应持证书", "Valid certificates as they stand, of those the posts require"),
        ),
        Metric(
            week.quiz_first,
            "测验首次通过率",
            "Quizzes passed at once",
            name="quiz_first_pass",
            unit="percent",
            since=date(2026, 11, 30),
            words=Text(
                "本周第一次作答就通过的 ÷ 本周第一次作答的答卷",
                "Of the papers answered for the first time in the week, those that passed at once",
            ),
        ),
        Metric(
            week.cost,
            "培训费用",
            "Cost of training",
            name="training_cost",
            better="neither",
            unit="money",
            words=Text("本周完成场次的费用", "Of the sessions held in the week"),
        ),
    ),
    dues=(
        Due(
            "training_needs",
            TrainingNeed,
            "必修课待取得",
            "Required course to pass",
            when={"state": {"in": list(OPEN_NEEDS)}},
            owner="employee",
            ahead=30,
            icon="school",
        ),
        Due(
            "quiz_papers",
            QuizPaper,
            "测验待完成",
            "Quizzes to pass",
            when={"state": {"in": list(WAITING)}},
            owner="employee",
            ahead=None,
            icon="quiz",
        ),
        Due(
            "quizzes_to_use",
            Quiz,
            "测验待启用",
            "Quizzes to use",
            when={"state": {"eq": "draft"}},
            due=None,
            owner="owner",
            icon="edit_note",
        ),
        Due(
            "training_sessions_ahead",
            TrainingSession,
            "培训待举行",
            "Training to hold",
            when={"state": {"eq": "planned"}},
            due="held_on",
            owner="trainer",
            ahead=7,
            icon="co_present",
        ),
        Due(
            "candidate_reviews",
            Candidate,
            "后备人才回顾",
            "Candidates to review",
            due="review_on",
            owner="mentor",
            ahead=7,
            icon="trending_up",
        ),
    ),
    rules=(
        (LadderStep, Rules(derives=(recount,))),
        (Employee, Rules(derives=(recount_people,))),
        (StaffMove, Rules(checks=(keep_ladder,))),
        (Quiz, Rules(consequences=(follow_quizzes,))),
        (PolicyReading, Rules(checks=(read_after_quiz,), consequences=(follow_readings,))),
        (Policy, Rules(consequences=(carry_over,))),
    ),
    charts=(
        Chart(week.by_week, "近 12 周到课与合格", "Attended and passed, 12 weeks"),
        Chart(week.by_state, "岗位必修课持证情况", "Where required courses stand", kind="pie"),
        Chart(week.by_course, "缺口最多的课程", "Courses lacked most", kind="bar"),
    ),
    params=(EXPIRING_DAYS, ANSWER_DAYS, TRIES_A_DAY),
    jobs=(
        Job("training_needs", nightly.renew_needs, at="02:20", words=("更新应训清单", "Renew the training needs")),
        Job("quiz_papers", renew_papers, at="02:28", words=("发放测验答卷", "Hand out quiz papers")),
        Job("candidates", renew_candidates, at="02:22", words=("更新后备人才", "Renew the candidates")),
    ),
    faces=("pages.training_matrix", "pages.quiz"),
    demo=(
        Filler("jobs.demo.training:fill"),
        Filler("jobs.demo.ladder:fill", late=True),
        Filler("jobs.demo.quizzes:fill", late=True),
    ),
    starters=STARTERS,
    starts=(Start(Course, 13, Text("员工和店长要学的课程", "What staff learn")),),
    grants=(
        Grant("administrator", "*", frozenset(VERBS)),
        Grant("operations_manager", "*", frozenset(VERBS)),
        *(Grant(post, SHARED, "see export", masked={"*"}) for post in POSTS),
        *(Grant(post, "training_session training_record", WORKS) for post in POSTS),
        *(Grant(post, "quiz quiz_question", WORKS, rows="own") for post in POSTS),
        *(Grant(post, "quiz_paper", "see", rows="own") for post in POSTS),
        *(Grant(post, "*", frozenset(VERBS)) for post in ("store_management",)),
        Grant("store_manager", "course course_requirement", "see"),
        Grant("store_manager", "training_session", "see add edit", rows="store"),
        Grant("store_manager", "training_record", "see add edit", rows="store"),
        Grant("store_manager", "training_need", "see approve", rows="store"),
        Grant("store_manager", "candidate", "see", rows="store"),
        Grant("store_manager", "quiz", "see"),
        Grant("store_manager", "quiz_paper", "see approve", rows="store"),
        Grant("store_manager", "ladder_step", "see"),
        Grant("viewer", SHARED, "see", masked={"*"}),
    ),
)

__all__ = [
    "AREA",
    "Candidate",
    "Course",
    "CourseRequirement",
    "LadderStep",
    "NEED_STATES",
    "Need",
    "Quiz",
    "QuizPaper",
    "QuizQuestion",
    "TrainingNeed",
    "TrainingRecord",
    "TrainingSession",
    "needs",
    "refresh",
]
