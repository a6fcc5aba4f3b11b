"""The HTTP API: anything at all is answered. OPS_FUZZ=10000 asks that many questions of each kind instead of a few dozen."""

import os

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import house
from models.kit.ask.conditions import OPERATORS, PERSONAL
from models.kit.ask.filters import GROUPS
from tests.helpers.api_asked import FORBIDDEN, HOSTILE, sentence, small_api

EXAMPLES = int(os.environ.get("OPS_FUZZ", "60"))
FUZZ = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    with small_api(tmp_path_factory.mktemp("api")) as api:
        yield api


# Anything at all --------------------------------------------------------------------------------------------------------

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(HOSTILE)
    | st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
    | st.sampled_from(
        ["", "1", "2026-03-01", "¥1", "own", "open", "canary00001", "13800138000", "店", "***", "2026-11", "是"]
    )
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)
KEYS = st.sampled_from(list(house().records))
NAMES = st.sampled_from(
    sorted(
        {name for record in house().records.values() for name in record.fields()}
        | {"id", "", "nonsense", "-id", "__class__"}
    )
)
SMALL = st.integers(-1, 30) | st.none() | ANYTHING


def own_names(key: str):
    return st.sampled_from([*house().records[key].fields(), "id"]) | NAMES


def rows_of(key: str):
    filters = st.dictionaries(
        own_names(key),
        st.dictionaries(
            st.sampled_from([*OPERATORS, *PERSONAL, "like", ""]), ANYTHING | st.lists(SCALARS, max_size=4), max_size=2
        )
        | ANYTHING,
        max_size=3,
    )
    filters = st.recursive(
        filters,
        lambda trees: st.dictionaries(
            st.sampled_from(GROUPS), st.lists(trees | ANYTHING, max_size=3) | ANYTHING, min_size=1
        ),
        max_leaves=6,
    )
    sorts = st.lists(st.builds(str.__add__, st.sampled_from(["", "-"]), own_names(key)) | ANYTHING, max_size=4)
    return st.fixed_dictionaries(
        {},
        optional={
            "offset": SMALL,
            "limit": SMALL,
            "after": SMALL,
            "sort": sorts | ANYTHING,
            "filter": filters | ANYTHING,
            "search": SCALARS,
            "x": ANYTHING,
        },
    )


def changes_of(key: str):
    values = st.dictionaries(own_names(key), ANYTHING, max_size=6)
    change = (
        st.fixed_dictionaries(
            {}, optional={"id": st.integers(1, 12) | SMALL, "set": values | ANYTHING, "seen": values | ANYTHING}
        )
        | ANYTHING
    )
    return st.fixed_dictionaries(
        {"op": st.uuids().map(str)},
        optional={
            "changes": st.lists(change, max_size=4) | ANYTHING,
            "delete": st.lists(SMALL, max_size=2) | ANYTHING,
            "via": st.sampled_from(["grid", "paste"]) | ANYTHING,
        },
    )


def sound(answer) -> None:
    """Never a fault, always JSON, and a sentence where it was refused."""
    assert answer.status_code in (200, 400, 404, 409), answer.text
    body = answer.json()
    if answer.status_code != 200:
        assert sentence(answer)
    elif "state" in body:
        assert body["state"] in ("applied", "duplicate", "conflict", "refused")
        assert bool(body["errors"]) == (body["state"] in ("conflict", "refused"))
        assert all(error["message"] and not FORBIDDEN.search(error["message"]) for error in body["errors"])


@FUZZ
@given(st.data())
def test_any_question_for_rows_is_answered(asked, data):
    key = data.draw(KEYS)
    answer = asked.post(f"{key}/rows", data.draw(rows_of(key)))
    sound(answer)
    assert answer.status_code != 200 or len(answer.json()["rows"]) <= 500


@FUZZ
@given(st.data())
def test_any_question_for_ids_is_answered(asked, data):
    key = data.draw(KEYS)
    wanted = {
        **data.draw(rows_of(key)),
        **data.draw(st.just({}) | st.fixed_dictionaries({"of": st.lists(SMALL, max_size=3) | ANYTHING})),
    }
    sound(asked.post(f"{key}/ids", wanted))


