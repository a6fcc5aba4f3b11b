"""Campaign days."""

from peewee import *


def up(migrator, db):
    class OnlineShop(Model):
        class Meta:
            database = db
            table_name = "online_shop"

    class Campaign(Model):
        class Meta:
            database = db
            table_name = "campaign"

    class PartnerProject(Model):
        class Meta:
            database = db
            table_name = "partner_project"

    class Employee(Model):
        class Meta:
            database = db
            table_name = "employee"

    class CampaignDay(Model):
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        day = DateField(index=True)
        channel = CharField(max_length=30)
        plan = CharField(max_length=100)
        campaign_id = ForeignKeyField(Campaign, column_name="campaign_id", null=True, on_delete="RESTRICT")
        cost = BigIntegerField()
        impressions = BigIntegerField()
        clicks = BigIntegerField()
        orders = BigIntegerField()
        sales = BigIntegerField()
        per_click = BigIntegerField(null=True)
        returned = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "campaign_day"
            indexes = ((("shop_id", "channel", "plan", "day"), True),)

    db.create_tables([CampaignDay])

    migrator.migrate(migrator.add_column("partner_project", "budget", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("partner_project", "cost", BigIntegerField(null=True)))

    class PartnerMilestone(Model):
        project_id = ForeignKeyField(PartnerProject, column_name="project_id", on_delete="RESTRICT")
        title = CharField(max_length=100)
        due_on = DateField(index=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        proof = SmallIntegerField()
        budget = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        result = TextField(null=True)
        done_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "partner_milestone"
            indexes = ((("project_id", "title"), True),)

    db.create_tables([PartnerMilestone])
