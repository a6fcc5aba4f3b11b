"""Kinds of banned words."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("banned_word", "kind", CharField(null=True, max_length=30)))
