"""Whose name, address and mark stand on printed papers."""

from peewee import *


def up(migrator, db):
    class Letterhead(Model):
        name = CharField(max_length=80, unique=True)
        name_en = CharField(null=True, max_length=120)
        position = IntegerField()
        address = CharField(null=True, max_length=120)
        phone = CharField(null=True, max_length=40)
        credit_code = CharField(null=True, max_length=30)
        bank = CharField(null=True, max_length=120)
        logo = TextField(null=True)
        foot = TextField(null=True)

        class Meta:
            database = db
            table_name = "letterhead"

    db.create_tables([Letterhead])
