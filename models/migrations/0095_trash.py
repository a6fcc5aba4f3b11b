"""Deleted rows are listed without reading all that was ever changed."""


def up(migrator, db):
    db.execute_sql("""CREATE INDEX "change_deleted" ON "change" ("record", "id") WHERE "kind" = 'd'""")
