"""Numbers in readings."""

import re

from peewee import *

NAMED = "product bundle gift store warehouse supplier course key_account online_shop partner delivery_route stop_place franchisee"
TITLED = ("policy",)
HAN = re.compile("[\u3400-\u9fff]|[^\u3400-\u9fff]+")


def up(migrator, db):
    """大米10kg was read dami10kg dm1, and dm10 didn't find it; what somebody typed keeps its sounds."""
    for table in (*NAMED.split(), *TITLED):
        name = "title" if table in TITLED else "name"
        rows = Table(table, ("id", name, f"{name}_py")).bind(db)
        read = getattr(rows, f"{name}_py")
        for row in rows.select().where(read.is_null(False)).dicts():
            full, _, initials = row[f"{name}_py"].partition(" ")
            new = with_numbers(row[name] or "", initials)
            if new not in (None, initials):
                rows.update({read: f"{full} {new}"}).where(rows.id == row["id"]).execute()


def with_numbers(name, initials):
    """The initials with the numbers of the name as they stand there; None where they are not those that were made of it."""
    at, made = 0, []
    for part in HAN.findall(name):
        written = re.sub("[^a-z0-9]", "", part.lower())
        if len(part) == 1 and "\u3400" <= part <= "\u9fff":
            made.append(initials[at : at + 1])
            at += 1
        elif written:
            was = written if written.isdigit() else written[0]
            if initials[at : at + len(was)] != was:
                return None
            made.append(
                "".join(piece if piece.isdigit() else piece[0] for piece in re.findall("[0-9]+|[a-z]+", written))
            )
            at += len(was)
    return "".join(made)[:60] if at == len(initials) else None
