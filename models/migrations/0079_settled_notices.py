"""Settled notices."""

from peewee import *


def up(migrator, db):
    """Notices of before don't say what they wait on, and stay until they are read."""
    migrator.migrate(migrator.add_column("notice", "waits", CharField(null=True, max_length=60)))
    migrator.migrate(migrator.add_column("notice", "waits_in", CharField(null=True, max_length=60)))
