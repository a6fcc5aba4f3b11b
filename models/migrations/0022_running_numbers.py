"""Running numbers."""

from peewee import *


def up(migrator, db):
    class Running(Model):
        key = CharField(primary_key=True, max_length=200)
        next_count = BigIntegerField()

        class Meta:
            database = db
            table_name = "running"

    db.create_tables([Running])
    migrator.migrate(migrator.add_column("design_column", "pattern", CharField(null=True, max_length=40)))
    migrator.migrate(migrator.add_column("design_column", "only_once", SmallIntegerField(null=True)))
