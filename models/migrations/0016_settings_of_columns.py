"""Settings of columns."""

from peewee import *


def up(migrator, db):
    class DesignField(Model):
        record_type = CharField(max_length=60)
        field = CharField(max_length=60)
        zh = CharField(null=True, max_length=40)
        en = CharField(null=True, max_length=60)
        hint_zh = CharField(null=True, max_length=200)
        hint_en = CharField(null=True, max_length=200)
        required = SmallIntegerField()
        usual = CharField(null=True, max_length=200)
        least = BigIntegerField(null=True)
        most = BigIntegerField(null=True)
        longest = BigIntegerField(null=True)
        aside = SmallIntegerField()

        class Meta:
            database = db
            table_name = "design_field"
            indexes = ((("record_type", "field"), True),)

    db.create_tables([DesignField])

    class DesignOption(Model):
        settings_id = ForeignKeyField(DesignField, column_name="settings_id", on_delete="RESTRICT")
        code = CharField(null=True, max_length=30)
        zh = CharField(max_length=30)
        en = CharField(max_length=60)
        tone = CharField(max_length=30)
        turn = BigIntegerField()
        retired = SmallIntegerField()

        class Meta:
            database = db
            table_name = "design_option"
            indexes = ((("settings_id", "code"), True),)

    db.create_tables([DesignOption])
