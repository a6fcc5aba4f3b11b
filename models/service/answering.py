"""Answering a survey from outside: who holds a token sees the questions once, answers them once, and reaches nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..kit import Refused, Row, Text, changes, system
from ..kit.clock import now, today
from ..members import Member
from .links import hash_of
from .surveys import Survey, SurveyAnswer, SurveyLink, SurveyQuestion, SurveyResponse

LONGEST = 1000
UNKNOWN = Text("这个链接无效，请向门店核对", "This link isn't valid; please ask in the store")
OVER = Text("这份问卷已经结束，谢谢你的关注", "This survey is over; thank you for your interest")
NOT_YET = Text("这份问卷 {day} 开始，到时候再来", "This survey starts on {day}; please come back then")
ANSWERED = Text("你已经答过这份问卷，谢谢", "You have answered this survey already, thank you")
REQUIRED = Text("请回答这一题", "Please answer this question")
NOT_OFFERED = Text("请从给出的选项里选", "Choose from what is offered")
TOO_LONG = Text("最多 {most} 个字", "At most {most} characters")
ANSWERING = Text("顾客答卷", "A customer's answers")


@dataclass(frozen=True)
class Paper:
    """What somebody with a token gets to see."""

    link: Row
    survey: Row
    questions: list[Row]


class Shut(Refused):
    """There is nothing to answer here: unknown, not yet, over, or answered already."""


def open_paper(token: str, device: str = "") -> Paper:
    """The survey behind a token. Raises Shut with the word for whoever opened it."""
    link = next(iter(SurveyLink.rows(SurveyLink.token_hash == hash_of(token))), None)
    if link is None:
        raise Shut(UNKNOWN)
    survey = Survey.row(link.survey)
    if _answered(link, device):
        raise Shut(ANSWERED)
    if survey.state != "open" or link.ended_at or (survey.ends_on and survey.ends_on < today()):
        raise Shut(OVER)
    if survey.starts_on and survey.starts_on > today():
        raise Shut(NOT_YET(day=survey.starts_on))
    questions = SurveyQuestion.rows(SurveyQuestion.survey == survey.id, order=SurveyQuestion.position)
    return Paper(link, survey, questions)


def answer(token: str, given: Mapping[str, Sequence[str]], device: str = "") -> None:
    """Keep one response: `given` has the values by question, `q12: ["5"]`. Raises Shut, or Refused naming the question."""
    with changes(who=system("顾客·问卷"), via="survey", label=ANSWERING) as c:
        paper = open_paper(token, device)  # again, in the transaction: two taps at once answer once
        link, answers = paper.link, [_read(question, given) for question in paper.questions]
        poster = link.kind == "poster"
        store = link.store or (c.fresh(Member, link.member).home_store if link.member else None)
        response = c.create(
            SurveyResponse,
            survey=paper.survey.id,
            link=link.id,
            device=hash_of(device) if poster else "",
            store=store,
            member=None if paper.survey.anonymous else link.member,
            score=_recommended(paper.questions, answers),
        )
        c.add(SurveyAnswer, [{"response": response.id, **values} for values in answers if values])
        c.update(SurveyLink, link.id, used_at=now(), answers=link.answers + 1)


def _answered(link: Row, device: str) -> bool:
    if link.kind == "person":
        return link.used_at is not None
    mine = (SurveyResponse.link == link.id) & (SurveyResponse.device == hash_of(device))
    return bool(device) and SurveyResponse.select().where(mine).exists()


def _recommended(questions: list[Row], answers: list[dict]) -> int | None:
    pairs = zip(questions, answers, strict=True)
    return next((answer["number"] for question, answer in pairs if question.kind == "nps" and answer), None)


def _read(question: Row, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The answer to one question as it is kept; {} where it was left out. Raises Refused naming the question."""
    name = f"q{question.id}"
    values = [value.strip() for value in given.get(name, ()) if value.strip()]
    if not values:
        if question.required:
            raise Refused(REQUIRED, name)
        return {}
    return {"question": question.id, **READERS[question.kind](question, name, values)}


def _number(least: int, most: int):
    def read(question: Row, name: str, values: list[str]) -> dict[str, Any]:
        if values[0] not in {str(number) for number in range(least, most + 1)}:
            raise Refused(NOT_OFFERED, name)
        return {"number": int(values[0])}

    return read


def _choice(question: Row, name: str, values: list[str]) -> dict[str, Any]:
    chosen = list(dict.fromkeys(values if question.kind == "multiple" else values[:1]))
    if not set(chosen) <= set(question.offered or ()):
        raise Refused(NOT_OFFERED, name)
    return {"chosen": chosen}


def _words(question: Row, name: str, values: list[str]) -> dict[str, Any]:
    if len(values[0]) > LONGEST:
        raise Refused(TOO_LONG(most=LONGEST), name)
    return {"words": SurveyAnswer.words.read(values[0])}


READERS = {"score": _number(1, 5), "nps": _number(0, 10), "single": _choice, "multiple": _choice, "text": _words}
