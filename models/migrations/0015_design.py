"""Design."""

from peewee import *


def up(migrator, db):
    class DesignColumn(Model):
        record_type = CharField(max_length=60)
        zh = CharField(max_length=40)
        zh_py = CharField(null=True, max_length=200)
        en = CharField(max_length=60)
        name = CharField(max_length=40)
        kind = CharField(max_length=30)
        target = CharField(null=True, max_length=60)
        digits = BigIntegerField(null=True)
        least = BigIntegerField(null=True)
        most = BigIntegerField(null=True)
        required = SmallIntegerField()
        usual = CharField(null=True, max_length=200)
        hint_zh = CharField(null=True, max_length=200)
        hint_en = CharField(null=True, max_length=200)
        sum = SmallIntegerField()
        search = SmallIntegerField()
        mask = SmallIntegerField()
        seen_by = CharField(max_length=30)
        after = CharField(null=True, max_length=60)
        state = CharField(max_length=30)
        removed_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "design_column"
            indexes = ((("record_type", "name"), True),)

    db.create_tables([DesignColumn])

    class DesignChoice(Model):
        column_id = ForeignKeyField(DesignColumn, column_name="column_id", on_delete="RESTRICT")
        code = CharField(null=True, max_length=30)
        zh = CharField(max_length=30)
        en = CharField(max_length=60)
        tone = CharField(max_length=30)
        turn = BigIntegerField()
        retired = SmallIntegerField()

        class Meta:
            database = db
            table_name = "design_choice"
            indexes = ((("column_id", "code"), True),)

    db.create_tables([DesignChoice])
