"""Indicators from figures."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("kpi_item", "gather", CharField(null=True, max_length=40)))
    migrator.migrate(migrator.add_column("kpi_score", "drawn", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("kpi_score", "source", TextField(null=True)))
    migrator.migrate(migrator.add_column("kpi_score", "gap", TextField(null=True)))
