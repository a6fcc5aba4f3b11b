"""Reckoned columns."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("design_column", "formula", TextField(null=True)))
    migrator.migrate(migrator.add_column("design_column", "through", CharField(null=True, max_length=60)))
    migrator.migrate(migrator.add_column("design_column", "figure", CharField(null=True, max_length=30)))
    migrator.migrate(migrator.add_column("design_column", "picks", TextField(null=True)))
    migrator.migrate(migrator.add_column("design_column", "condition", TextField(null=True)))
    migrator.migrate(migrator.add_column("design_column", "sorted_by", CharField(null=True, max_length=60)))
    migrator.migrate(migrator.add_column("design_column", "percent", SmallIntegerField(null=True)))
