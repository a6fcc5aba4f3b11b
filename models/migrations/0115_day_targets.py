"""Day targets."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class DayTarget(Model):
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        day = DateField(index=True)
        amount = BigIntegerField()
        actual = BigIntegerField(null=True)
        rate = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "day_target"
            indexes = ((("store_id", "day"), True),)

    db.create_tables([DayTarget])
