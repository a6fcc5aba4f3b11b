"""Rows laid out as board, calendar, timeline, cards and pivot: counted as a naive count counts them, and within the reader's rights."""

from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from exports.write.pivoted import book_of
from models import AREAS, house
from models.kit import system
from models.kit.ask.query import BadQuery, Query
from models.kit.ask.shape import board as boards
from models.kit.ask.shape.board import board
from models.kit.ask.shape.days import MOST_BARS, calendar, timeline
from models.kit.ask.shape.gallery import gallery
from models.kit.ask.shape.grammar import shape_of
from models.kit.ask.shape.laid import Laid
from models.kit.ask.shape.pivot import Pivot
from models.kit.ask.shape.suggest import suggested
from models.kit.clock import local, now, start_of
from models.kit.formula.asking import seen
from models.kit.server.database import writing
from models.kit.write.files import Attachment
from models.kit.write.writes import changes
from models.members import Member, Purchase
from models.promotions import Promotion
from tests.conftest import person

BOSS = system("tests")
FIRST = date(2025, 12, 20)
STATES = ("active", "dormant", "erased")


@pytest.fixture
def bought(stores):
    """Forty purchases in two stores over three months, some about midnight, and their members."""
    with changes(who=BOSS) as c:
        members = c.add(
            Member,
            [
                {
                    "card_no": f"M{n:03}",
                    "name": f"会员{n}",
                    "phone": f"1390000{n:04}",
                    "home_store": stores["锦江一店"] if n % 2 else None,
                    "joined_on": FIRST + timedelta(days=n),
                }
                for n in range(4)
            ],
        )
        rows = c.add(
            Purchase,
            [
                {
                    "member": members[n % 4].id,
                    "store": stores["锦江一店" if n % 3 else "武侯一店"],
                    "channel": "store",
                    "purchased_at": start_of(FIRST + timedelta(days=2 * n)) - timedelta(minutes=n % 3),
                    "amount": Decimal(n) / 4 + 1,
                    "receipt_no": f"R{n}",
                }
                for n in range(40)
            ],
        )
    return {"members": members, "rows": rows, "stores": stores}


def wires(record=Purchase):
    return Query(record, BOSS).rows(0, 500)


def bad(ask):
    with pytest.raises(BadQuery) as error:
        ask()
    return error.value.text.zh


# Board ------------------------------------------------------------------------------------------------------------------


def test_a_board_counts_each_column_as_one_counts_by_hand_and_brings_the_first_cards_in_order(bought):
    answer = board(Laid(Purchase, BOSS, sort=["-amount"]), "store", first=3)
    by_hand = Counter(row["store"]["text"] for row in wires())
    assert {column["label"]: column["count"] for column in answer["columns"]} == by_hand and answer["total"] == 40
    for column in answer["columns"]:
        amounts = sorted(
            (Decimal(row["amount"]) for row in wires() if row["store"]["id"] == column["key"]), reverse=True
        )
        assert [Decimal(row["amount"]) for row in column["rows"]] == amounts[:3]


def test_a_column_goes_on_where_it_stopped(bought):
    asked = {"by": "store", "first": 5}
    whole = [row["id"] for row in wires() if row["store"]["id"] == bought["stores"]["锦江一店"]]
    parts = [
        board(Laid(Purchase, BOSS), **asked, only=bought["stores"]["锦江一店"], offset=at)["columns"] for at in (0, 5)
    ]
    assert [row["id"] for (column,) in parts for row in column["rows"]] == whole[:10]


def test_every_choice_has_its_column_though_it_is_empty_and_what_is_blank_stands_first(bought):
    columns = board(Laid(Member, BOSS), "home_store")["columns"]
    assert [(column["key"], column["count"]) for column in columns] == [(None, 2), (bought["stores"]["锦江一店"], 2)]
    states = [column["key"] for column in board(Laid(Promotion, BOSS), "state")["columns"]]
    assert states == [choice.key for choice in Promotion.state.options]


def test_of_more_columns_than_fit_the_emptiest_stay_out_and_are_told(bought, monkeypatch):
    monkeypatch.setattr(boards, "MOST_COLUMNS", 1)
    answer = board(Laid(Purchase, BOSS), "store")
    assert [column["count"] for column in answer["columns"]] == [26] and answer["out"] == {"columns": 1, "rows": 14}


def test_nobody_lays_out_by_a_column_that_is_hidden_or_masked_for_him_nor_by_one_of_another_kind(bought):
    chen = person("Chen", "store_manager", 8, store_id=bought["stores"]["锦江一店"])
    for name in ("phone", "birthday", "no_such"):
        assert bad(lambda name=name: Pivot(Laid(Member, chen), [{"field": name}], [], None).answer())
    assert "会员姓名" in bad(lambda: board(Laid(Member, BOSS), "name")) or "姓名" in bad(
        lambda: board(Laid(Member, BOSS), "name")
    )
    assert bad(lambda: calendar(Laid(Member, chen), "birthday", None, "2026-01-01", "2026-01-31"))
    assert bad(lambda: shape_of(Laid(Member, chen), {"kind": "calendar", "starts": "birthday"}))


