"""The team's workbook of inspection reports goes in: verdicts worked out anew, failures open what the rule says."""

import json
from collections import Counter

import pytest

from models.quality import CorrectiveAction, InspectionItem, InspectionReport, Nonconformance
from tests.exports.test_samples import bring, sample
from tests.helpers.laboratory import notices

FILE = "检验报告汇总.xlsx"


@pytest.fixture
def taken(db):
    for record in ("supplier", "product"):
        bring("供应商与商品.xlsx", record)
    return bring(FILE, "inspection_report")


def test_all_reports_land_with_verdicts_of_our_own_and_the_failed_ones_open_what_must_follow(taken):
    truth = json.loads(sample("truth.json").read_text())[FILE]
    assert (taken.outcome.new, taken.report.faults) == (truth["reports"], [])
    assert Counter(row.conclusion for row in InspectionReport.rows()) == {
        "pass": truth["reports"] - truth["failed"],
        "fail": truth["failed"],
    }
    assert all(item.verdict == item.stated and item.limit and item.unit for item in InspectionItem.rows())
    failed = InspectionReport.rows(InspectionReport.state == "failed")
    assert len(failed) == Nonconformance.select().count() == CorrectiveAction.select().count() == truth["failed"]
    assert all(Nonconformance.row(row.nonconformance).batch_no == row.batch_no for row in failed)
    assert len(notices("operations_manager", urgent=True)) == truth["failed"]


def test_bringing_the_reports_again_changes_nothing(taken):
    again = bring(FILE, "inspection_report")
    assert (again.outcome.state, again.report.unchanged, Nonconformance.select().count()) == ("nothing", 240, 6)
