"""Own figures."""

from peewee import *


def up(migrator, db):
    class OwnMetric(Model):
        zh = CharField(max_length=40)
        zh_py = CharField(null=True, max_length=200)
        en = CharField(max_length=60)
        name = CharField(unique=True, max_length=40)
        area = CharField(null=True, max_length=60)
        record_type = CharField(max_length=60)
        figure = CharField(max_length=30)
        amount = CharField(null=True, max_length=60)
        narrowed = TextField(null=True)
        part = TextField(null=True)
        above = CharField(null=True, max_length=60)
        below = CharField(null=True, max_length=60)
        day = CharField(null=True, max_length=60)
        place = CharField(null=True, max_length=60)
        each = CharField(null=True, max_length=60)
        unit = CharField(max_length=30)
        better = CharField(max_length=30)
        target = BigIntegerField(null=True)
        words_zh = CharField(null=True, max_length=200)
        words_en = CharField(null=True, max_length=200)
        marks = SmallIntegerField()
        readers = CharField(max_length=30)
        since = DateField()
        until = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "own_metric"

    db.create_tables([OwnMetric])
