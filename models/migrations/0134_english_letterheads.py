"""English letterheads."""

from peewee import *


def up(migrator, db):
    for name in ("address_en", "bank_en"):
        migrator.migrate(migrator.add_column("letterhead", name, CharField(null=True, max_length=200)))
    migrator.migrate(migrator.add_column("letterhead", "foot_en", TextField(null=True)))
