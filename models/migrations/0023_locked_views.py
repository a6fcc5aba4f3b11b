"""Locked views."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("design_view", "locked", SmallIntegerField(null=True)))
    migrator.migrate(migrator.add_column("design_view", "locked_by", CharField(null=True, max_length=60)))
