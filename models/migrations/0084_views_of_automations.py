"""Views that automations send."""

from peewee import *


def up(migrator, db):
    class ViewOrder(Model):
        key = CharField(unique=True, max_length=80)
        body = TextField()
        at = DateTimeField()
        tries = IntegerField()

        class Meta:
            database = db
            table_name = "view_order"

    db.create_tables([ViewOrder])

    migrator.migrate(migrator.add_column("automation_run", "touched", TextField(null=True)))
