"""Absences."""

from peewee import *


def up(migrator, db):
    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class Absence(Model):
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        deputy_id = ForeignKeyField(Employee, column_name="deputy_id", on_delete="RESTRICT")
        starts_on = DateField(index=True)
        ends_on = DateField(index=True)
        reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "absence"
            indexes = ((("employee_id", "starts_on"), True),)

    db.create_tables([Absence])
