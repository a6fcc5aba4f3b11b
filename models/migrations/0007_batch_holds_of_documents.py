"""Batch holds of documents."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("batch_hold", "reference", CharField(index=True, null=True, max_length=60)))
    # Until now only the wording of a hold said which document had set it.
    for head, mark in (("召回 ", None), ("不合格品 ", "：")):
        held = db.execute_sql("SELECT id, reason FROM batch_hold WHERE state = 'held'").fetchall()
        for id, reason in held:
            if reason.startswith(head):
                reference = reason.removeprefix(head).split(mark)[0].strip()[:60]
                db.execute_sql(f"UPDATE batch_hold SET reference = {db.param} WHERE id = {db.param}", (reference, id))
