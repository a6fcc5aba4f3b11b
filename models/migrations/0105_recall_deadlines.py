"""Recall deadlines."""

from peewee import *


def up(migrator, db):
    migrator.migrate(
        migrator.add_column("recall", "finish_by", DateField(null=True, index=True)),
        migrator.add_column("recall_notice", "due_at", DateTimeField(null=True, index=True)),
    )
