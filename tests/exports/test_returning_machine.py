"""Random edits in a file and here at the same time: no cell is lost, none is invented, whatever becomes of the rows."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.kit.write.edits import edit
from models.members import Member
from tests.helpers.returned_files import FIRST, brought, column, taken, worked_on

LABELS = {"note": "备注", "birthday": "生日", "gender": "性别", "home_store": "入会门店"}
VALUES = {
    "note": [None, "甲", "乙 丙", "=1+1", "007", "是"],
    "birthday": [None, date(1980, 1, 2), date(1992, 2, 29)],
    "gender": [None, "female", "male"],
    "home_store": [None, "锦江一店", "武侯一店"],
}
SHOWN = {"female": "女", "male": "男"}
MOST = 5
CELLS = st.dictionaries(st.tuples(st.integers(0, MOST - 1), st.sampled_from(sorted(VALUES))), st.integers(0, 5))
ROWS = st.sets(st.integers(0, MOST - 1), max_size=2)
counter = iter(range(1, 10**6))


def value(name, pick):
    return VALUES[name][pick % len(VALUES[name])]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    begun=CELLS,
    theirs=CELLS,
    mine=CELLS,
    gone=ROWS,
    out=ROWS,
    order=st.permutations(range(MOST)),
    added=st.integers(0, 2),
    side=st.sampled_from(["mine", "theirs"]),
    delete=st.booleans(),
)
def test_no_cell_is_lost_and_none_invented(
    boss, stores, tmp_path, begun, theirs, mine, gone, out, order, added, side, delete
):
    ids = _begun(boss, begun)
    base = _stored(ids, stores)
    data = taken(Member, boss, ["card_no", "name", *LABELS], {"id": {"in": ids}})
    _apply(boss, ids, theirs)
    assert not gone or edit(Member, [], delete=[ids[at] for at in gone], who=boss).state == "applied"
    now, cards = _stored(ids, stores), []
    file = worked_on(data, lambda sheet: _work(sheet, mine, out, order, added, cards))
    done = brought(Member, file, boss, tmp_path, dry_run=False, conflicts=side, deleted="all" if delete else [])
    assert done.outcome.state in ("applied", "nothing"), done.wire("zh")
    after = _stored(ids, stores)
    for at, id in enumerate(ids):
        if at in gone or (at in out and delete):
            assert id not in after
            continue
        for name in LABELS:
            said = base[id][name] if at in out else _said(mine, at, name, base[id][name])
            assert after[id][name] == _merged(base[id][name], now[id][name], said, side), (at, name)
    new = {row.card_no: row.note for row in Member.rows(Member.card_no.in_(cards))}
    assert new == dict.fromkeys(cards, "新来的")


def _merged(base, theirs, mine, side):
    if mine == base:
        return theirs
    return mine if theirs in (base, mine) or side == "mine" else theirs


def _said(cells, at, name, otherwise):
    return value(name, cells[at, name]) if (at, name) in cells else otherwise


def _begun(boss, cells):
    start = next(counter)
    rows = [{"card_no": f"H{start:05d}-{at}", "name": f"客{at}"} for at in range(MOST)]
    answer = edit(Member, [{"id": None, "set": row} for row in rows], who=boss)
    ids = [row["id"] for row in answer.rows]
    _apply(boss, ids, cells)
    return ids


def _apply(boss, ids, cells):
    sets = {}
    for (at, name), pick in cells.items():
        given = value(name, pick)
        sets.setdefault(ids[at], {})[name] = given.isoformat() if isinstance(given, date) else given
    answer = edit(Member, [{"id": id, "set": values} for id, values in sets.items()], who=boss)
    assert answer.state == "applied", answer.errors


def _stored(ids, stores):
    named = {id: name for name, id in stores.items()}
    return {
        id: {name: named.get(row.home_store) if name == "home_store" else getattr(row, name) for name in LABELS}
        for id, row in Member.rows_by_id(ids).items()
    }


def _work(sheet, mine, out, order, added, cards):
    """What a person does: types, takes rows out, sorts with the IDs, adds below."""
    width = sheet.max_column
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=FIRST)]
    places = {name: column(sheet, label) - 1 for name, label in LABELS.items()}
    for (at, name), pick in mine.items():
        given = value(name, pick)
        rows[at][places[name]] = SHOWN.get(given, given)
    left = [rows[at] for at in order if at not in out]
    for at in range(added):
        cards.append(f"N{next(counter):05d}")
        new = [None] * width
        new[column(sheet, "会员卡号") - 1], new[column(sheet, "姓名") - 1] = cards[-1], f"新{at}"
        new[places["note"]] = "新来的"
        left.append(new)
    sheet.delete_rows(FIRST, len(rows))
    for at, row in enumerate(left, FIRST):
        for place, given in enumerate(row, 1):
            cell = sheet.cell(at, place)
            cell.value = given
            if isinstance(given, str):
                cell.data_type = "s"  # what looks like a formula was typed as text
