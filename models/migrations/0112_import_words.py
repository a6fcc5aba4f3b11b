"""What people said of headers of files, as rows that an administrator sees and changes."""

import json

from peewee import *


def up(migrator, db):
    class ImportWord(Model):
        record_type = CharField(max_length=60)
        header = CharField(max_length=80)
        goes_to = CharField(null=True, max_length=80)
        said_by = CharField(null=True, max_length=60)
        said_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "import_word"
            indexes = ((("record_type", "header"), True),)

    db.create_tables([ImportWord])

    class ImportMap(Model):
        record = CharField()
        name = CharField()
        mapping = TextField()

        class Meta:
            database = db
            table_name = "import_map"

    for kept in ImportMap.select().where(ImportMap.name == "*"):
        for header, name in json.loads(kept.mapping).items():
            if header and len(header) <= 80:
                ImportWord.create(record_type=kept.record, header=header, goes_to=name)
    ImportMap.delete().where(ImportMap.name == "*").execute()
