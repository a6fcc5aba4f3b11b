"""Freeze rules."""

from peewee import *


def up(migrator, db):
    class DesignFreeze(Model):
        record_type = CharField(max_length=60)
        zh = CharField(max_length=60)
        en = CharField(max_length=80, null=True)
        role = CharField(max_length=40, null=True)
        body = TextField()

        class Meta:
            database = db
            table_name = "design_freeze"
            indexes = ((("record_type", "zh"), True),)

    db.create_tables([DesignFreeze])
