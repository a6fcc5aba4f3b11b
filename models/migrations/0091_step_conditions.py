"""Step conditions."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("design_step", "condition", TextField(null=True)))
    migrator.migrate(migrator.add_column("design_step", "unmet", CharField(null=True, max_length=120)))
    migrator.migrate(migrator.add_column("design_step", "unmet_en", CharField(null=True, max_length=200)))
