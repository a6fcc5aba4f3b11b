"""An anonymous survey keeps its word, in whichever order links, answers and the word itself come."""

from models.kit.write.edits import edit
from models.service import Survey, SurveyResponse
from models.service.answering import answer
from tests.helpers.shop import Shop
from tests.models.test_surveys import GOOD, Asked


def turned(survey: Asked, who, anonymous: bool):
    return edit(Survey, [{"id": survey.id, "set": {"anonymous": anonymous}}], who=who)


def test_a_survey_with_links_of_members_does_not_become_anonymous(clock, stores, boss):
    """Those who answer would read that nobody keeps who they are, and the link would tell."""
    survey = Asked().open()
    survey.link(members=[Shop(stores).wang])
    assert "不能再改成匿名" in turned(survey, boss, True).errors[0].text.zh


def test_what_was_answered_anonymously_stays_so(clock, stores, boss):
    survey = Asked(anonymous=True).open()
    answer(survey.link(), survey.says(**GOOD))
    assert SurveyResponse.select().count() == 1
    assert "不能再改成不匿名" in turned(survey, boss, False).errors[0].text.zh


def test_one_with_links_of_nobody_may_become_anonymous(clock, stores, boss):
    survey = Asked().open()
    survey.link()
    assert turned(survey, boss, True).state == "applied"


def test_a_draft_may_still_become_either(clock, stores, boss):
    survey = Asked()
    assert [turned(survey, boss, anonymous).state for anonymous in (True, False)] == ["applied"] * 2
