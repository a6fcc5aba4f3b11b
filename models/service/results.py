"""What a survey's answers come to: how many, the mean, the spread, and how many would recommend us."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from ..kit import Param, Row, setting
from .surveys import SurveyAnswer, SurveyQuestion, SurveyResponse

FEWEST = Param("survey_fewest_answers", "问卷结果的最小样本", "Answers a survey's result needs to be quoted", 5, "份")
SCALES = {"score": range(1, 6), "nps": range(11)}


@dataclass(frozen=True)
class Result:
    """One question: its number of answers, the mean or the NPS where it has one, and how often each answer was given."""

    question: Row
    n: int
    mean: Decimal | None
    nps: Decimal | None
    spread: list[tuple[str, int]]
    words: list[str]

    @property
    def enough(self) -> bool:
        return self.n >= setting(FEWEST)


def results(survey: int, *more: Any) -> list[Result]:
    """Question by question; `more` narrows the responses (one store's, say). Those marked as not valid don't count."""
    valid = SurveyResponse.select(SurveyResponse.id).where(
        SurveyResponse.survey == survey, SurveyResponse.doubt == 0, *more
    )
    by_question: dict[int, list[Row]] = {}
    for answer in SurveyAnswer.rows(SurveyAnswer.response.in_(valid)):
        by_question.setdefault(answer.question, []).append(answer)
    questions = SurveyQuestion.rows(SurveyQuestion.survey == survey, order=SurveyQuestion.position)
    return [_result(question, by_question.get(question.id, [])) for question in questions]


def _result(question: Row, answers: list[Row]) -> Result:
    numbers = [answer.number for answer in answers if answer.number is not None]
    given = (
        Counter(numbers)
        if question.kind in SCALES
        else Counter(word for answer in answers for word in answer.chosen or ())
    )
    offered = SCALES.get(question.kind) or question.offered or ()
    return Result(
        question,
        len(answers),
        mean_of(numbers) if question.kind == "score" else None,
        nps_of(numbers) if question.kind == "nps" else None,
        [(str(option), given[option]) for option in offered],
        [answer.words for answer in answers if answer.words],
    )


def mean_of(numbers: Iterable[int]) -> Decimal | None:
    given = list(numbers)
    return (Decimal(sum(given)) / len(given)).quantize(Decimal("0.01")) if given else None


def nps_of(numbers: Iterable[int]) -> Decimal | None:
    """Net promoter score: the share of 9 and 10 less the share of 0 to 6, from −100 to 100."""
    given = list(numbers)
    net = sum(number >= 9 for number in given) - sum(number <= 6 for number in given)
    return (Decimal(100 * net) / len(given)).quantize(Decimal("0.1")) if given else None
