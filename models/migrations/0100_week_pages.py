"""The week on a page, as somebody wrote it."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class WeekPage(Model):
        week = CharField(index=True, max_length=8)
        revision = BigIntegerField(null=True)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        happened = TextField(null=True)
        causes = TextField(null=True)
        decisions = TextField(null=True)

        class Meta:
            database = db
            table_name = "week_page"
            indexes = ((("revision", "store_id", "week"), True),)

    db.create_tables([WeekPage])