@FUZZ
@given(st.data())
def test_any_question_for_the_end_of_a_jump_is_answered(asked, data):
    key = data.draw(KEYS)
    wanted = data.draw(rows_of(key))
    named = {"field": data.draw(own_names(key) | ANYTHING), "row": data.draw(SCALARS), "filter": wanted.get("filter")}
    sound(asked.post(f"{key}/edge", named))
    texts = data.draw(st.lists(st.text(max_size=6) | SMALL.map(str), max_size=3) | ANYTHING)
    message = {"text": data.draw(st.text(max_size=60) | ANYTHING), "fields": data.draw(st.none() | ANYTHING)}
    sound(asked.post(f"{key}/apart", message))
    sound(asked.post(f"{key}/meant", {"field": named["field"], "texts": texts}))


@FUZZ
@given(st.data())
def test_any_question_for_the_values_of_a_column_is_answered(asked, data):
    key = data.draw(KEYS)
    wanted = data.draw(rows_of(key))
    named = {"field": data.draw(own_names(key) | ANYTHING), "q": data.draw(SCALARS), "filter": wanted.get("filter")}
    sound(asked.post(f"{key}/values", named))


@FUZZ
@given(st.data())
def test_any_request_to_change_is_answered(asked, data):
    key = data.draw(KEYS.filter(lambda key: key not in ("user", "grant", "role")))
    sound(asked.post(f"{key}/changes", data.draw(changes_of(key))))


@FUZZ
@given(st.data())
def test_any_question_of_the_link_picker_is_answered(asked, data):
    asking = {
        "q": data.draw(st.text(st.characters(exclude_categories=("Cs",)), max_size=120) | st.sampled_from(HOSTILE))
    }
    if data.draw(st.booleans()):
        asking["ids"] = data.draw(st.text("0123456789,-x٣ ", max_size=40))
    sound(asked.get(f"{data.draw(KEYS)}/look", params=asking))


@FUZZ
@given(st.data())
def test_any_question_for_an_export_is_answered(asked, data):
    key = data.draw(KEYS)
    body = {**data.draw(rows_of(key)), "columns": data.draw(st.lists(own_names(key), max_size=4) | ANYTHING)}
    answer = asked.get(f"{key}/export.csv", params={"query": orjson.dumps(body).decode()})
    assert answer.status_code == 200 or sentence(answer) and answer.status_code == 400


@FUZZ
@given(st.data())
def test_any_wish_for_an_action_is_answered(asked, data):
    name = data.draw(st.sampled_from([name for name, action in house().actions.items() if action.on.key() != "user"]))
    names = st.sampled_from([*house().actions[name].asks, "nonsense"])
    body = st.fixed_dictionaries(
        {"op": st.uuids().map(str)},
        optional={
            "id": st.integers(1, 4) | SMALL,
            "asks": st.dictionaries(names, st.integers(-3, 3) | ANYTHING, max_size=4) | ANYTHING,
        },
    )
    sound(asked.post(f"actions/{name}", data.draw(body)))


@FUZZ
@given(st.data())
def test_any_wish_to_reveal_restore_or_undo_is_answered(asked, data):
    key, id = data.draw(KEYS), data.draw(st.integers(-1, 40) | st.integers())
    sound(
        asked.post(f"{key}/{id}/reveal", {"field": data.draw(own_names(key) | ANYTHING), "reason": data.draw(ANYTHING)})
    )
    sound(asked.post(f"{key}/{id}/restore", {"op": data.draw(st.uuids().map(str) | ANYTHING)}))
    sound(asked.post(f"batches/{id}/undo", {"op": data.draw(st.uuids().map(str) | ANYTHING)}))
    sound(
        asked.post(
            f"{key}/here", {"tab": data.draw(ANYTHING), "id": data.draw(ANYTHING), "field": data.draw(NAMES | ANYTHING)}
        )
    )
    sound(asked.post("outbox/discarded", {"ops": data.draw(ANYTHING)}))
