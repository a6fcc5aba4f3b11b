"""Invitations by link."""

from peewee import *


def up(migrator, db):
    class Invitation(Model):
        token_hash = CharField(max_length=64, unique=True)
        user_id = BigIntegerField(index=True)
        made_at = DateTimeField()
        until = DateTimeField()
        used_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "invitation"

    db.create_tables([Invitation])
