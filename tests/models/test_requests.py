"""Requests between departments: answered and done within what was agreed on, by those who are asked, confirmed by who asked."""

from dataclasses import replace
from datetime import date

import pytest

from models import AREAS
from models.department import DepartmentRequest, ServiceTerm, week
from models.kit.ask.todo import todo
from models.kit.write.edits import edit
from tests.conftest import person
from tests.helpers.shop import change, put, said
from tests.helpers.steps import hire, notified, refused, take
from tests.models.test_training import THIS


@pytest.fixture
def office(clock, stores):
    """Monday 10:00: 品控 reviews texts for the others within 8 hours and 2 working days; 周敏 looks after it."""
    return Office(clock, stores)


class Office:
    def __init__(self, clock, stores):
        self.clock, self.first = clock, next(iter(stores.values()))
        self.zhou = self.somebody("周敏", "quality", 31)
        self.lin = self.somebody("林静", "ecommerce", 32)
        self.qian = self.somebody("钱进", "logistics", 33)
        self.term = put(ServiceTerm, department="quality", title="文案审核", days=2, handler=self.zhou.employee_id)

    def somebody(self, name, post, user):
        return replace(person(name, post, user), employee_id=hire(name, f"E{user}", department=post))

    def ask(self, who=None, **more) -> int:
        done = edit(DepartmentRequest, [self.row(who or self.lin, **more)], who=who or self.lin)
        assert done.state == "applied", said(done)
        return done.rows[0]["id"]

    def row(self, who, **more) -> dict:
        return {"id": None, "set": {"term": self.term, "asker": who.employee_id, "content": "详情页请审"} | more}


def waiting(who) -> list[str]:
    return [due.name for due, *_ in todo(AREAS, who) if due.record is DepartmentRequest]


def test_a_request_goes_to_who_looks_after_it_with_its_times(office):
    row = DepartmentRequest.row(office.ask())
    assert (row.department, row.handler, row.state) == ("quality", office.zhou.employee_id, "asked")
    assert DepartmentRequest.answer_by.show(row.answer_by) == "2026-11-23 18:00"
    assert row.due_on == date(2026, 11, 25)
    assert notified()[-1] == (
        office.zhou.employee_id,
        f"林静请你办理“文案审核”（{row.no}），2026-11-23 18:00 前受理",
    )
    assert waiting(office.zhou) == ["requests_to_answer"] and waiting(office.qian) == []


def test_a_weekend_is_no_working_day(office):
    office.clock("2026-11-27 10:00")
    assert DepartmentRequest.row(office.ask()).due_on == date(2026, 12, 1)


def test_it_is_accepted_done_confirmed_and_counted_in_the_week(office):
    request = office.ask()
    office.clock("2026-11-23 15:00")
    take("department_request_accept", request, who=office.zhou)
    assert notified()[-1] == (
        office.lin.employee_id,
        f"“文案审核”（{DepartmentRequest.row(request).no}）由周敏受理，2026-11-25 前办完",
    )
    take("department_request_finish", request, who=office.zhou, result="改 3 处")
    assert waiting(office.lin) == ["requests_to_confirm"]
    take("department_request_confirm", request, who=office.lin, rating=4)
    row = DepartmentRequest.row(request)
    assert (row.state, row.accepted_in_time, row.rating) == ("closed", True, 4)
    late = office.ask()
    office.clock("2026-11-26 09:00")
    take("department_request_accept", late, who=office.zhou)
    assert DepartmentRequest.row(late).accepted_in_time is False
    assert week.requests_accepted.value(THIS) == 50
    assert week.requests_in_time.value(THIS) == 50
    assert week.requests_rating.value(THIS) == 4


def test_only_those_who_are_asked_do_it_and_only_who_asked_confirms(office):
    request = office.ask()
    no = DepartmentRequest.row(request).no
    assert refused("department_request_accept", request, who=office.qian) == (
        f"{no} 是向品质控制提的，由品质控制的人办理；你可以提醒对接人周敏"
    )
    take("department_request_accept", request, who=office.zhou)
    take("department_request_finish", request, who=office.zhou, result="好了")
    assert refused("department_request_confirm", request, who=office.qian, rating=5) == f"{no} 是林静提的，由林静确认"
    boss = replace(person("Boss", "operations_manager", 8), employee_id=hire("陈总", "E0"))
    take("department_request_confirm", request, who=boss, rating=5)


