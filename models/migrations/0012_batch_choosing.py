"""Batch choosing."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("stock_movement", "batch_reason", TextField(null=True)))
    migrator.migrate(migrator.add_column("online_order_line", "batch_reason", TextField(null=True)))
