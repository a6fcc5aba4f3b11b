"""What a form holds beside its name: its sections and questions, what it fills in by itself, what it says before and after."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...kit.ask.filters import BadQuery, named, sound
from ...kit.text import Refused, Text

LONGEST, MOST_QUESTIONS, LONGEST_TEXT = 20_000, 60, 1000
NOT_A_FORM = Text(
    "表单的内容读不懂：{why}；请在表单页里编辑",
    "What the form holds can't be read: {why}; edit it on the page of forms",
)
NO_SHAPE = Text("应有 parts，每一节有 fields", "it should have parts with fields")
TOO_LONG = Text("一段话最多 {most} 个字", "a text has at most {most} characters")
TOO_MANY = Text("最多 {most} 个问题", "at most {most} questions")
TWICE = Text("“{name}”问了两次", "“{name}” is asked twice")
NO_QUESTION = Text("一个问题也没有", "it asks nothing")
PARTS = {"parts": list, "fixed": dict, "intro": dict, "thanks": dict, "number": str}
PART = {"title": dict, "fields": list}
QUESTION = {"name": str, "label": dict, "help": dict, "required": bool, "when": dict, "offer": dict}
TODAY, NOW, ME, MY_STORE = ("today", "now", "me", "my_store")


@dataclass(frozen=True)
class Question:
    """One column that is asked. label: what it is called here; when: a filter over earlier answers; offer: which rows of
    another table may be chosen, {} for all of them, None where that was never decided.
    """

    name: str
    label: Text | None
    help: Text | None
    required: bool
    when: dict[str, Any]
    offer: dict[str, Any] | None


@dataclass(frozen=True)
class Part:
    """One section."""

    title: Text | None
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Body:
    """All of it. number: the column whose value is told to whoever sent an answer. fixed: by column, what it fills in."""

    parts: tuple[Part, ...]
    fixed: dict[str, Any]
    intro: Text | None
    thanks: Text | None
    number: str | None

    @property
    def questions(self) -> list[Question]:
        return [question for part in self.parts for question in part.questions]

    def names(self) -> set[str]:
        """Every column that the form speaks of."""
        asked = {question.name for question in self.questions}
        by_conditions = {name for question in self.questions for name in named(question.when)}
        return {*asked, *by_conditions, *self.fixed, *([self.number] if self.number else [])}


def read(text: str | None) -> Body:
    """The contents of a form. Raises Refused where they are of another shape."""
    try:
        said = json.loads(text or "")
    except (ValueError, RecursionError):
        raise Refused(NOT_A_FORM(why=NO_SHAPE), "body") from None
    if len(text or "") > LONGEST or not _is(said, PARTS) or "parts" not in said:
        raise Refused(NOT_A_FORM(why=NO_SHAPE), "body")
    parts = tuple(_part(part) for part in said["parts"])
    made = Body(
        parts, said.get("fixed", {}), _text(said.get("intro")), _text(said.get("thanks")), said.get("number") or None
    )
    _refuse_odd(made)
    return made


def _refuse_odd(made: Body) -> None:
    names = [question.name for question in made.questions]
    if not names:
        raise Refused(NOT_A_FORM(why=NO_QUESTION), "body")
    if len(names) > MOST_QUESTIONS:
        raise Refused(NOT_A_FORM(why=TOO_MANY(most=MOST_QUESTIONS)), "body")
    twice = next((name for at, name in enumerate(names) if name in names[:at] or name in made.fixed), None)
    if twice is not None:
        raise Refused(NOT_A_FORM(why=TWICE(name=twice)), "body")


def _is(said: Any, kinds: Mapping[str, type]) -> bool:
    return isinstance(said, dict) and all(
        name in kinds and isinstance(value, kinds[name]) for name, value in said.items() if value is not None
    )


def _part(said: Any) -> Part:
    if not _is(said, PART) or "fields" not in said:
        raise Refused(NOT_A_FORM(why=NO_SHAPE), "body")
    return Part(_text(said.get("title")), tuple(_question(question) for question in said["fields"]))


def _question(said: Any) -> Question:
    if not _is(said, QUESTION) or not isinstance(said.get("name"), str):
        raise Refused(NOT_A_FORM(why=NO_SHAPE), "body")
    try:
        when, offer = sound(said.get("when")), said.get("offer")
        offer = None if offer is None else sound(offer)
    except BadQuery as why:
        raise Refused(NOT_A_FORM(why=why.text), "body") from None
    return Question(
        said["name"], _text(said.get("label")), _text(said.get("help")), bool(said.get("required")), when, offer
    )


def _text(said: Any) -> Text | None:
    """A text in both languages; in one where the other wasn't written."""
    words = said or {}
    if not _is(words, {"zh": str, "en": str}):
        raise Refused(NOT_A_FORM(why=NO_SHAPE), "body")
    zh, en = ((words.get(lang) or "").strip() for lang in ("zh", "en"))
    if len(zh) > LONGEST_TEXT or len(en) > LONGEST_TEXT:
        raise Refused(NOT_A_FORM(why=TOO_LONG(most=LONGEST_TEXT)), "body")
    return Text(zh or en, en or zh) if zh or en else None


def written(said: dict[str, Any]) -> str:
    """A body as the form keeps it: without what says nothing, so that two that mean the same are written alike."""
    return json.dumps(_bare(said), ensure_ascii=False)


def _bare(said: Any) -> Any:
    if isinstance(said, dict):
        kept = {name: _bare(value) for name, value in said.items()}
        return {
            name: value
            for name, value in kept.items()
            if name in ("offer", "parts", "fields") or value not in ({}, [], "", None, False)
        }
    return [_bare(value) for value in said] if isinstance(said, list) else said


def conditions(filter: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """(column, operator, value) at every depth."""
    for name, asked in filter.items():
        if isinstance(asked, list):
            for part in asked:
                yield from conditions(part)
        else:
            yield from ((name, op, value) for op, value in asked.items())
