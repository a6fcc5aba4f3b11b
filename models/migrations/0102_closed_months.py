"""Months that are closed."""

from peewee import *


def up(migrator, db):
    class MonthRevision(Model):
        month = CharField(max_length=7)
        revision = IntegerField()
        made_at = DateTimeField()
        by = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "month_revision"
            indexes = ((("month", "revision"), True),)

    db.create_tables([MonthRevision])

    class MonthFigure(Model):
        revision_id = ForeignKeyField(MonthRevision, column_name="revision_id", backref="figures")
        metric = CharField(max_length=80)
        store_id = IntegerField(null=True)
        value = CharField(max_length=40, null=True)
        top = CharField(max_length=40, null=True)
        bottom = CharField(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "month_figure"
            indexes = ((("metric", "store_id", "revision_id"), True),)

    db.create_tables([MonthFigure])

    class MonthDifference(Model):
        revision_id = ForeignKeyField(MonthRevision, column_name="revision_id", backref="differences")
        metric = CharField(max_length=80)
        store_id = IntegerField(null=True)
        before = CharField(max_length=40, null=True)
        after = CharField(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "month_difference"

    db.create_tables([MonthDifference])
