"""Member plan."""

from peewee import *


def up(migrator, db):
    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class MemberPlan(Model):
        month = CharField(unique=True, max_length=7)
        theme = CharField(null=True, max_length=60)
        activities = TextField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        new_target = BigIntegerField(null=True)
        new_actual = BigIntegerField(null=True)
        new_rate = BigIntegerField(null=True)
        sales_target = BigIntegerField(null=True)
        sales_actual = BigIntegerField(null=True)
        sales_rate = BigIntegerField(null=True)
        active_target = BigIntegerField(null=True)
        active_actual = BigIntegerField(null=True)
        activities_target = BigIntegerField(null=True)
        held = BigIntegerField(null=True)
        budget = BigIntegerField(null=True)
        spent = BigIntegerField(null=True)
        budget_used = BigIntegerField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "member_plan"

    db.create_tables([MemberPlan])
