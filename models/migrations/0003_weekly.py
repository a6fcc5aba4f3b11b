"""Weekly."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class WorkItem(Model):
        class Meta:
            database = db
            table_name = "work_item"

    migrator.migrate(migrator.add_column("job_run", "runner", CharField(null=True, max_length=60)))
    migrator.migrate(migrator.add_column("job_run", "progress", IntegerField(null=True)))
    migrator.migrate(migrator.add_column("job_run", "by", CharField(null=True, max_length=200)))
    migrator.migrate(migrator.add_column("job_run", "log", TextField(null=True)))

    class Attention(Model):
        week = CharField(index=True, max_length=8)
        area = CharField(max_length=30)
        metric = CharField(max_length=60)
        title = CharField(max_length=120)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        kind = CharField(max_length=30)
        value = CharField(null=True, max_length=60)
        aim = CharField(null=True, max_length=60)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        cause = TextField(null=True)
        action = TextField(null=True)
        due_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "attention"
            indexes = ((("week", "metric", "store_id"), False),)

    db.create_tables([Attention])

    class FigureTarget(Model):
        metric = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        starts_on = DateField(index=True)
        value = BigIntegerField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "figure_target"
            indexes = ((("metric", "store_id", "starts_on"), True),)

    db.create_tables([FigureTarget])

    class WeekNote(Model):
        week = CharField(index=True, max_length=8)
        area = CharField(max_length=30)
        kind = CharField(max_length=30)
        text = TextField()
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        due_on = DateField(null=True)
        task_id = ForeignKeyField(WorkItem, column_name="task_id", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "week_note"

    db.create_tables([WeekNote])
