"""Opening lists."""

from peewee import *


def up(migrator, db):
    class StoreOpening(Model):
        class Meta:
            database = db
            table_name = "store_opening"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class OpeningTemplate(Model):
        class Meta:
            database = db
            table_name = "opening_template"

    migrator.migrate(migrator.add_column("store_opening", "handed_to_id", IntegerField(null=True, index=True)))
    migrator.migrate(migrator.add_column("store_opening", "handed_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("store_opening", "signed_on", DateField(null=True)))

    class OpeningDay(Model):
        opening_id = ForeignKeyField(StoreOpening, column_name="opening_id", on_delete="RESTRICT")
        number = BigIntegerField()
        day = DateField(index=True)
        target = BigIntegerField(null=True)
        sales = BigIntegerField(null=True)
        rate = BigIntegerField(null=True)
        transactions = BigIntegerField(null=True)
        new_members = BigIntegerField(null=True)
        problem = TextField(null=True)
        measure = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "opening_day"
            indexes = ((("opening_id", "day"), True),)

    db.create_tables([OpeningDay])

    class OpeningItem(Model):
        opening_id = ForeignKeyField(StoreOpening, column_name="opening_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        text = CharField(max_length=100)
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        qty = BigIntegerField()
        actual = BigIntegerField(null=True)
        unit = CharField(null=True, max_length=10)
        gap = BigIntegerField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        days_before = BigIntegerField(null=True)
        due_on = DateField(index=True, null=True)
        required = SmallIntegerField()
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "opening_item"
            indexes = ((("opening_id", "kind", "text"), True),)

    db.create_tables([OpeningItem])

    class OpeningTemplateItem(Model):
        template_id = ForeignKeyField(OpeningTemplate, column_name="template_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        text = CharField(max_length=100)
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        qty = BigIntegerField()
        unit = CharField(null=True, max_length=10)
        days_before = BigIntegerField()
        required = SmallIntegerField()

        class Meta:
            database = db
            table_name = "opening_template_item"
            indexes = ((("template_id", "kind", "text"), True),)

    db.create_tables([OpeningTemplateItem])
