"""Who may be named in a comment with @, who is told of it, and what people do with comments."""

import json
import re
from dataclasses import dataclass, replace
from typing import Any

from ..kit.ask.links import visible_ids
from ..kit.ask.titles import names_shown, titles_of
from ..kit.declare.access import Who
from ..kit.declare.record import Record
from ..kit.formula.asking import seen
from ..kit.pinyin import pinyin_of
from ..kit.text import Text
from ..kit.write.comments import Comment, look_at, mentions_of, reworded, said
from ..kit.write.notices import notify
from ..kit.write.writes import Changes
from .people import Role, User
from .rights import WHO_COLUMNS, who_of

MOST_OFFERED, MOST_SAID = 20, 60
NAMED = re.compile(r"(?<![\w.@])@(?=\S)")
NAMED_YOU = Text("{who}在{where}的评论里提到了你：{said}", "{who} named you in a comment on {where}: {said}")
NAMED_ROLE = Text("{who}在{where}的评论里提到了{role}：{said}", "{who} named {role} in a comment on {where}: {said}")
ANSWERED = Text("{who}回复了你在{where}的评论：{said}", "{who} answered your comment on {where}: {said}")
WHERE = Text("{record}“{title}”", "{record} “{title}”")
CELL = Text("{where}的“{field}”", "“{field}” of {where}")
NAME_ENDS = re.compile(r"[\s，,。.：:；;、！!？?@（(]")


@dataclass(frozen=True)
class Named:
    """Somebody who can be named: one account, or everybody of a role."""

    name: str
    hint: str
    user: int | None = None
    role: str | None = None

    @property
    def kept(self) -> dict[str, Any]:
        return {"name": self.name, **({"user": self.user} if self.user is not None else {"role": self.role})}


def readers(record: type[Record], id: int, field: str | None = None) -> list[Who]:
    """The active accounts that see this row, and the column in full; also of who hasn't signed in yet."""
    query = User.select(*WHO_COLUMNS).join(Role, on=(User.role == Role.id)).where(User.active == 1)
    answers: dict[tuple, bool] = {}
    seeing = []
    for row in query.order_by(User.name).dicts():
        who = who_of({**row, "must_change": False})
        alike = (who.role, who.store_id, who.region_id, who.employee_id)
        if alike not in answers:
            answers[alike] = bool(visible_ids(record, who, {id})) and (
                field is None or seen(who, record).get(field) == "full"
            )
        if answers[alike]:
            seeing.append(who)
    return seeing


def nameable(who: Who, record: type[Record], id: int, field: str | None = None) -> list[Named]:
    """Who can be named in a comment there: whoever sees it, and the roles of which somebody does. Raises Refused."""
    look_at(who, record, id, field)
    people = readers(record, id, field)
    roles = {row.code: row for row in Role.rows()}
    label = {code: Text(row.name, row.name_en or row.name) for code, row in roles.items()}
    named = [Named(reader.name, label[reader.role].say(who.lang), user=reader.user_id) for reader in people]
    for code in dict.fromkeys(reader.role for reader in people):
        named.append(Named(label[code].say(who.lang), Text("角色", "Role").say(who.lang), role=code))
    return named


def offered(who: Who, record: type[Record], id: int, field: str | None, text: str) -> list[Named]:
    """What is offered after an @ and these letters, also as pinyin; oneself is left out."""
    asked = text.strip().casefold()
    fitting = []
    for named in nameable(who, record, id, field):
        if named.user == who.user_id and named.user is not None:
            continue
        spoken = [named.name.casefold(), *(pinyin_of(named.name) or "").casefold().split()]
        if not asked or any(asked in part for part in spoken):
            fitting.append((not any(part.startswith(asked) for part in spoken), named))
    return [named for _, named in sorted(fitting, key=lambda pair: pair[0])][:MOST_OFFERED]


