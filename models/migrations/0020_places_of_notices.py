"""Places of notices."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("notice", "page", CharField(null=True, max_length=200)))
