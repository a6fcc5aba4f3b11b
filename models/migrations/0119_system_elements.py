"""System elements."""

from peewee import *


def up(migrator, db):
    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class SystemElement(Model):
        code = CharField(unique=True, max_length=20)
        title = CharField(max_length=60)
        area = CharField(max_length=30)
        requirement = TextField(null=True)
        policies = TextField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        every = BigIntegerField()
        checked_on = DateField(null=True)
        result = TextField(null=True)
        next_on = DateField(null=True)
        gaps = BigIntegerField()
        lacking = CharField(null=True, max_length=400)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "system_element"

    db.create_tables([SystemElement])
