"""Seller scores."""

from peewee import *


def up(migrator, db):
    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class SellerScore(Model):
        month = CharField(index=True, max_length=7)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", on_delete="RESTRICT")
        rank = BigIntegerField(null=True)
        accounts = BigIntegerField()
        new_accounts = BigIntegerField()
        visits = BigIntegerField()
        late_visits = BigIntegerField()
        won = BigIntegerField()
        win_rate = BigIntegerField(null=True)
        orders = BigIntegerField()
        amount = BigIntegerField()
        target = BigIntegerField(null=True)
        reached = BigIntegerField(null=True)
        margin = BigIntegerField(null=True)
        cash = BigIntegerField()
        overdue = BigIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "seller_score"
            indexes = ((("owner_id", "month"), True),)

    db.create_tables([SellerScore])
