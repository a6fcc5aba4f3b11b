"""Shift times."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("duty_shift", "starts_at", DateTimeField(null=True)))
    migrator.migrate(migrator.add_column("duty_shift", "ends_at", DateTimeField(null=True)))