def test_nobody_else_takes_it_over_by_naming_himself(office):
    request, own = office.ask(), office.ask(handler=office.lin.employee_id)
    no, qian = DepartmentRequest.row(request).no, office.qian
    message = f"{no} 是向品质控制提的，由品质控制的人办理；你可以提醒对接人周敏"
    assert refused("department_request_accept", request, who=qian, handler=qian.employee_id) == message
    assert said(edit(DepartmentRequest, [{"id": request, "set": {"handler": qian.employee_id}}], who=qian)) == message
    assert "由品质控制的人办理" in refused("department_request_accept", own, who=office.lin)
    take("department_request_accept", request, who=office.zhou, handler=qian.employee_id)
    take("department_request_finish", request, who=qian, result="好了")


def test_nobody_rates_the_own_work(office):
    """Whoever handles it may not say that it is done well, nor may who leads when he handled it."""
    request = office.ask()
    boss = replace(person("Boss", "operations_manager", 8), employee_id=hire("陈总", "E0"))
    take("department_request_accept", request, who=boss, handler=boss.employee_id)
    take("department_request_finish", request, who=boss, result="好了")
    assert "要由另一个人来做" in refused("department_request_confirm", request, who=boss, rating=5)


def test_what_is_returned_for_want_of_something_begins_its_time_anew(office):
    request = office.ask()
    take("department_request_send_back", request, who=office.zhou, reason="没有图片")
    assert notified()[-1][1].endswith("被退回：没有图片")
    office.clock("2026-11-24 09:00")
    change(DepartmentRequest, request, content="详情页和图片请审")
    take("department_request_ask_again", request, who=office.lin)
    row = DepartmentRequest.row(request)
    assert (row.returned, row.due_on) == (1, date(2026, 11, 26))


def test_what_was_not_done_well_is_under_way_again_with_its_day_as_agreed(office):
    request = office.ask()
    take("department_request_accept", request, who=office.zhou)
    take("department_request_finish", request, who=office.zhou, result="改好了")
    take("department_request_reject", request, who=office.lin, reason="还有一处疗效用语")
    row = DepartmentRequest.row(request)
    assert (row.state, row.returned, row.done_on, row.due_on) == ("doing", 1, None, date(2026, 11, 25))
    assert notified()[-1][0] == office.zhou.employee_id


def test_the_own_department_is_not_asked_and_what_is_out_of_use_neither(office):
    own = edit(DepartmentRequest, [office.row(office.zhou)], who=office.zhou)
    assert said(own) == "“文案审核”由品质控制自己办，不用提协作请求"
    change(ServiceTerm, office.term, status="off")
    assert said(edit(DepartmentRequest, [office.row(office.lin)], who=office.lin)) == "“文案审核”已停用，请换一项约定"


def test_a_new_agreement_leaves_what_was_asked_before_as_it_was(office):
    request = office.ask()
    change(ServiceTerm, office.term, days=9, answer_hours=1)
    take("department_request_accept", request, who=office.zhou)
    assert DepartmentRequest.row(request).due_on == date(2026, 11, 25)


def test_what_is_asked_for_stays_once_it_is_accepted(office):
    other = put(ServiceTerm, department="quality", title="样品检测", days=5)
    request = office.ask()
    assert change(DepartmentRequest, request, term=other).state == "applied"
    take("department_request_accept", request, who=office.zhou)
    no = DepartmentRequest.row(request).no
    answer = change(DepartmentRequest, request, term=office.term)
    assert said(answer) == f"{no} 已由品质控制受理，“协作事项”不能再改；请让对方退回，改好后重新提出，或另提一张"


def test_a_store_s_people_ask_for_their_store(office):
    clerk = hire("王芳", "E9", department="store", store=office.first)
    request = put(DepartmentRequest, term=office.term, asker=clerk, content="海报请审")
    assert DepartmentRequest.row(request).store == office.first
    manager = person("Store", "store_manager", 20, store_id=office.first)
    assert (
        edit(DepartmentRequest, [{"id": request, "set": {"content": "两张海报请审"}}], who=manager).state == "applied"
    )
