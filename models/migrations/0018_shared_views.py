"""Shared views."""

from peewee import *


def up(migrator, db):
    class DesignView(Model):
        record_type = CharField(max_length=60)
        name = CharField(max_length=40)
        name_en = CharField(null=True, max_length=60)
        default_for = CharField(null=True, max_length=40)
        body = TextField()

        class Meta:
            database = db
            table_name = "design_view"
            indexes = ((("record_type", "name"), True),)

    db.create_tables([DesignView])
