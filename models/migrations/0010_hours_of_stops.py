"""Hours of stops."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("stop_place", "opens", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("stop_place", "closes", BigIntegerField(null=True)))
