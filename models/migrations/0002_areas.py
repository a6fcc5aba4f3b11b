"""Areas."""

import peewee
from peewee import *


def append_only(database: peewee.Database, table: str) -> None:
    """Triggers that refuse UPDATE and DELETE on a ledger, whoever asks and by whatever road."""
    for verb in ("UPDATE", "DELETE"):
        name = f"{table}_no_{verb.lower()}"
        if isinstance(database, peewee.SqliteDatabase):
            refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            database.execute_sql(f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" {refuse}')
        else:
            body = f"BEGIN RAISE EXCEPTION '{table} is append-only'; END"
            database.execute_sql(f'CREATE FUNCTION "{name}"() RETURNS trigger AS $$ {body} $$ LANGUAGE plpgsql')
            database.execute_sql(
                f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'
            )


def up(migrator, db):
    class Region(Model):
        class Meta:
            database = db
            table_name = "region"

    class Member(Model):
        class Meta:
            database = db
            table_name = "member"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class Attachment(Model):
        record = CharField(max_length=60)
        row_id = BigIntegerField()
        name = CharField(max_length=200)
        kind = CharField(max_length=40)
        size = BigIntegerField()
        digest = CharField(index=True, max_length=64)
        at = DateTimeField()
        user_id = IntegerField(null=True)
        user_name = CharField(max_length=200)
        removed_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "attachment"
            indexes = ((("record", "row_id"), False),)

    db.create_tables([Attachment])

    class Notice(Model):
        at = DateTimeField(index=True)
        role = CharField(index=True, null=True, max_length=60)
        employee_id = IntegerField(index=True, null=True)
        text_zh = TextField()
        text_en = TextField()
        record = CharField(null=True, max_length=60)
        row_id = BigIntegerField(null=True)
        urgent = BooleanField()
        by = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "notice"

    db.create_tables([Notice])

    class NoticeRead(Model):
        notice_id = ForeignKeyField(Notice, column_name="notice_id")
        user_id = IntegerField()
        at = DateTimeField()

        class Meta:
            database = db
            table_name = "notice_read"
            indexes = ((("notice_id", "user_id"), True),)

    db.create_tables([NoticeRead])

    class StateMove(Model):
        record = CharField(max_length=60)
        row_id = BigIntegerField()
        before = CharField(null=True, max_length=30)
        after = CharField(max_length=30)
        at = DateTimeField()
        user_id = IntegerField(null=True)
        user_name = CharField(max_length=200)
        step = CharField(null=True, max_length=60)
        reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "state_move"
            indexes = ((("record", "row_id"), False),)

    db.create_tables([StateMove])
    append_only(db, "state_move")

    class Franchisee(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=80)
        name_py = CharField(null=True, max_length=200)
        contact = CharField(null=True, max_length=40)
        phone = CharField(null=True, max_length=20)
        region_id = ForeignKeyField(Region, column_name="region_id", null=True, on_delete="RESTRICT")
        contract_no = CharField(null=True, max_length=40)
        disclosed_on = DateField(null=True)
        signed_on = DateField(null=True)
        starts_on = DateField(null=True)
        ends_on = DateField(null=True)
        fee = BigIntegerField(null=True)
        deposit = BigIntegerField(null=True)
        royalty_rate = BigIntegerField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "franchisee"

    db.create_tables([Franchisee])

    migrator.migrate(migrator.add_column("store", "franchisee_id", IntegerField(index=True, null=True)))

    class KeyAccount(Model):
        code = CharField(unique=True, null=True, max_length=20)
        name = CharField(max_length=80)
        name_py = CharField(null=True, max_length=200)
        kind = CharField(max_length=30)
        industry = CharField(null=True, max_length=40)
        level = CharField(max_length=30)
        level_fixed = SmallIntegerField()
        level_reason = CharField(null=True, max_length=200)
        stage = CharField(max_length=30)
        source_id = ForeignKeyField(Member, column_name="source_id", null=True, on_delete="RESTRICT")
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        contact = CharField(null=True, max_length=40)
        phone = CharField(null=True, max_length=20)
        address = CharField(null=True, max_length=200)
        tax_name = CharField(null=True, max_length=80)
        tax_no = CharField(null=True, max_length=30)
        potential = BigIntegerField(null=True)
        competitor = CharField(null=True, max_length=80)
        credit_limit = BigIntegerField(null=True)
        payment_days = BigIntegerField()
        became_on = DateField()
        last_visit_on = DateField(null=True)
        agreed_on = DateField(null=True)
        next_visit_on = DateField(index=True, null=True)
        last_order_on = DateField(null=True)
        sales_12m = BigIntegerField()
        receivable = BigIntegerField()
        overdue = BigIntegerField()
        lost_reason = CharField(null=True, max_length=200)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "key_account"

    db.create_tables([KeyAccount])

    class AccountContact(Model):
        account_id = ForeignKeyField(KeyAccount, column_name="account_id", on_delete="RESTRICT")
        name = CharField(max_length=40)
        name_py = CharField(null=True, max_length=200)
        position = CharField(null=True, max_length=40)
        role = CharField(null=True, max_length=30)
        phone = CharField(null=True, max_length=20)
        birthday = DateField(null=True)
        main = SmallIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "account_contact"

    db.create_tables([AccountContact])

    class Parameter(Model):
        code = CharField(unique=True, max_length=60)
        name = CharField(max_length=80)
        name_en = CharField(max_length=120)
        value = BigIntegerField()
        usual = BigIntegerField()
        unit = CharField(null=True, max_length=20)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "parameter"

    db.create_tables([Parameter])
