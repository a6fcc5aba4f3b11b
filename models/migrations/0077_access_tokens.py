"""Access tokens."""

from peewee import *


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    migrator.migrate(migrator.add_column("user", "machine", SmallIntegerField(null=True)))
    db.execute_sql('UPDATE "user" SET "machine" = 0')

    class AccessToken(Model):
        name = CharField(unique=True, max_length=60)
        user_id = ForeignKeyField(User, column_name="user_id", on_delete="RESTRICT")
        reach = CharField(max_length=30)
        until = DateField(null=True)
        active = SmallIntegerField()
        given_at = DateTimeField(null=True)
        note = CharField(null=True, max_length=200)

        class Meta:
            database = db
            table_name = "access_token"

    db.create_tables([AccessToken])

    class AccessScope(Model):
        token_id = ForeignKeyField(AccessToken, column_name="token_id", on_delete="RESTRICT")
        record_type = CharField(max_length=60)
        can_add = SmallIntegerField()
        can_edit = SmallIntegerField()
        can_delete = SmallIntegerField()
        can_export = SmallIntegerField()
        can_import = SmallIntegerField()
        can_approve = SmallIntegerField()

        class Meta:
            database = db
            table_name = "access_scope"
            indexes = ((("token_id", "record_type"), True),)

    db.create_tables([AccessScope])

    migrator.migrate(migrator.add_column("api_token", "access_id", IntegerField(index=True, null=True)))
