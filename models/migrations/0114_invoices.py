"""Invoices."""

from peewee import *


def up(migrator, db):
    class GroupOrder(Model):
        class Meta:
            database = db
            table_name = "group_order"

    class KeyAccount(Model):
        class Meta:
            database = db
            table_name = "key_account"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    migrator.migrate(migrator.add_column("key_account", "not_due", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("key_account", "age_30", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("key_account", "age_60", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("key_account", "age_90", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("key_account", "age_over", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("group_order", "invoiced", BigIntegerField(null=True)))
    db.execute_sql('UPDATE "group_order" SET "invoiced" = 0')
    for name in ("not_due", "age_30", "age_60", "age_90", "age_over"):  # the night counts them
        db.execute_sql(f'UPDATE "key_account" SET "{name}" = 0')

    class GroupInvoice(Model):
        no = CharField(unique=True, null=True, max_length=30)
        order_id = ForeignKeyField(GroupOrder, column_name="order_id", on_delete="RESTRICT")
        account_id = ForeignKeyField(KeyAccount, column_name="account_id", null=True, on_delete="RESTRICT")
        kind = CharField(max_length=30)
        title = CharField(null=True, max_length=80)
        tax_no = CharField(null=True, max_length=30)
        amount = BigIntegerField(null=True)
        asked_on = DateField(index=True)
        invoice_no = CharField(unique=True, null=True, max_length=40)
        issued_on = DateField(index=True, null=True)
        issued_by_id = ForeignKeyField(Employee, column_name="issued_by_id", null=True, on_delete="RESTRICT")
        red_no = CharField(null=True, max_length=40)
        note = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "group_invoice"

    db.create_tables([GroupInvoice])
