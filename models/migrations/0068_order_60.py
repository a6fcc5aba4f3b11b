"""Order 60."""

from peewee import *


def up(migrator, db):
    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Warehouse(Model):
        class Meta:
            database = db
            table_name = "warehouse"

    class SafetyCheck(Model):
        class Meta:
            database = db
            table_name = "safety_check"

    migrator.migrate(migrator.add_column("employee", "health_until", DateField(null=True)))

    class FireDevice(Model):
        no = CharField(unique=True, max_length=30)
        kind = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", null=True, on_delete="RESTRICT")
        location = CharField(null=True, max_length=80)
        spec = CharField(null=True, max_length=40)
        made_on = DateField(null=True)
        valid_until = DateField(null=True)
        checked_on = DateField(null=True)
        next_check_on = DateField(index=True, null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "fire_device"

    db.create_tables([FireDevice])

    migrator.migrate(migrator.add_column("safety_check", "period_from", DateField(null=True)))
    migrator.migrate(migrator.add_column("safety_check", "owed", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("safety_check", "made", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("safety_check", "summary", TextField(null=True)))
    migrator.migrate(migrator.add_column("safety_check", "conclusion", TextField(null=True)))
    migrator.migrate(migrator.add_column("safety_check", "done_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("safety_check", "state", CharField(null=True, max_length=30)))
    db.execute_sql("UPDATE safety_check SET state = 'done'")  # what was entered so far was done by then
    db.execute_sql("UPDATE kpi_item SET gather = 'own' WHERE gather IS NULL")

    class SafetyLine(Model):
        check_id = ForeignKeyField(SafetyCheck, column_name="check_id", on_delete="RESTRICT")
        position = BigIntegerField()
        text = CharField(max_length=160)
        result = CharField(null=True, max_length=30)
        problem = TextField(null=True)
        measure = TextField(null=True)

        class Meta:
            database = db
            table_name = "safety_line"
            indexes = ((("check_id", "text"), True),)

    db.create_tables([SafetyLine])

    class SafetyPoint(Model):
        kind = CharField(max_length=30)
        place = CharField(max_length=30)
        position = BigIntegerField()
        text = CharField(max_length=160)
        how = TextField(null=True)
        active = SmallIntegerField()

        class Meta:
            database = db
            table_name = "safety_point"
            indexes = ((("kind", "text"), True),)

    db.create_tables([SafetyPoint])
