"""The second step of signing in."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("role", "asks_code", SmallIntegerField(null=True)))
    db.execute_sql('UPDATE "role" SET "asks_code" = 0')
    migrator.migrate(migrator.add_column("user", "second_step", SmallIntegerField(null=True)))
    db.execute_sql('UPDATE "user" SET "second_step" = 0')

    class SecondStep(Model):
        user_id = BigIntegerField(unique=True)
        secret = CharField(max_length=64)
        made_at = DateTimeField()
        proved_at = DateTimeField(null=True)
        last_step = BigIntegerField()

        class Meta:
            database = db
            table_name = "second_step"

    class RecoveryCode(Model):
        user_id = BigIntegerField(index=True)
        code_hash = CharField(max_length=64)
        used_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "recovery_code"

    class HalfSignIn(Model):
        token_hash = CharField(max_length=64, unique=True)
        user_id = BigIntegerField(index=True)
        made_at = DateTimeField()
        tries = IntegerField()

        class Meta:
            database = db
            table_name = "half_sign_in"

    db.create_tables([SecondStep, RecoveryCode, HalfSignIn])
