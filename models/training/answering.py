"""Answering a quiz on a phone: who holds a paper's link reads the questions, hands the answers in, and hears how it went."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..department import Policy
from ..kit import Changes, Refused, Row, Text, by_lines, changes, in_one_change, setting, system
from ..kit.clock import local, now, today
from ..organization import Employee
from .courses import Course
from .quiz_papers import TRIES_A_DAY, WAITING, QuizPaper, draw, settle
from .quizzes import MOST_ASKED, Quiz, QuizQuestion, rate_of

UNKNOWN = Text(
    "这个链接无效或已换新，请向店长或培训负责人要新的",
    "This link isn't valid or was replaced; please ask for a new one",
)
OVER = Text("这份测验不再要求作答", "This quiz is no longer asked for")
PASSED = Text("{name}，你已通过“{title}”：{score} 分", "{name}, you have passed “{title}” with {score}")
ENOUGH = Text(
    "今天已答 {tries} 次，最近 {score} 分，还没到 {pass_score} 分。请再读一遍，明天用同一个链接再答",
    "Answered {tries} times today, {score} at last, with {pass_score} to reach. Read it again and use the same link tomorrow",
)
BY_LINE = by_lines.declare(Text("员工·测验", "Staff · quiz"))
CHOOSE = Text("请回答这一题", "Please answer this question")
NOT_OFFERED = Text("请从给出的选项里选", "Choose from what is offered")
HANDED_OUT = Text("发出测验“{title}”的作答链接", "Link to answer “{title}” handed out")
ANSWERING = Text("作答测验“{title}”", "Answers to “{title}”")
SETTLED = Text("这份答卷已{state}，不用再作答", "This paper is settled ({state}); there is nothing to answer")


@dataclass(frozen=True)
class Asked:
    """What somebody with a link gets to see: nothing in it says what is right."""

    paper: Row
    quiz: Row
    name: str
    reading: str
    questions: list[Row]
    left: int


@dataclass(frozen=True)
class Outcome:
    """How a try went: the wrong ones with what is said about them; never the key."""

    asked: Asked
    score: int
    passed: bool
    wrong: list[tuple[int, Row]]
    left: int


class Shut(Refused):
    """There is nothing to answer here: unknown, settled, or enough for today."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


@in_one_change
def new_link(c: Changes, paper: int) -> str:
    """A link to a paper, in the place of the one before."""
    row = c.fresh(QuizPaper, paper)
    if row.state not in WAITING:
        label = Text(*(QuizPaper.state.show(row.state, lang) for lang in ("zh", "en")))
        raise Refused(SETTLED(state=label))
    token = secrets.token_urlsafe(18)
    c.label = HANDED_OUT(title=Quiz.title_of(row.quiz))
    c.update(QuizPaper, paper, token_hash=hash_of(token))
    return token


def open_asked(token: str) -> Asked:
    """The paper behind a link. Raises Shut with the word for whoever opened it."""
    paper = next(iter(QuizPaper.rows(QuizPaper.token_hash == hash_of(token))), None)
    if paper is None:
        raise Shut(UNKNOWN)
    quiz, name = Quiz.row(paper.quiz), Employee.row(paper.employee).name
    if paper.state == "passed":
        raise Shut(PASSED(name=name, title=quiz.title, score=paper.score))
    if paper.state == "ended" or quiz.state != "open":
        raise Shut(OVER)
    if _left(paper) < 1:
        said = ENOUGH(tries=paper.tries_today, score=paper.score, pass_score=quiz.pass_score)
        raise Shut(said)
    if not (questions := _drawn(quiz, paper)):  # all of them were taken back
        raise Shut(OVER)
    return Asked(paper, quiz, name, _reading(quiz), questions, _left(paper))


def _left(paper: Row) -> int:
    """How many tries are left today."""
    used = paper.tries_today if paper.answered_at and local(paper.answered_at).date() == today() else 0
    return int(setting(TRIES_A_DAY)) - used


def _reading(quiz: Row) -> str:
    """What is to be known, to be read once more above the questions."""
    about = [Policy.row(quiz.policy)] if quiz.policy else []
    about += [Course.row(quiz.course)] if quiz.course else []
    return "\n\n".join(row.content for row in about if row.content)


def _drawn(quiz: Row, paper: Row) -> list[Row]:
    """The questions of a paper; all of them in turn where some that were drawn are gone since."""
    ids = [int(id) for id in (paper.drawn or "").split(",") if id]
    there = {row.id: row for row in QuizQuestion.rows(QuizQuestion.quiz == quiz.id, order=QuizQuestion.position)}
    if ids and all(id in there for id in ids):
        return [there[id] for id in ids]
    return list(there.values())[: quiz.draw or MOST_ASKED]


def hand_in(token: str, given: Mapping[str, Sequence[str]]) -> Outcome:
    """Judge one try. Raises Shut, or Refused naming the question that is not answered."""
    with changes(who=system(BY_LINE.zh), via="survey") as c:
        asked = open_asked(token)  # again, in the transaction: two taps at once are one try
        answers = [_read(question, given) for question in asked.questions]
        pairs = list(zip(asked.questions, answers, strict=True))
        wrong = [(at, row) for at, (row, answer) in enumerate(pairs, 1) if answer != set(row.answer or ())]
        score = 100 * (len(pairs) - len(wrong)) // len(pairs)  # cut, so that nobody passes by a rounding
        c.label = ANSWERING(title=asked.quiz.title)
        _keep(c, asked, score, wrong)
        _count(c, asked, {row.id for _, row in wrong})
        passed = score >= asked.quiz.pass_score
        if passed:
            settle(c, asked.quiz, QuizPaper.row(asked.paper.id))
        return Outcome(asked, score, passed, wrong, asked.left - 1)


def _read(question: Row, given: Mapping[str, Sequence[str]]) -> set[str]:
    name = f"q{question.id}"
    values = [value for value in given.get(name, ()) if value.strip()]
    chosen = set(values if question.kind == "multiple" else values[:1])
    if not chosen:
        raise Refused(CHOOSE, name)
    if not chosen <= set(question.offered or ()):
        raise Refused(NOT_OFFERED, name)
    return chosen


def _keep(c: Changes, asked: Asked, score: int, wrong: list[tuple[int, Row]]) -> None:
    paper, passed = asked.paper, score >= asked.quiz.pass_score
    numbers = "、".join(str(row.position) for _, row in sorted(wrong, key=lambda pair: pair[1].position))
    questions = QuizQuestion.rows(QuizQuestion.quiz == asked.quiz.id)
    first = {"first_score": score, "first_on": today(), "first_passed": passed} if not paper.tries else {}
    c.update(
        QuizPaper,
        paper.id,
        tries=paper.tries + 1,
        tries_today=int(setting(TRIES_A_DAY)) - asked.left + 1,
        score=score,
        wrong=numbers[:200] or None,
        answered_at=now(),
        drawn=draw(asked.quiz, questions, f"{paper.id} {paper.tries + 1}"),
        state="passed" if passed else "failed",
        **first,
    )


def _count(c: Changes, asked: Asked, wrong: set[int]) -> None:
    """How often each question was asked and answered right: what many get wrong was taught badly, or asked so."""
    sets: dict[int, dict[str, Any]] = {}
    for row in QuizQuestion.rows_by_id([question.id for question in asked.questions]).values():
        asked_now, right = row.asked + 1, row.correct + (row.id not in wrong)
        sets[row.id] = {"asked": asked_now, "correct": right, "right_rate": rate_of(right, asked_now)}
    c.alter(QuizQuestion, sets)
