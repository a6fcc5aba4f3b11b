"""Surveys: published with their questions, answered once for each link, and summed up with how many answered."""

from datetime import date
from decimal import Decimal

import pytest

from models import house
from models.kit import Refused
from models.kit.ask.query import Query
from models.kit.clock import Week
from models.kit.write.acting import act
from models.kit.write.history import Change
from models.service import AREA, Survey, SurveyAnswer, SurveyLink, SurveyQuestion, SurveyResponse
from models.service.answering import Shut, answer, open_paper
from models.service.links import hash_of, make_links
from models.service.results import mean_of, nps_of, results
from models.service.surveys import close_ended
from tests.helpers.door import in_threads, new
from tests.helpers.shop import SYSTEM, Shop, change, delete, night, put, said

PHONE, OTHER_PHONE = "one phone", "another phone"


class Asked:
    """A survey of five questions, one of each kind."""

    def __init__(self, **more):
        self.id = put(Survey, code="W1", title="门店满意度", **more)
        kinds = (
            ("score", "服务怎么样", None),
            ("nps", "会推荐吗", None),
            ("single", "多久来一次", ["每周", "每月"]),
            ("multiple", "买过什么", ["维生素", "蛋白粉", "鱼油"]),
            ("text", "想说的话", None),
        )
        self.q = {
            kind: put(
                SurveyQuestion,
                survey=self.id,
                kind=kind,
                wording=wording,
                offered=offered,
                required=kind in ("score", "single"),
            )
            for kind, wording, offered in kinds
        }

    def open(self) -> "Asked":
        done = act(house().actions["survey_publish"], who=SYSTEM, id=self.id)
        assert done.state == "applied", said(done)
        return self

    def link(self, **more) -> str:
        return make_links(self.id, who=SYSTEM, **more)[0][1]

    def says(self, **given) -> dict[str, list[str]]:
        """A form: `score=5, multiple=["鱼油"]`."""
        lists = {kind: value if isinstance(value, list) else [str(value)] for kind, value in given.items()}
        return {f"q{self.q[kind]}": value for kind, value in lists.items()}


@pytest.fixture
def asked(clock, stores) -> Asked:
    return Asked(starts_on="2026-11-20", ends_on="2026-11-30").open()


GOOD = {"score": 5, "nps": 9, "single": "每周", "multiple": ["鱼油", "维生素"], "text": " 很好 "}


def why_shut(token: str, device: str = "") -> str:
    with pytest.raises(Shut) as shut:
        open_paper(token, device)
    return shut.value.text.zh


def refused(token: str, given: dict, device: str = "") -> tuple:
    with pytest.raises(Refused) as error:
        answer(token, given, device)
    return error.value.field, error.value.text.zh


# Making one --------------------------------------------------------------------------------------------------------------


def test_a_survey_without_questions_is_not_published(clock, stores):
    bare = put(Survey, code="W1", title="空")
    assert said(act(house().actions["survey_publish"], who=SYSTEM, id=bare)) == "问卷还没有题目，不能发布"


def test_a_choice_needs_two_options(clock, stores):
    survey = Asked()
    change(SurveyQuestion, survey.q["single"], offered=["每周"])
    assert "第 3 题" in said(act(house().actions["survey_publish"], who=SYSTEM, id=survey.id))


def test_what_is_over_is_not_published(clock, stores):
    survey = Asked(ends_on="2026-11-22")
    assert "已过" in said(act(house().actions["survey_publish"], who=SYSTEM, id=survey.id))


def test_the_questions_of_a_published_survey_stay_as_they_are(asked):
    assert "不能再改" in said(change(SurveyQuestion, asked.q["score"], wording="另一题"))
    assert "不能再改" in said(delete(SurveyQuestion, asked.q["text"]))
    assert "不能再改" in said(new(SurveyQuestion, SYSTEM, {"survey": asked.id, "wording": "加一题"}))


def test_questions_are_numbered_as_they_come(clock, stores):
    survey = Asked()
    assert [row.position for row in SurveyQuestion.rows(SurveyQuestion.survey == survey.id)] == [1, 2, 3, 4, 5]


def test_a_survey_ends_the_day_after_its_last(asked):
    assert night(close_ended, date(2026, 11, 30)) == 0
    assert night(close_ended, date(2026, 12, 1)) == 1
    assert Survey.row(asked.id).state == "closed"


