"""Boards, and which of them a person begins with."""

from peewee import *


def up(migrator, db):
    class Board(Model):
        zh = CharField(max_length=40)
        zh_py = CharField(null=True, max_length=200)
        en = CharField(null=True, max_length=60)
        open = SmallIntegerField()
        home_for = CharField(null=True, max_length=40)
        body = TextField()

        class Meta:
            database = db
            table_name = "board"
            indexes = ((("zh",), True),)

    class BoardHome(Model):
        user_id = IntegerField(primary_key=True)
        board = IntegerField()

        class Meta:
            database = db
            table_name = "board_home"

    db.create_tables([Board, BoardHome])
