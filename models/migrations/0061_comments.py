"""Comments."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("attachment", "comment_id", IntegerField(index=True, null=True)))

    class Comment(Model):
        record = CharField(max_length=60)
        row_id = BigIntegerField()
        field = CharField(null=True, max_length=60)
        parent = IntegerField(index=True, null=True)
        text = TextField()
        mentions = TextField(null=True)
        at = DateTimeField()
        user_id = IntegerField(null=True)
        user_name = CharField(max_length=200)
        edited_at = DateTimeField(null=True)
        resolved_at = DateTimeField(null=True)
        resolved_by = CharField(null=True, max_length=200)
        removed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "comment"
            indexes = ((("record", "row_id"), False),)

    db.create_tables([Comment])

    migrator.migrate(migrator.add_column("notice", "user_id", IntegerField(index=True, null=True)))
