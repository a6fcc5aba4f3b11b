"""The week of quality: reports and what failed, actions open, overdue and closed, audits, daily checks; and what expires by night."""

from decimal import Decimal

import pytest

from models import AREAS
from models.kit.clock import today, week_of
from models.quality import AuditFinding, CorrectiveAction, InspectionReport, QualityAudit, SafetyCheck
from models.quality.nightly import expire_reports
from tests.helpers.laboratory import Laboratory, taken
from tests.helpers.shop import change, night, put

AREA = next(area for area in AREAS if area.name == "quality")


@pytest.fixture
def lab(clock, stores):
    lab = Laboratory()
    lab.first = next(iter(stores.values()))
    return lab


def figure(name: str):
    return next(metric for metric in AREA.metrics if metric.name == name).value(week_of(today()))


def judged(lab, result: str, **values) -> int:
    report = lab.report(reported_on="2026-11-23", **values)
    lab.measures(report, result, upper=1)
    return report


def test_the_pass_rate_counts_what_was_judged_and_not_what_waits(lab):
    for result in ("0.1", "0.2", "0.3", "9"):
        judged(lab, result)
    lab.report(reported_on="2026-11-23")
    assert (figure("quality_reports"), figure("quality_failed"), figure("quality_pass_rate")) == (5, 1, Decimal(75))


def test_actions_open_overdue_and_the_days_they_took(lab, clock):
    clock("2026-11-02 10:00")
    late = put(CorrectiveAction, problem="慢", due_on="2026-11-10", owner=lab.he, cause="甲", action="乙")
    done = put(CorrectiveAction, problem="快", due_on="2026-11-30", owner=lab.he, cause="甲", action="乙")
    clock("2026-11-23 10:00")
    put(CorrectiveAction, problem="投诉", source="complaint", store=lab.first)
    assert (figure("quality_actions_open"), figure("quality_actions_overdue")) == (3, 1)
    taken("corrective_action_start", "corrective_action_finish", "corrective_action_verify", id=done)
    taken("corrective_action_close", id=done, effective="yes")
    assert (figure("quality_actions_open"), figure("quality_actions_closed")) == (2, 1)
    assert (figure("quality_days_to_close"), figure("quality_complaints")) == (Decimal(21), 1)
    assert CorrectiveAction.row(late).state == "open"


def test_the_audit_score_is_the_mean_of_the_week(lab):
    for result in ("pass", "fail"):
        audit = put(QualityAudit, scope="留样", planned_on="2026-11-20", auditor=lab.he)
        put(AuditFinding, audit=audit, clause="标识", result="pass")
        put(AuditFinding, audit=audit, clause="留样", result=result, severity="minor" if result == "fail" else None)
        taken("quality_audit_finish", id=audit)
    assert figure("quality_audit_score") == 75


def test_daily_checks_are_held_against_what_the_open_stores_owe(lab):
    put(SafetyCheck, store=lab.first, checked_on="2026-11-23")
    put(SafetyCheck, checked_on="2026-11-23")
    assert figure("quality_daily_checks") == Decimal("7.14")


def test_a_report_past_its_last_day_expires_by_night(lab):
    report = judged(lab, "0.1")
    taken("inspection_report_check", id=report)
    change(InspectionReport, report, valid_until="2026-11-24")
    night(expire_reports, InspectionReport.row(report).valid_until)
    assert InspectionReport.row(report).state == "valid"
    clock_day = InspectionReport.row(report).valid_until.replace(day=25)
    night(expire_reports, clock_day)
    assert InspectionReport.row(report).state == "expired"


def test_every_figure_and_every_chart_can_be_drawn_of_an_empty_week(db):
    week = week_of(today())
    for metric in AREA.metrics:
        metric.value(week), metric.behind(week), metric.per_store(week)
    for chart in AREA.charts:
        drawn = chart.fn(week)
        assert all(len(numbers) == len(drawn["x"]) for _, numbers in drawn["series"]), chart.zh
