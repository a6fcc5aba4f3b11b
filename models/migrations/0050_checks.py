"""Checks."""

from peewee import *


def up(migrator, db):
    class DesignCheck(Model):
        record_type = CharField(max_length=60)
        zh = CharField(max_length=120)
        en = CharField(max_length=200)
        formula = TextField()
        agreed = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "design_check"
            indexes = ((("record_type", "zh"), True),)

    db.create_tables([DesignCheck])
