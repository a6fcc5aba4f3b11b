"""As whom an administrator looks."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("session", "looks_as", BigIntegerField(null=True)))
