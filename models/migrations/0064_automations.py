"""Automations and their log."""

from peewee import *


def up(migrator, db):
    class DesignAutomation(Model):
        zh = CharField(max_length=60)
        en = CharField(max_length=100, null=True)
        record_type = CharField(max_length=60)
        active = SmallIntegerField()
        role = CharField(max_length=40)
        imports = SmallIntegerField()
        owner = CharField(max_length=60, null=True)
        body = TextField()

        class Meta:
            database = db
            table_name = "design_automation"
            indexes = ((("zh",), True),)

    class AutomationRun(Model):
        at = DateTimeField(index=True)
        number = BigIntegerField(index=True)
        name = CharField(max_length=60)
        record_type = CharField(max_length=60)
        row_no = BigIntegerField(null=True)
        result = CharField(max_length=255)
        what = TextField(null=True)
        ms = BigIntegerField()
        by = CharField(max_length=60, null=True)
        body = TextField(null=True)

        class Meta:
            database = db
            table_name = "automation_run"

    class AutomationTurn(Model):
        automation = IntegerField(primary_key=True)
        upto = DateTimeField()

        class Meta:
            database = db
            table_name = "automation_turn"

    db.create_tables([DesignAutomation, AutomationRun, AutomationTurn])
