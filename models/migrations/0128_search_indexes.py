"""Search indexes."""

from peewee import *


def up(migrator, db):
    class SearchIndex(Model):
        table = CharField(primary_key=True, max_length=60)
        over = TextField()
        upto = BigIntegerField()
        ready = SmallIntegerField()

        class Meta:
            database = db
            table_name = "search_index"

    db.create_tables([SearchIndex])
