"""Ladder."""

from peewee import *


def up(migrator, db):
    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class LadderStep(Model):
        from_position = CharField(max_length=40)
        to_position = CharField(max_length=40)
        months = BigIntegerField()
        score = BigIntegerField()
        note = TextField(null=True)
        status = CharField(max_length=30)
        ready = BigIntegerField()
        listed = BigIntegerField()

        class Meta:
            database = db
            table_name = "ladder_step"
            indexes = ((("from_position", "to_position"), True),)

    db.create_tables([LadderStep])

    class Candidate(Model):
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        step_id = ForeignKeyField(LadderStep, column_name="step_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        state = CharField(max_length=30)
        months = BigIntegerField(null=True)
        score = BigIntegerField(null=True)
        gaps = BigIntegerField()
        lacking = CharField(null=True, max_length=600)
        mentor_id = ForeignKeyField(Employee, column_name="mentor_id", null=True, on_delete="RESTRICT")
        plan = TextField(null=True)
        review_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "candidate"
            indexes = ((("employee_id", "step_id"), True),)

    db.create_tables([Candidate])
