"""Rights of tables."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("design_type", "shared", CharField(null=True, max_length=40)))
    db.execute_sql("UPDATE design_type SET shared = seen_by || ' ' || edited_by")
