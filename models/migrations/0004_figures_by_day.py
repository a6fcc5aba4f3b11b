"""Figures by day."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_index("online_order", ("shipped_at",), False))
    migrator.migrate(migrator.add_index("rectification", ("done_on",), False))
