"""Where people were last, and what they starred."""

from peewee import *


def up(migrator, db):
    class Place(Model):
        user_id = IntegerField()
        path = CharField(max_length=300)
        seen_at = DateTimeField(null=True)
        starred_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "place"
            indexes = ((("user_id", "path"), True),)

    db.create_tables([Place])