# Links -------------------------------------------------------------------------------------------------------------------


def test_only_the_hash_of_a_link_is_kept_and_nobody_sees_it(asked, boss):
    token = asked.link()
    row = SurveyLink.rows()[0]
    assert row.token_hash == hash_of(token) and len(token) >= 24
    assert "token_hash" not in Query(SurveyLink, boss).row(row.id)
    kept = [f"{change.before}{change.after}" for change in Change.select().where(Change.record == "survey_link")]
    assert not any(token in text or row.token_hash in text for text in kept)


def test_links_are_made_for_open_surveys_only_and_by_whoever_may_edit_them(clock, stores, bo):
    survey = Asked()
    with pytest.raises(Refused, match="isn't open"):
        survey.link()
    survey.open()
    with pytest.raises(Refused, match="may not"):
        make_links(survey.id, who=bo)


@pytest.mark.parametrize("count", [0, 501])
def test_so_many_links_at_once(asked, count):
    with pytest.raises(Refused, match="Between 1 and 500"):
        make_links(asked.id, who=SYSTEM, members=[None] * count)


def test_the_links_of_an_anonymous_survey_are_nobody_s(clock, stores):
    shop = Shop(stores)
    survey = Asked(anonymous=True).open()
    with pytest.raises(Refused, match="anonymous"):
        survey.link(members=[shop.wang])


def test_a_poster_is_for_everybody(asked, stores):
    shop = Shop(stores)
    with pytest.raises(Refused, match="everybody"):
        asked.link(kind="poster", members=[shop.wang])


# Answering ---------------------------------------------------------------------------------------------------------------


def test_an_answer_is_kept_with_member_and_store(asked, stores):
    shop = Shop(stores)
    answer(asked.link(members=[shop.wang]), asked.says(**GOOD))
    response = SurveyResponse.rows()[0]
    assert (response.member, response.store, response.score) == (shop.wang, shop.first, 9)
    answers = {row.question: (row.number, row.chosen, row.words) for row in SurveyAnswer.rows()}
    assert answers == {
        asked.q["score"]: (5, None, None),
        asked.q["nps"]: (9, None, None),
        asked.q["single"]: (None, ["每周"], None),
        asked.q["multiple"]: (None, ["鱼油", "维生素"], None),
        asked.q["text"]: (None, None, "很好"),
    }
    assert Survey.row(asked.id).answered == 1


def test_a_link_answers_once(asked):
    token = asked.link()
    answer(token, asked.says(**GOOD))
    assert why_shut(token) == "你已经答过这份问卷，谢谢"
    assert refused(token, asked.says(**GOOD))[1] == "你已经答过这份问卷，谢谢"
    assert SurveyResponse.select().count() == 1


def test_six_taps_at_once_answer_once(asked):
    token = asked.link()

    def tap(_) -> bool:
        try:
            answer(token, asked.says(**GOOD))
        except Shut:
            return False
        return True

    assert sum(in_threads(6, tap)) == 1
    assert SurveyResponse.select().count() == 1


def test_a_poster_answers_once_from_each_phone(asked, stores):
    token = asked.link(kind="poster", store=stores["武侯一店"])
    answer(token, asked.says(**GOOD), PHONE)
    answer(token, asked.says(**GOOD), OTHER_PHONE)
    assert why_shut(token, PHONE) == "你已经答过这份问卷，谢谢"
    assert [row.store for row in SurveyResponse.rows()] == [stores["武侯一店"]] * 2
    assert SurveyLink.rows()[0].answers == 2


def test_nobody_answers_with_a_link_that_is_none(asked):
    assert why_shut("x" * 24) == "这个链接无效，请向门店核对"
    assert why_shut("\ud800" * 24) == "这个链接无效，请向门店核对"


def test_nobody_answers_before_or_after_its_days_or_once_it_is_closed(asked, clock):
    token = asked.link()
    clock("2026-11-19 23:59")
    assert why_shut(token) == "这份问卷 2026-11-20 开始，到时候再来"
    clock("2026-11-30 23:59")
    open_paper(token)
    clock("2026-12-01 00:00")
    assert why_shut(token) == "这份问卷已经结束，谢谢你的关注"
    clock("2026-11-25 10:00")
    act(house().actions["survey_finish"], who=SYSTEM, id=asked.id)
    assert why_shut(token) == "这份问卷已经结束，谢谢你的关注"


