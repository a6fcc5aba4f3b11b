"""What somebody put off."""

from peewee import *


def up(migrator, db):
    class TodoLater(Model):
        user_id = IntegerField()
        record = CharField(max_length=60)
        row_id = BigIntegerField()
        until = DateField()

        class Meta:
            database = db
            table_name = "todo_later"
            indexes = ((("user_id", "record", "row_id"), True),)

    db.create_tables([TodoLater])
