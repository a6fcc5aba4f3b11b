"""Tables."""

from peewee import *


def up(migrator, db):
    class DesignStep(Model):
        record_type = CharField(max_length=60)
        zh = CharField(max_length=20)
        en = CharField(max_length=40)
        name = CharField(null=True, max_length=30)
        sources = TextField()
        to = CharField(max_length=30)
        may = CharField(max_length=30)
        eyes = CharField(max_length=30)
        needs = TextField(null=True)
        reason = SmallIntegerField()
        file = SmallIntegerField()
        danger = SmallIntegerField()
        turn = BigIntegerField()
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "design_step"
            indexes = ((("record_type", "name"), True),)

    db.create_tables([DesignStep])

    class DesignType(Model):
        zh = CharField(max_length=40)
        zh_py = CharField(null=True, max_length=200)
        en = CharField(max_length=60)
        name = CharField(unique=True, max_length=40)
        area = CharField(max_length=60)
        after = CharField(null=True, max_length=60)
        icon = CharField(max_length=30)
        first = CharField(null=True, max_length=40)
        per_store = SmallIntegerField()
        copied_from = CharField(null=True, max_length=60)
        seen_by = CharField(max_length=30)
        edited_by = CharField(max_length=30)
        title = CharField(null=True, max_length=60)
        keyed_by = CharField(null=True, max_length=200)
        order = CharField(null=True, max_length=200)
        store_by = CharField(null=True, max_length=60)
        own_by = CharField(null=True, max_length=60)
        parent = CharField(null=True, max_length=60)
        state_by = CharField(null=True, max_length=60)
        due_states = TextField(null=True)
        due_by = CharField(null=True, max_length=60)
        due_hours = BigIntegerField(null=True)
        state = CharField(max_length=30)
        removed_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "design_type"

    db.create_tables([DesignType])