def test_a_manager_counts_the_rows_of_his_own_store_alone(bought):
    own = bought["stores"]["锦江一店"]
    chen = person("Chen", "store_manager", 8, store_id=own)
    assert [column["key"] for column in board(Laid(Purchase, chen), "store")["columns"]] == [own]
    pivot = Pivot(Laid(Purchase, chen), [{"field": "store"}], [], None).answer()
    assert [head["key"] for head in pivot["rows"]] == [[own]] and pivot["total"] == Query(Purchase, chen).count()


# Days -------------------------------------------------------------------------------------------------------------------


def test_a_calendar_counts_the_days_here_and_shows_so_many_of_each(bought):
    answer = calendar(Laid(Purchase, BOSS), "purchased_at", None, "2026-01-01", "2026-01-31", 1)
    by_hand = Counter(
        local(datetime.fromisoformat(row["purchased_at"].rstrip("Z"))).date().isoformat() for row in wires()
    )
    assert {day["day"]: day["count"] for day in answer["days"]} == {
        day["day"]: by_hand[day["day"]] for day in answer["days"]
    }
    assert len(answer["rows"]) == sum(1 for day in answer["days"] if day["count"])
    assert [day["week"] for day in answer["days"] if day["week"]] == [2, 3, 4, 5], "each Monday says its week"
    assert answer["days"][0]["off"] and answer["days"][0]["usual"], "New Year is a Thursday off"


def promotion(name, first, last):
    return {
        "name": name,
        "kind": "discount",
        "channel": "store",
        "starts_on": first,
        "ends_on": last,
        "mechanics": "满减",
    }


@pytest.fixture
def promoted(db):
    with changes(who=BOSS) as c:
        c.add(
            Promotion,
            [
                promotion("before", date(2026, 1, 1), date(2026, 1, 31)),
                promotion("into", date(2026, 1, 20), date(2026, 2, 2)),
                promotion("over", date(2026, 1, 1), date(2026, 3, 31)),
                promotion("within", date(2026, 2, 10), date(2026, 2, 12)),
                promotion("after", date(2026, 3, 1), date(2026, 3, 2)),
            ],
        )


def test_what_runs_over_several_days_lies_on_each_of_them_and_what_only_touches_the_span_is_seen(promoted):
    answer = calendar(Laid(Promotion, BOSS), "starts_on", "ends_on", "2026-02-01", "2026-02-28")
    assert {row["name"] for row in answer["rows"]} == {"into", "over", "within"}
    counts = {day["day"]: day["count"] for day in answer["days"]}
    assert [counts[f"2026-02-{day:02}"] for day in (1, 2, 3, 10, 12, 13)] == [2, 2, 1, 2, 2, 1]
    spans = {row["name"]: answer["spans"][str(row["id"])] for row in answer["rows"]}
    assert spans["into"] == ["2026-01-20", "2026-02-02"]


def test_what_lies_before_and_after_the_days_in_sight_is_told_with_the_nearest_of_it(promoted, bought):
    answer = calendar(Laid(Promotion, BOSS), "starts_on", "ends_on", "2026-02-01", "2026-02-28")
    assert (answer["before"], answer["after"]) == ({"n": 1, "day": "2026-01-01"}, {"n": 1, "day": "2026-03-01"})
    bars = timeline(Laid(Promotion, BOSS), "starts_on", "ends_on", None, "2027-01-01", "2027-01-31")
    assert bars["before"] == {"n": 5, "day": "2026-03-01"} and "after" not in bars and not bars["rows"]
    moments = calendar(Laid(Purchase, BOSS), "purchased_at", None, "2025-12-01", "2025-12-31")
    here = [local(datetime.fromisoformat(row["purchased_at"].rstrip("Z"))).date().isoformat() for row in wires()]
    later = [day for day in here if day > "2025-12-31"]
    assert moments["after"] == {"n": len(later), "day": min(later)}
    mine = calendar(Laid(Promotion, BOSS, {"name": {"eq": "over"}}), "starts_on", None, "2026-02-01", "2026-02-28")
    assert (mine["before"], mine.get("after")) == ({"n": 1, "day": "2026-01-01"}, None)


