"""Survey links 问卷链接: made by the service team, kept as hashes, ended when a poster comes down."""

import hashlib
import secrets
from collections.abc import Sequence

from ..kit import Changes, Refused, Text, Who, changes, in_one_change
from ..kit.clock import now
from ..kit.declare.access import why_not
from .surveys import Survey, SurveyLink

MOST = 500
NOT_OPEN = Text("“{title}”还没有发布或已经结束，不能生成链接", "“{title}” isn't open, so no links are made")
HOW_MANY = Text("一次可生成 1 到 {most} 个链接", "Between 1 and {most} links at a time")
ENDED = Text(
    "链接已停用，扫码的人会看到问卷已结束", "The link has ended; whoever scans it reads that the survey is over"
)
MAKING = Text("生成问卷链接", "Make survey links")


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def make_links(
    survey: int, *, who: Who, kind: str = "person", store: int | None = None, members: Sequence[int | None] = (None,)
) -> list[tuple[int, str]]:
    """One link for each of the members (None: whoever gets it). Returns id and token; the token is never to be had again."""
    if why := why_not(who, "edit", Survey):
        raise Refused(why)
    if not 1 <= len(members) <= MOST:
        raise Refused(HOW_MANY(most=MOST))
    tokens = [secrets.token_urlsafe(18) for _ in members]
    with changes(who=who, label=MAKING) as c:
        row = c.fresh(Survey, survey)
        if row.state != "open":
            raise Refused(NOT_OPEN(title=row.title), "state")
        made = c.add(
            SurveyLink,
            [
                {"survey": survey, "kind": kind, "store": store, "member": member, "token_hash": hash_of(token)}
                for member, token in zip(members, tokens, strict=True)
            ],
        )
    return [(link.id, token) for link, token in zip(made, tokens, strict=True)]


@in_one_change
def end_link(c: Changes, link: int):
    """A poster comes down, or a link went to the wrong person."""
    c.update(SurveyLink, link, ended_at=now())
    return ENDED