def named_in(text: str, people: list[Named]) -> tuple[list[Named], list[str]]:
    """Whom a text names with @, the longest name that fits, and what stands behind an @ that nobody is called by."""
    by_name: dict[str, list[Named]] = {}
    for person in people:
        by_name.setdefault(person.name.casefold(), []).append(person)
    longest = sorted(by_name, key=len, reverse=True)
    named, unknown = {}, []
    for at in NAMED.finditer(text):
        rest = text[at.end() :].casefold()
        name = next((name for name in longest if rest.startswith(name) and not _goes_on(name, rest)), None)
        if name is None:
            unknown.append(NAME_ENDS.split(text[at.end() :], maxsplit=1)[0][:20])
        for person in by_name.get(name or "", ()):
            named[person.user, person.role] = person
    return list(named.values()), [name for name in dict.fromkeys(unknown) if name]


def _goes_on(name: str, rest: str) -> bool:
    """Whether letters of our alphabet go on behind the name: Chenxi isn't Chen, while Chinese leaves no gap behind one."""
    return name[-1:].isascii() and rest[len(name) : len(name) + 1].isascii() and rest[len(name) :][:1].isalnum()


@dataclass(frozen=True)
class Said:
    """A comment as it landed; `unknown`: names behind an @ of whom nobody was told."""

    comment: Comment
    reached: list[str]
    unknown: list[str]


def say(
    c: Changes, record: type[Record], id: int, text: Any, *, field: str | None = None, parent: int | None = None
) -> Said:
    """Put a comment there and tell those it names, and those whom it answers. Raises Refused."""
    comment = said(c, record, id, text, field=field, parent=parent)
    heard, unknown = _tell(c, record, comment, before=frozenset())
    _tell_answered(c, record, comment, heard)
    return Said(comment, [person.name for person in heard], unknown)


def say_again(c: Changes, record: type[Record], comment: Comment, text: Any) -> Said:
    """Other words for one's own comment; only those are told whom it didn't name before. Raises Refused."""
    before = frozenset((kept.get("user"), kept.get("role")) for kept in mentions_of(comment))
    reworded(c, comment, text)
    now = Comment.get_by_id(comment.id)
    heard, unknown = _tell(c, record, now, before)
    return Said(now, [person.name for person in heard], unknown)


def _tell(
    c: Changes, record: type[Record], comment: Comment, before: frozenset[tuple[int | None, str | None]]
) -> tuple[list[Named], list[str]]:
    named, unknown = named_in(comment.text, nameable(c.who, record, comment.row_id, comment.field))
    kept = json.dumps([person.kept for person in named], ensure_ascii=False) if named else None
    Comment.update(mentions=kept).where(Comment.id == comment.id).execute()
    fresh = [person for person in named if (person.user, person.role) not in before]
    row = comment.row_id
    about = _about(c.who, record, comment)
    users = [person.user for person in fresh if person.user is not None and person.user != c.who.user_id]
    notify(c, NAMED_YOU(**about), users=users, record=record, row=row)
    for person in fresh:
        if person.role is not None:
            notify(c, NAMED_ROLE(role=person.name, **about), roles=[person.role], record=record, row=row)
    return fresh, unknown


def _tell_answered(c: Changes, record: type[Record], comment: Comment, heard: list[Named]) -> None:
    """Those who spoke before in the same talk hear of an answer, if they still see it and aren't told already."""
    if comment.parent is None:
        return
    talk = (Comment.id == comment.parent) | (Comment.parent == comment.parent)
    spoke = {user for (user,) in Comment.select(Comment.user_id).where(talk, Comment.removed_at.is_null()).tuples()}
    see = {who.user_id for who in readers(record, comment.row_id, comment.field)}
    others = (spoke & see) - {person.user for person in heard} - {c.who.user_id, None}
    notify(c, ANSWERED(**_about(c.who, record, comment)), users=sorted(others), record=record, row=comment.row_id)


def _about(who: Who, record: type[Record], comment: Comment) -> dict[str, Any]:
    """Who said it, where and what: the row by its title only where that is open to every reader of notices."""
    title = f"#{comment.row_id}"
    if all(names_shown(record, reader) for reader in readers(record, comment.row_id, comment.field)):
        title = titles_of(record, {comment.row_id}, replace(who, lang="zh"))[comment.row_id]
    where = WHERE(record=record.sheet.label, title=title)
    if comment.field is not None:
        where = CELL(where=where, field=record.facts().readable[comment.field].label)
    text = " ".join(comment.text.split())
    return {"who": who.name, "where": where, "said": text if len(text) <= MOST_SAID else text[: MOST_SAID - 1] + "…"}
