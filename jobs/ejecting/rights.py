"""Who may do what with a table, as lines of its area: what the roles that every company has may do now."""

from models.accounts import Role
from models.accounts.rights import ROLES, as_role
from models.kit.declare.access import VERBS, Grant, default_grants
from models.kit.declare.check import KEEPS

from .made import Made
from .spelling import literal


def grants_of(made: Made, called: str) -> list[str]:
    """The lines that the area lacks; called: how its module calls the class of such a line. An empty one takes away
    what the area gives of all its types.
    """
    name = made.record.key()
    usual = {grant.role: grant for grant in default_grants([made.area]) if grant.record == name}
    by_right: dict[str, list[str]] = {}
    for role in Role.rows():
        there = as_role(role).grants.get(name) or Grant(role.code, name, "")
        if role.code not in ROLES or not (there.verbs or role.code in usual):
            continue
        wanted = _as_declared(made, there)
        if wanted != usual.get(role.code):
            by_right.setdefault(_said(wanted), []).append(role.code)
    return [_line(called, said, roles) for said, roles in by_right.items()]


def _as_declared(made: Made, grant: Grant) -> Grant:
    """Whoever keeps no such rows has what is sensitive masked, as everywhere in the declarations."""
    sensitive = {name for name, item in made.facts.fields.items() if item.mask} - grant.hidden - grant.masked
    masks = "see" in grant.verbs and not grant.verbs & KEEPS and sensitive and "*" not in grant.masked
    return Grant(
        grant.role, grant.record, grant.verbs, grant.rows, grant.hidden, grant.masked | ({"*"} if masks else set())
    )


def _said(grant: Grant) -> str:
    """What a right says beside whose it is."""
    verbs = " ".join(verb for verb in VERBS if verb in grant.verbs)
    said = [literal(text, set()) for text in (grant.record, verbs)]
    said += [f'rows="{grant.rows}"'] if grant.rows != "all" else []
    said += [f"{name}={literal(getattr(grant, name), set())}" for name in ("hidden", "masked") if getattr(grant, name)]
    return ", ".join(said)


def _line(called: str, said: str, roles: list[str]) -> str:
    if len(roles) == 1:
        return f'{called}("{roles[0]}", {said})'
    return f"*({called}(role, {said}) for role in {literal(tuple(roles), set())})"
