"""When somebody last looked at a list."""

from peewee import *


def up(migrator, db):
    class LastLook(Model):
        user_id = IntegerField()
        record = CharField(max_length=60)
        view = CharField(max_length=60)
        before = BigIntegerField()
        upto = BigIntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "last_look"
            indexes = ((("user_id", "record", "view"), True),)

    db.create_tables([LastLook])
