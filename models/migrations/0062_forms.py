"""Forms."""

from peewee import *


def up(migrator, db):
    class DesignForm(Model):
        record_type = CharField(max_length=60)
        name = CharField(max_length=60)
        name_en = CharField(null=True, max_length=80)
        open = SmallIntegerField()
        public = SmallIntegerField()
        closes_on = DateField(null=True)
        most = BigIntegerField(null=True)
        once = SmallIntegerField()
        body = TextField()
        token = CharField(unique=True, null=True, max_length=40)

        class Meta:
            database = db
            table_name = "design_form"
            indexes = ((("record_type", "name"), True),)

    db.create_tables([DesignForm])

    class FormAnswer(Model):
        form_id = IntegerField(index=True)
        record_type = CharField(max_length=60)
        row_no = BigIntegerField()
        slot = CharField(max_length=64)
        answered_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "form_answer"
            indexes = ((("form_id", "slot"), True),)

    db.create_tables([FormAnswer])
