"""Names of columns: each says of which table it is."""

import json


def up(migrator, db):
    for column in ("hidden", "masked"):
        kept = f'SELECT "id", "record_type", "{column}" FROM "grant" WHERE "{column}" IS NOT NULL'
        for id, table, words in db.execute_sql(kept).fetchall():
            names = [name if "." in name else f"{table}.{name}" for name in json.loads(words)]
            text = json.dumps(names, ensure_ascii=False)
            db.execute_sql(f'UPDATE "grant" SET "{column}" = {db.param} WHERE "id" = {db.param}', (text, id))