def test_a_poster_that_came_down_answers_no_more(asked):
    token = asked.link(kind="poster")
    act(house().actions["end_link"], who=SYSTEM, id=SurveyLink.rows()[0].id)
    assert "已经结束" in why_shut(token)


MISSING, NOT_OFFERED = "请回答这一题", "请从给出的选项里选"


@pytest.mark.parametrize(
    ("wrong", "kind", "why"),
    [
        ({"score": None}, "score", MISSING),
        ({"single": None}, "single", MISSING),
        ({"score": 6}, "score", NOT_OFFERED),
        ({"score": "５"}, "score", NOT_OFFERED),
        ({"nps": -1}, "nps", NOT_OFFERED),
        ({"single": "每天"}, "single", NOT_OFFERED),
        ({"multiple": ["鱼油", "人参"]}, "multiple", NOT_OFFERED),
        ({"text": "好" * 1001}, "text", "最多 1000 个字"),
    ],
)
def test_what_is_missing_or_not_offered_is_said_at_its_question_and_nothing_is_kept(asked, wrong, kind, why):
    token = asked.link()
    given = {name: value for name, value in {**GOOD, **wrong}.items() if value is not None}
    assert refused(token, asked.says(**given)) == (f"q{asked.q[kind]}", why)
    assert SurveyResponse.select().count() == 0
    answer(token, asked.says(**GOOD))


def test_what_need_not_be_answered_may_be_left_out_and_foreign_fields_mean_nothing(asked):
    answer(asked.link(), {**asked.says(score=3, single="每月"), "q999": ["5"], "state": ["closed"]})
    assert SurveyAnswer.select().count() == 2 and SurveyResponse.rows()[0].score is None


# Results -----------------------------------------------------------------------------------------------------------------


def test_results_say_how_many_the_mean_the_spread_and_the_nps(asked):
    for score, nps in ((5, 10), (4, 9), (2, 7), (1, 0)):
        answer(asked.link(), asked.says(score=score, nps=nps, single="每周", text="字"))
    by_kind = {result.question.kind: result for result in results(asked.id)}
    assert (by_kind["score"].n, by_kind["score"].mean) == (4, 3)
    assert by_kind["score"].spread == [("1", 1), ("2", 1), ("3", 0), ("4", 1), ("5", 1)]
    assert (by_kind["nps"].nps, by_kind["nps"].mean) == (25, None)
    assert by_kind["single"].spread == [("每周", 4), ("每月", 0)]
    assert by_kind["text"].words == ["字"] * 4
    assert not by_kind["score"].enough
    answer(asked.link(), asked.says(score=5, single="每周"))
    assert results(asked.id)[0].enough


def test_a_response_marked_as_not_valid_counts_no_more(asked):
    for score in (1, 5):
        answer(asked.link(), asked.says(score=score, single="每周"))
    change(SurveyResponse, SurveyResponse.rows()[0].id, doubt=True)
    assert (results(asked.id)[0].n, results(asked.id)[0].mean) == (1, 5)


@pytest.mark.parametrize(
    ("numbers", "nps"), [([], None), ([9, 10], 100), ([0, 6], -100), ([7, 8], 0), ([10, 9, 8, 3], 25)]
)
def test_net_promoters_are_nines_and_tens_less_zero_to_six(numbers, nps):
    assert nps_of(numbers) == nps
    assert mean_of([]) is None and mean_of([1, 2, 2]) == Decimal("1.67")


def test_a_store_manager_sees_the_own_store_s_answers_only(asked, stores, chen):
    for store in stores.values():
        answer(asked.link(store=store), asked.says(score=4, single="每周"))
    assert [row["store"]["text"] for row in Query(SurveyResponse, chen).rows()] == ["锦江一店"]
    assert Query(SurveyAnswer, chen).count() == 2


def test_the_week_counts_responses_score_and_nps(asked):
    for score, nps in ((5, 10), (4, 3)):
        answer(asked.link(), asked.says(score=score, nps=nps, single="每周"))
    values = {
        metric.name: metric.value(Week(date(2026, 11, 23)))
        for metric in AREA.metrics
        if metric.name.startswith("survey")
    }
    assert values == {"survey_responses": 2, "survey_score": Decimal("4.50"), "survey_nps": 0}
