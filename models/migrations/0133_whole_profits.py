"""Whole profits."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("store_profit", "missing", CharField(max_length=30, default="whole")))
    migrator.migrate(migrator.add_column("store_profit", "earned", BigIntegerField(null=True)))
    # What isn't whole has no result; until the night knows of a rent or labour entered as nothing, none is taken for missing.
    db.execute_sql(
        'UPDATE "store_profit" SET "missing" = CASE WHEN "rent" = 0 AND "labour" = 0 THEN \'both\' '
        "WHEN \"rent\" = 0 THEN 'rent' WHEN \"labour\" = 0 THEN 'labour' ELSE 'whole' END"
    )
    db.execute_sql('UPDATE "store_profit" SET "earned" = "profit" WHERE "missing" = \'whole\'')
    unknown = '"profit_rate" = NULL, "break_even" = NULL, "above" = NULL'
    db.execute_sql(f'UPDATE "store_profit" SET {unknown} WHERE "missing" <> \'whole\'')
    db.execute_sql('UPDATE "store_profit" SET "rent_ratio" = NULL WHERE "missing" IN (\'rent\', \'both\')')
