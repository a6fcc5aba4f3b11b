"""Kept roll-ups."""

from peewee import *


def up(migrator, db):
    class StoredRollUp(Model):
        column = CharField(primary_key=True, max_length=40)
        record = CharField(max_length=60)
        over = CharField(max_length=60)
        link = CharField(max_length=60)
        reads = TextField()
        own = TextField()
        sql = TextField()
        upto = BigIntegerField()
        ready = SmallIntegerField()

        class Meta:
            database = db
            table_name = "stored_roll_up"

    db.create_tables([StoredRollUp])