def test_a_timeline_brings_its_bars_and_says_how_many_there_are(promoted, monkeypatch):
    asked = ("starts_on", "ends_on", "state", "2026-02-01", "2026-02-28")
    answer = timeline(Laid(Promotion, BOSS), *asked)
    assert (
        [row["name"] for row in answer["rows"]] == ["over", "into", "within"]
        and "message" not in answer
        and MOST_BARS > 3
    )
    monkeypatch.setattr("models.kit.ask.shape.days.MOST_BARS", 2)
    assert "3 条" in timeline(Laid(Promotion, BOSS), *asked)["message"]


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-02-30", "2026-03-01"), ("2026-02-02", "2026-02-01"), ("2020-01-01", "2026-01-01"), (None, 5)],
)
def test_days_that_are_none_are_refused(db, first, last):
    assert bad(lambda: calendar(Laid(Promotion, BOSS), "starts_on", None, first, last))


def test_a_first_and_a_last_day_are_of_one_kind(db):
    assert "同一种日期" in bad(
        lambda: timeline(Laid(Member, BOSS), "joined_on", "last_purchase_at", None, "2026-01-01", "2026-01-02")
    )


# Pictures ---------------------------------------------------------------------------------------------------------------


def test_cards_bring_the_first_picture_of_each_row_and_no_pdf(bought):
    first, second, *_ = bought["members"]
    with writing():
        for row, kind in (
            (first, "application/pdf"),
            (first, "image/png"),
            (first, "image/jpeg"),
            (second, "application/pdf"),
        ):
            Attachment.create(
                record="member",
                row_id=row.id,
                name="x",
                kind=kind,
                size=1,
                stored=f"{row.id}{kind}",
                digest="",
                at=now(),
                user_id=1,
                user_name="x",
            )
    answer = gallery(Laid(Member, BOSS))
    ids = {file.kind: file.id for file in Attachment.select().where(Attachment.row_id == first.id)}
    assert answer["pictures"] == {str(first.id): [ids["image/png"], 2]} and answer["total"] == len(answer["rows"]) == 4
    with writing():  # one of them hangs on a column that this reader doesn't see
        Attachment.update(field="out_of_sight").where(Attachment.id == ids["image/png"]).execute()
    assert gallery(Laid(Member, BOSS))["pictures"] == {str(first.id): [ids["image/jpeg"], 1]}


# Pivot ------------------------------------------------------------------------------------------------------------------


GRAINS = {
    "day": lambda day: day.isoformat(),
    "week": lambda day: "{}-W{:02}".format(*day.isocalendar()[:2]),
    "month": lambda day: day.isoformat()[:7],
    "quarter": lambda day: f"{day.year}-Q{(day.month + 2) // 3}",
    "year": lambda day: str(day.year),
}
MEASURES = {
    "count": len,
    "sum": sum,
    "least": min,
    "most": max,
    "distinct": lambda values: len(set(values)),
    "mean": lambda values: (sum(values) / len(values)).quantize(Decimal("0.01")),
}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    grain=st.sampled_from(sorted(GRAINS)),
    fn=st.sampled_from(sorted(MEASURES)),
    turned=st.booleans(),
    least=st.integers(0, 8),
)
def test_a_pivot_measures_what_a_naive_count_measures(bought, grain, fn, turned, least):
    rows, columns = [{"field": "store"}], [{"field": "purchased_at", "grain": grain}]
    if turned:
        rows, columns = columns, rows
    query = Laid(Purchase, BOSS, filter={"amount": {"ge": least}})
    answer = Pivot(query, rows, columns, {"fn": fn, **({} if fn == "count" else {"field": "amount"})}).answer()
    naive: dict = {}
    for row in wires():
        amount = Decimal(row["amount"])
        if amount < least:
            continue
        day = local(datetime.fromisoformat(row["purchased_at"].rstrip("Z"))).date()
        at = (row["store"]["text"], GRAINS[grain](day))
        at = at[::-1] if turned else at
        for key in (at, (at[0], None), (None, at[1]), (None, None)):
            naive.setdefault(key, []).append(amount)
    measured = {(None, None): answer["total"]}
    measured |= {(head["label"][0], None): head["total"] for head in answer["rows"]} | {
        (None, head["label"][0]): head["total"] for head in answer["columns"]
    }
    for row, cells in zip(answer["rows"], answer["cells"], strict=True):
        measured |= {
            (row["label"][0], column["label"][0]): cell
            for column, cell in zip(answer["columns"], cells, strict=True)
            if cell is not None
        }
    if answer["out"]["columns"] or answer["out"]["rows"]:  # of too many days the latest are told
        naive = {key: values for key, values in naive.items() if key in measured}
    assert {key: Decimal(value) for key, value in measured.items()} == {
        key: Decimal(MEASURES[fn](values)) for key, values in naive.items()
    }


@pytest.mark.parametrize("grain", sorted(GRAINS))
def test_the_filter_of_a_head_leaves_exactly_its_rows(bought, grain):
    answer = Pivot(
        Laid(Purchase, BOSS), [{"field": "store"}, {"field": "purchased_at", "grain": grain}], [], None
    ).answer()
    assert [Query(Purchase, BOSS, filter=row["filter"]).count() for row in answer["rows"]] == [
        row["total"] for row in answer["rows"]
    ]
    assert sum(row["total"] for row in answer["rows"]) == 40


