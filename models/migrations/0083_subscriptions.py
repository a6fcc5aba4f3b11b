"""Subscriptions."""

from peewee import *


def up(migrator, db):
    class Role(Model):
        class Meta:
            database = db
            table_name = "role"

    class Channel(Model):
        class Meta:
            database = db
            table_name = "channel"

    migrator.migrate(migrator.add_column("notice", "private", BooleanField(null=True)))
    migrator.migrate(migrator.add_column("outgoing", "file", TextField(null=True)))

    class SubscriptionTurn(Model):
        subscription = IntegerField(primary_key=True)
        upto = DateTimeField()

        class Meta:
            database = db
            table_name = "subscription_turn"

    db.create_tables([SubscriptionTurn])

    class SubscriptionReader(Model):
        subscription = IntegerField()
        user_id = IntegerField()
        gone = BooleanField()
        digest = CharField(null=True, max_length=64)
        sent_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "subscription_reader"
            indexes = ((("subscription", "user_id"), True),)

    db.create_tables([SubscriptionReader])

    class Subscription(Model):
        record_type = CharField(max_length=60)
        view = CharField(null=True, max_length=60)
        view_name = CharField(null=True, max_length=60)
        whom = CharField(max_length=30)
        role_id = ForeignKeyField(Role, column_name="role_id", null=True, on_delete="RESTRICT")
        channel_id = ForeignKeyField(Channel, column_name="channel_id", null=True, on_delete="RESTRICT")
        often = CharField(max_length=30)
        weekday = BigIntegerField(null=True)
        at = CharField(max_length=5)
        form = CharField(max_length=30)
        only_new = SmallIntegerField()
        active = SmallIntegerField()
        owner_id = IntegerField(index=True, null=True)

        class Meta:
            database = db
            table_name = "subscription"

    db.create_tables([Subscription])
