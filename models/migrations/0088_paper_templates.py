"""Paper templates."""

from peewee import *


def up(migrator, db):
    class DesignPaper(Model):
        name = CharField(unique=True, max_length=40)
        name_en = CharField(null=True, max_length=60)
        kind = CharField(max_length=30)
        record_type = CharField(null=True, max_length=60)
        active = SmallIntegerField()
        workbook = TextField(null=True)

        class Meta:
            database = db
            table_name = "design_paper"

    db.create_tables([DesignPaper])
