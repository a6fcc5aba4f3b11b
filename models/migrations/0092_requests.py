"""Requests."""

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

    class ServiceTerm(Model):
        department = CharField(max_length=30)
        title = CharField(max_length=60)
        answer_hours = BigIntegerField()
        days = BigIntegerField()
        handler_id = ForeignKeyField(Employee, column_name="handler_id", null=True, on_delete="RESTRICT")
        needs = TextField(null=True)
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "service_term"
            indexes = ((("department", "title"), True),)

    db.create_tables([ServiceTerm])

    class DepartmentRequest(Model):
        no = CharField(unique=True, null=True, max_length=30)
        term_id = ForeignKeyField(ServiceTerm, column_name="term_id", on_delete="RESTRICT")
        asker_id = ForeignKeyField(Employee, column_name="asker_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        content = TextField()
        department = CharField(null=True, max_length=30)
        asked_at = DateTimeField(index=True)
        answer_by = DateTimeField(null=True)
        due_on = DateField(index=True, null=True)
        handler_id = ForeignKeyField(Employee, column_name="handler_id", null=True, on_delete="RESTRICT")
        accepted_at = DateTimeField(null=True)
        accepted_on = DateField(index=True, null=True)
        accepted_in_time = SmallIntegerField(null=True)
        result = TextField(null=True)
        done_on = DateField(null=True)
        rating = BigIntegerField(null=True)
        closed_on = DateField(index=True, null=True)
        returned = BigIntegerField()
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "department_request"

    db.create_tables([DepartmentRequest])
