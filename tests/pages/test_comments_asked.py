"""Comments over HTTP: said, answered, settled and taken back; refused in words, and unseen by who may not see."""

from itertools import count

import pytest

from tests.helpers.api_asked import op, small_api


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    with small_api(tmp_path_factory.mktemp("comments")) as api:
        yield api


@pytest.fixture
def row(asked):
    """A member that nobody spoke of yet."""
    new = {"card_no": f"C{next(numbers)}", "name": "王小明", "phone": f"138{next(numbers):08}"}
    return asked.json("member/changes", {"op": op(), "changes": [{"id": None, "set": new}]})["rows"][0]["id"]


numbers = count(70_000)


def test_a_comment_comes_back_with_its_answers_its_names_and_what_may_be_done_with_it(asked, row):
    said = asked.json(f"member/{row}/comments", {"text": f"@{asked.who.name} 请看 @没有这人", "op": op()})
    assert (said["told"], said["unknown"]) == ([asked.who.name], ["没有这人"])
    answered = asked.json(f"member/{row}/comments", {"text": "好", "parent": said["id"]})
    [comment] = asked.get(f"member/{row}/comments").json()["comments"]
    assert comment == answered["comments"][0]
    assert comment["named"] == [asked.who.name] and comment["mine"] and comment["removable"]
    assert [reply["text"] for reply in comment["replies"]] == ["好"]
    assert asked.json(f"comments/{comment['id']}", {"resolved": True})["comments"][0]["resolved"] == asked.who.name
    assert asked.json("member/commented", {"ids": [row]}) == {"rows": {}}
    assert asked.json(f"comments/{comment['id']}", {"resolved": False})["comments"][0]["resolved"] is None
    assert asked.json("member/commented", {"ids": [row]}) == {"rows": {str(row): {"": 1}}}
    assert asked.json(f"comments/{comment['id']}", {"text": "改过"})["comments"][0]["edited"]
    left = asked.ask("DELETE", f"comments/{comment['id']}").json()["comments"]
    assert [(comment["gone"], comment["text"], len(comment["replies"])) for comment in left] == [(True, "", 1)]


def test_sent_again_because_the_answer_was_lost_it_stands_there_once(asked, row):
    body = {"text": "再发一次", "op": op()}
    first, again = asked.json(f"member/{row}/comments", body), asked.json(f"member/{row}/comments", body)
    assert again["again"] and len(again["comments"]) == 1 and first["comments"] == again["comments"]
    assert asked.refused(f"member/{row}/comments", {**body, "text": "别的"}, status=409)
    assert len(asked.get(f"member/{row}/comments").json()["comments"]) == 1


def test_who_may_be_named_is_found_by_letters(asked, row):
    everybody = asked.get(f"member/{row}/people").json()["people"]
    assert everybody and set(everybody[0]) == {"name", "hint"}
    few = asked.get(f"member/{row}/people?q=guanliyuan").json()["people"]
    assert few and all("管理员" in person["name"] for person in few)


@pytest.mark.parametrize(
    "body",
    [
        {"text": ""},
        {"text": 7},
        {"text": "x" * 2001},
        {"text": "x", "field": 7},
        {"text": "x", "parent": "1"},
        {"text": "x", "parent": 2**60},
        {"text": "x", "op": 7},
        {"text": "x", "more": 1},
        {},
    ],
)
def test_what_is_no_comment_is_refused_in_words(asked, row, body):
    answer = asked.post(f"member/{row}/comments", body)
    assert answer.status_code in (400, 409) and answer.json()["message"], answer.text
    assert asked.get(f"member/{row}/comments").json() == {"comments": []}


def test_rows_columns_and_comments_that_are_not_there_are_not_found(asked, row):
    for path, body in (
        ("member/999999/comments", {"text": "x"}),
        (f"member/{row}/comments", {"text": "x", "field": "nonsense"}),
        ("comments/999999", {"resolved": True}),
        (f"comments/{2**60}", {"resolved": True}),
    ):
        assert asked.post(path, body).status_code == 404, path
    assert asked.get("member/999999/people").status_code == 404
    assert asked.json("member/commented", {"ids": [999999]}) == {"rows": {}}
    assert asked.post("member/commented", {"ids": ["1"]}).status_code == 400
