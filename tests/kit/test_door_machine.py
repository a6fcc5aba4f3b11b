"""Two people edit, paste, delete, restore and undo at random, with stale eyes, beside a model of plain dictionaries."""

import copy

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from models import house
from models.kit.declare.access import Who
from models.kit.write import history
from models.kit.write.edits import Answer, edit
from models.kit.write.history import Change
from models.kit.write.undo import restore, undo
from models.organization import Region, Store
from tests.helpers.machines import FAR, OnDatabase

PEOPLE = [Who(user_id=at, name=name, login=name, all_rights=True) for at, name in ((1, "Ann"), (2, "Bo"))]
WHO, PICK = st.integers(0, 1), st.integers(0, 9)
NAMES = st.sampled_from(["东", "南", "西", "北", "中"])
RECORD = st.sampled_from([Region, Store])

Rows = dict[type, dict[int, dict]]


class Door(OnDatabase):
    """Regions and their stores: few names, so that people get in each other's way."""

    @initialize()
    def open_door(self):
        self.rows: Rows = {Region: {}, Store: {}}
        self.gone: Rows = {Region: {}, Store: {}}
        self.seen = [copy.deepcopy(self.rows), copy.deepcopy(self.rows)]
        self.batches: list[tuple[int, Rows, Rows]] = []  # id, before, after
        self.undone: set[int] = set()
        self.sent: list[tuple] = []
        self.codes = 0

    # The model ----------------------------------------------------------------------------------------------------------

    @staticmethod
    def fits(rows: Rows) -> bool:
        """Names occur once, and a store's region is there."""
        names = [[row["name"] for row in some.values()] for some in rows.values()]
        linked = all(row["region"] in (None, *rows[Region]) for row in rows[Store].values())
        return linked and all(len(some) == len(set(some)) for some in names)

    def applied(self, answer: Answer, after: Rows) -> None:
        assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
        before, self.rows = self.rows, after
        for record in after:
            for id in before[record].keys() - after[record].keys():
                self.gone[record][id] = before[record][id]
        if Change.select().where(Change.batch == answer.batch).exists():
            self.batches.append((answer.batch, before, after))

    def chosen(self, record: type, pick: int, count: int = 1) -> list[int]:
        """Some ids, among them of rows that are gone."""
        ids = sorted({*self.rows[record], *self.gone[record]})
        return [ids[(pick + at) % len(ids)] for at in range(min(count, len(ids)))] if ids else []

    # What people do -----------------------------------------------------------------------------------------------------

    @rule(who=WHO, names=st.lists(NAMES, min_size=1, max_size=3))
    def add_regions(self, who, names):
        self.add(who, Region, [{"name": name} for name in names])

    @rule(who=WHO, name=NAMES, pick=PICK, by_name=st.booleans())
    def add_store(self, who, name, pick, by_name):
        (region,) = self.chosen(Region, pick) or [None]
        text = self.rows[Region].get(region, {}).get("name")
        given = text if by_name and text else region
        self.add(who, Store, [{"name": name, "region": given}], [{"name": name, "region": region}])

    def add(self, who: int, record: type, sets: list[dict], kept: list[dict] | None = None) -> None:
        self.codes += 1
        code = {"code": f"C{self.codes}"} if record is Store else {}
        wanted = [{"id": None, "set": {**values, **code}} for values in sets]
        first = history.Tally.select(history.Tally.next_id).where(history.Tally.record == record.key()).scalar() or 1
        after = copy.deepcopy(self.rows)
        after[record] |= {first + at: values for at, values in enumerate(kept or sets)}
        answer = edit(record, wanted, who=PEOPLE[who], via="paste")
        if self.fits(after):
            self.applied(answer, after)
        else:
            assert answer.state == "refused"

    @rule(who=WHO, record=RECORD, pick=PICK, names=st.lists(NAMES, min_size=1, max_size=3), looked=st.booleans())
    def rename(self, who, record, pick, names, looked):
        """Each names what this person saw last; a colleague may have been there since."""
        if looked:
            self.seen[who] = copy.deepcopy(self.rows)
        ids = self.chosen(record, pick, len(names))
        known = [
            (id, name, self.seen[who][record].get(id, {}).get("name")) for id, name in zip(ids, names, strict=False)
        ]
        wanted = [{"id": id, "set": {"name": name}, "seen": {"name": saw} if saw else {}} for id, name, saw in known]
        now = self.rows[record]
        late = [id for id, name, saw in known if id not in now or (saw and saw != now[id]["name"] != name)]
        after = copy.deepcopy(self.rows)
        for id, name, _ in known:
            after[record].get(id, {})["name"] = name
        answer = edit(record, wanted, who=PEOPLE[who])
        if late:
            assert answer.state == "conflict"
            assert {fault.index for fault in answer.errors if fault.conflict} == {ids.index(id) for id in late}
        elif self.fits(after):
            self.applied(answer, after)
        else:
            assert answer.state == "refused"

    @rule(who=WHO, pick=PICK, other=PICK)
    def move_store(self, who, pick, other):
        if not (stores := self.chosen(Store, pick)):
            return
        (region,) = self.chosen(Region, other) or [None]
        answer = edit(Store, [{"id": stores[0], "set": {"region": region}}], who=PEOPLE[who])
        after = copy.deepcopy(self.rows)
        after[Store].get(stores[0], {})["region"] = region
        if stores[0] in self.rows[Store] and self.fits(after):
            self.applied(answer, after)
        else:
            assert answer.state in ("refused", "conflict")

    @rule(who=WHO, record=RECORD, pick=PICK, count=st.integers(1, 2))
    def delete(self, who, record, pick, count):
        ids = self.chosen(record, pick, count)
        after = copy.deepcopy(self.rows)
        for id in ids:
            after[record].pop(id, None)
        answer = edit(record, [], delete=ids, who=PEOPLE[who])
        if ids and any(id not in self.rows[record] for id in ids):
            assert answer.state == "conflict"
        elif self.fits(after):
            self.applied(answer, after)
        else:
            assert answer.state == "refused"

    @rule(who=WHO, record=RECORD, pick=PICK)
    def restore(self, who, record, pick):
        for id in self.chosen(record, pick):
            after = copy.deepcopy(self.rows)
            after[record][id] = self.gone[record].get(id)
            answer = restore(record, id, who=PEOPLE[who])
            if id not in self.rows[record] and self.fits(after):
                self.applied(answer, after)
            else:
                assert answer.state == "refused"

    @rule(who=WHO, pick=PICK, newest=st.booleans())
    def undo(self, who, pick, newest):
        """The newest batch can always be taken back; an older one exactly, or not at all."""
        if not self.batches:
            return
        at = -1 if newest else pick % len(self.batches)
        batch, before, after = self.batches[at]
        answer = undo(batch, house().records, who=PEOPLE[who])
        if batch in self.undone:
            assert answer.state == "refused"
            return
        if self.batches[-1][0] == batch:
            assert answer.state == "applied", [fault.text.zh for fault in answer.errors]
        if answer.state == "applied":
            self.undone.add(batch)
            self.applied(answer, self.taken_back(before, after))

    def taken_back(self, before: Rows, after: Rows) -> Rows:
        """Today's rows with what one batch changed as it was before it."""
        rows = copy.deepcopy(self.rows)
        for record in rows:
            for id in before[record].keys() | after[record].keys():
                old, new = before[record].get(id), after[record].get(id)
                if old is None and new is not None:
                    del rows[record][id]
                elif new is None and old is not None:
                    rows[record][id] = dict(old)
                elif old != new:
                    rows[record][id] |= {name: value for name, value in old.items() if value != new[name]}
        return rows

    @rule(who=WHO, name=NAMES)
    def send_twice(self, who, name):
        """The same operation again changes nothing, with other content it is refused."""
        op, wanted = f"op {len(self.sent)} {who}", [{"id": None, "set": {"name": name}}]
        self.sent.append((op, name))
        first = history.Tally.select(history.Tally.next_id).where(history.Tally.record == "region").scalar() or 1
        after = copy.deepcopy(self.rows)
        after[Region][first] = {"name": name}
        answer = edit(Region, wanted, who=PEOPLE[who], op=op)
        if not self.fits(after):
            assert answer.state == "refused"
            return
        self.applied(answer, after)
        again = edit(Region, wanted, who=PEOPLE[who], op=op)
        assert (again.state, again.batch) == ("duplicate", answer.batch)
        assert edit(Region, [{"id": None, "set": {"name": "别的"}}], who=PEOPLE[who], op=op).state == "refused"
        assert edit(Region, wanted, who=PEOPLE[1 - who], op=op).state == "refused"

    # What must be so ----------------------------------------------------------------------------------------------------

    @invariant()
    def the_tables_hold_what_the_model_holds(self):
        regions = {row.id: {"name": row.name} for row in Region.rows()}
        stores = {row.id: {"name": row.name, "region": row.region} for row in Store.rows()}
        assert {Region: regions, Store: stores} == self.rows


TestDoor = pytest.mark.opens(Door.TestCase)
TestDoor.settings = FAR
