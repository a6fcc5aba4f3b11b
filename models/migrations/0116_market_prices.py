"""Market prices."""

from peewee import *


def up(migrator, db):
    class MarketSurvey(Model):
        class Meta:
            database = db
            table_name = "market_survey"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    migrator.migrate(migrator.add_column("market_survey", "due_on", DateField(null=True)))
    migrator.migrate(migrator.add_column("market_survey", "prices", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("market_survey", "dearer", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("market_survey", "gap", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("market_survey", "state", CharField(null=True, max_length=30)))
    db.execute_sql("""UPDATE "market_survey" SET "state" = 'done', "prices" = 0, "dearer" = 0""")

    class MarketPrice(Model):
        survey_id = ForeignKeyField(MarketSurvey, column_name="survey_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        their_item = CharField(null=True, max_length=80)
        theirs = BigIntegerField()
        ours = BigIntegerField(null=True)
        gap = BigIntegerField(null=True)
        on_offer = CharField(null=True, max_length=80)

        class Meta:
            database = db
            table_name = "market_price"
            indexes = ((("survey_id", "product_id"), True),)

    db.create_tables([MarketPrice])
