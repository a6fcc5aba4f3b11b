"""Days of openings."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("store_opening", "day_note", CharField(null=True, max_length=300)))
