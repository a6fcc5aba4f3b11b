"""Holds for reports."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("batch_hold", "for_report", SmallIntegerField(null=True)))
    # Until now only the wording of a hold said that it waits for a report.
    waits = "CASE WHEN substr(reason, 1, 6) = '待检，缺报告' THEN 1 ELSE 0 END"
    db.execute_sql(f"UPDATE batch_hold SET for_report = {waits}")