def test_a_pivot_of_blank_values_has_a_head_for_them_that_leads_to_their_rows(bought):
    answer = Pivot(Laid(Member, BOSS), [{"field": "home_store"}], [], None).answer()
    assert answer["rows"][-1]["label"] == ["（空）"] and answer["rows"][-1]["filter"] == {"home_store": {"empty": True}}


@pytest.mark.parametrize(
    ("rows", "columns", "measure"),
    [
        ([{"field": "store"}], [], {"fn": "median"}),
        ([{"field": "store"}], [], {"fn": "sum", "field": "receipt_no"}),
        ([{"field": "note"}], [], None),
        ([{"field": "purchased_at", "grain": "hour"}], [], None),
        ([{"field": "purchased_at", "grain": ["month"]}], [], None),
        ("store", [], None),
        ([{"field": "store"}] * 2, [{"field": "member"}] * 2, None),
        ([{"field": "store", "x": 1}], [], None),
    ],
)
def test_what_is_no_pivot_is_refused_in_words(db, rows, columns, measure):
    assert bad(lambda: Pivot(Laid(Purchase, BOSS), rows, columns, measure).answer())


def test_the_workbook_of_a_pivot_holds_its_numbers_as_numbers_and_its_names_as_text(bought):
    with changes(who=BOSS) as c:
        c.update(house().records["store"], bought["stores"]["武侯一店"], name="=1+1")
    made = Pivot(
        Laid(Purchase, BOSS),
        [{"field": "store"}],
        [{"field": "purchased_at", "grain": "month"}],
        {"fn": "sum", "field": "amount"},
    )
    sheet = load_workbook(BytesIO(book_of(made, BOSS, "stack"))).active
    answer = made.answer()
    assert sheet["A1"].value == "门店" and sheet.cell(1, len(answer["columns"]) + 2).value == "合计"
    assert {sheet.cell(2, 1).data_type, sheet.cell(3, 1).data_type} == {"s"} and "=1+1" in {
        sheet["A2"].value,
        sheet["A3"].value,
    }
    assert (
        Decimal(str(sheet.cell(4, len(answer["columns"]) + 2).value)) == Decimal(answer["total"])
        and len(sheet._charts) == 1
    )


# What the grammar suggests ------------------------------------------------------------------------------------------------


def shapes(name, who=BOSS):
    record = house().records[name]
    return suggested(record, seen(who, record))


def test_each_area_has_shapes_of_its_own_and_each_of_them_can_be_asked(db):
    for area in AREAS:
        pairs = [(record, shape) for record in area.records for shape in shapes(record.key()).values()]
        assert {shape["kind"] for _, shape in pairs} & {"board", "calendar", "timeline", "cards"}, area.name
        for record, shape in pairs:
            assert shape_of(Laid(record, BOSS), shape) == {
                name: value for name, value in shape.items() if value is not None
            }


@pytest.mark.parametrize(
    ("name", "kind", "settings"),
    [
        ("complaint", "board", {"by": "state"}),
        ("opportunity", "board", {"by": "stage"}),
        ("store_visit", "calendar", {"starts": "visited_on"}),
        ("training_session", "calendar", {"starts": "held_on"}),
        ("promotion", "calendar", {"starts": "starts_on", "ends": "ends_on"}),
        ("duty_shift", "calendar", {"starts": "day"}),
        ("duty_shift", "timeline", {"group": "store"}),
        ("opening_task", "timeline", {"ends": "due_on", "group": "opening", "after": "after"}),
        ("promotion", "timeline", {"starts": "starts_on", "ends": "ends_on"}),
        ("product", "cards", {}),
        ("visit_item", "cards", {}),
    ],
)
def test_a_declaration_suggests_its_shapes(db, name, kind, settings):
    assert settings.items() <= shapes(name)[kind].items()


def test_a_timeline_goes_by_a_link_to_rows_of_its_own_alone(db):
    line = {"kind": "timeline", "starts": "starts_on", "ends": "due_on"}
    laid = Laid(house().records["opening_task"], BOSS)
    assert shape_of(laid, {**line, "after": "after"})["after"] == "after"
    assert "排不出先后" in bad(lambda: shape_of(laid, {**line, "after": "opening"}))
    assert bad(lambda: shape_of(laid, {**line, "after": "state"})) and bad(lambda: shape_of(laid, {**line, "after": 3}))


def test_nothing_is_suggested_by_a_column_that_the_reader_does_not_see_in_full(db):
    chen = person("Chen", "store_manager", 8, store_id=1)
    assert "birthday" not in str(shapes("member", chen))
