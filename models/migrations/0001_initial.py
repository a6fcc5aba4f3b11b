"""Initial."""

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
            body = f"BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{table} is append-only'; END"
            database.execute_sql(f'CREATE FUNCTION "{name}"() RETURNS trigger AS $$ {body} $$ LANGUAGE plpgsql')
            database.execute_sql(
                f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" FOR EACH ROW EXECUTE FUNCTION "{name}"()'
            )


def up(migrator, db):
    class Batch(Model):
        op = CharField(unique=True, max_length=80)
        at = DateTimeField(index=True)
        user_id = IntegerField(index=True, null=True)
        user_name = CharField(max_length=200)
        via = CharField(max_length=20)
        label_zh = TextField(null=True)
        label_en = TextField(null=True)
        record = CharField(null=True, max_length=60)
        undoes_id = ForeignKeyField("self", column_name="undoes_id", null=True, unique=True)
        digest = CharField(null=True, max_length=64)

        class Meta:
            database = db
            table_name = "batch"

    db.create_tables([Batch])
    append_only(db, "batch")

    class Change(Model):
        batch_id = ForeignKeyField(Batch, column_name="batch_id")
        record = CharField(max_length=60)
        row_id = BigIntegerField()
        kind = CharField(max_length=1)
        before = TextField(null=True)
        after = TextField(null=True)
        hash = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "change"
            indexes = ((("record", "row_id"), False),)

    db.create_tables([Change])
    append_only(db, "change")

    class AuditHead(Model):
        hash = CharField(max_length=64)

        class Meta:
            database = db
            table_name = "audit_head"

    db.create_tables([AuditHead])

    class Tally(Model):
        record = CharField(primary_key=True, max_length=60)
        next_id = BigIntegerField()
        rows = BigIntegerField()
        version = BigIntegerField()

        class Meta:
            database = db
            table_name = "tally"

    db.create_tables([Tally])

    class Event(Model):
        at = DateTimeField(index=True)
        user_id = IntegerField(null=True)
        user_name = CharField(null=True, max_length=200)
        kind = CharField(index=True, max_length=30)
        record = CharField(null=True, max_length=60)
        row_id = BigIntegerField(null=True)
        detail = TextField(null=True)

        class Meta:
            database = db
            table_name = "event"

    db.create_tables([Event])
    append_only(db, "event")

    class View(Model):
        user_id = IntegerField()
        record = CharField(max_length=60)
        layout = TextField()

        class Meta:
            database = db
            table_name = "view"
            indexes = ((("user_id", "record"), True),)

    db.create_tables([View])

    class JobRun(Model):
        job = CharField(max_length=60)
        period = CharField(max_length=30)
        state = CharField(max_length=20)
        started_at = DateTimeField()
        finished_at = DateTimeField(null=True)
        tries = IntegerField()
        result = TextField(null=True)

        class Meta:
            database = db
            table_name = "job_run"
            indexes = ((("job", "period"), True),)

    db.create_tables([JobRun])

    class Analysis(Model):
        name = CharField(unique=True, max_length=60)
        made_at = DateTimeField()
        data = TextField()

        class Meta:
            database = db
            table_name = "analysis"

    db.create_tables([Analysis])

    class ApiToken(Model):
        token_hash = CharField(unique=True, max_length=64)
        user_id = BigIntegerField(index=True)
        label = CharField(max_length=80)
        made_at = DateTimeField()
        used_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "api_token"

    db.create_tables([ApiToken])

    class Region(Model):
        name = CharField(unique=True, max_length=40)
        code = CharField(unique=True, null=True, max_length=20)
        name_py = CharField(null=True, max_length=200)
        manager_id = IntegerField(index=True, null=True)

        class Meta:
            database = db
            table_name = "region"

    db.create_tables([Region])

    class Store(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        kind = CharField(max_length=30)
        region_id = ForeignKeyField(Region, column_name="region_id", null=True, on_delete="RESTRICT")
        status = CharField(max_length=30)
        opened_on = DateField(null=True)
        closed_on = DateField(null=True)
        address = CharField(null=True, max_length=200)
        phone = CharField(null=True, max_length=20)
        area_m2 = BigIntegerField(null=True)
        monthly_rent = BigIntegerField(null=True)
        licence_no = CharField(null=True, max_length=40)
        licence_until = DateField(null=True)
        manager_id = IntegerField(index=True, null=True)

        class Meta:
            database = db
            table_name = "store"

    db.create_tables([Store])

    class Employee(Model):
        staff_no = CharField(unique=True, max_length=20)
        name = CharField(max_length=40)
        name_py = CharField(null=True, max_length=200)
        gender = CharField(null=True, max_length=30)
        phone = CharField(null=True, max_length=20)
        department = CharField(max_length=30)
        position = CharField(null=True, max_length=40)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        hired_on = DateField(null=True)
        left_on = DateField(null=True)
        status = CharField(max_length=30)
        id_number = CharField(unique=True, null=True, max_length=18)

        class Meta:
            database = db
            table_name = "employee"

    db.create_tables([Employee])

    class Gift(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        kind = CharField(max_length=30)
        price = BigIntegerField()
        unit_cost = BigIntegerField()
        stock = BigIntegerField(constraints=[Check('"stock" >= 0')])
        safety_stock = BigIntegerField()
        limit_qty = BigIntegerField(null=True)
        limit_period = CharField(null=True, max_length=30)
        starts_on = DateField(null=True)
        ends_on = DateField(null=True)
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "gift"

    db.create_tables([Gift])

    class GiftBudget(Model):
        month = CharField(index=True, max_length=7)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        amount = BigIntegerField()
        used = BigIntegerField()
        left = BigIntegerField()
        served = BigIntegerField()
        per_member = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "gift_budget"
            indexes = ((("store_id", "month"), True),)

    db.create_tables([GiftBudget])

    class GiftMovement(Model):
        gift_id = IntegerField(index=True)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        kind = CharField(max_length=30)
        qty = BigIntegerField()
        unit_cost = BigIntegerField(null=True)
        occurred_at = DateTimeField(index=True)
        reference = CharField(index=True, null=True, max_length=40)
        reason = TextField(null=True)
        by = CharField(null=True, max_length=60)
        reverses_id = ForeignKeyField("self", column_name="reverses_id", null=True, unique=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "gift_movement"

    db.create_tables([GiftMovement])
    append_only(db, "gift_movement")

    class Role(Model):
        code = CharField(unique=True, max_length=40)
        name = CharField(unique=True, max_length=40)
        name_en = CharField(null=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        system = SmallIntegerField()

        class Meta:
            database = db
            table_name = "role"

    db.create_tables([Role])

    class Grant(Model):
        role_id = ForeignKeyField(Role, column_name="role_id", on_delete="RESTRICT")
        record_type = CharField(index=True, max_length=60)
        what = CharField(null=True, max_length=200)
        scope = CharField(max_length=30)
        can_see = SmallIntegerField()
        can_add = SmallIntegerField()
        can_edit = SmallIntegerField()
        can_delete = SmallIntegerField()
        can_export = SmallIntegerField()
        can_import = SmallIntegerField()
        can_approve = SmallIntegerField()
        can_undo = SmallIntegerField()
        can_reveal = SmallIntegerField()
        hidden = TextField(null=True)
        masked = TextField(null=True)

        class Meta:
            database = db
            table_name = "grant"
            indexes = ((("role_id", "record_type"), True),)

    db.create_tables([Grant])

    class MemberTier(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=40)
        name_py = CharField(null=True, max_length=200)
        rank = BigIntegerField(unique=True)
        threshold = BigIntegerField()
        multiplier = BigIntegerField()
        upgrade_gift = CharField(null=True, max_length=100)
        valid_months = BigIntegerField()

        class Meta:
            database = db
            table_name = "member_tier"

    db.create_tables([MemberTier])

    class Member(Model):
        card_no = CharField(unique=True, max_length=30)
        name = CharField(max_length=40)
        name_py = CharField(null=True, max_length=200)
        phone = CharField(unique=True, null=True, max_length=20)
        gender = CharField(null=True, max_length=30)
        birthday = DateField(null=True)
        tier_id = ForeignKeyField(MemberTier, column_name="tier_id", null=True, on_delete="RESTRICT")
        home_store_id = ForeignKeyField(Store, column_name="home_store_id", null=True, on_delete="RESTRICT")
        joined_on = DateField(index=True)
        channel = CharField(max_length=30)
        recruiter_id = ForeignKeyField(Employee, column_name="recruiter_id", null=True, on_delete="RESTRICT")
        status = CharField(max_length=30)
        tags = TextField(null=True)
        address = CharField(null=True, max_length=200)
        interests = TextField(null=True)
        consent = SmallIntegerField(null=True)
        consent_on = DateField(null=True)
        points = BigIntegerField(index=True, constraints=[Check('"points" >= 0')])
        points_debt = BigIntegerField(constraints=[Check('"points_debt" >= 0')])
        spend_12m = BigIntegerField()
        opening_spend = BigIntegerField(null=True)
        last_purchase_at = DateTimeField(null=True)
        tier_until = DateField(null=True)
        segment = CharField(index=True, null=True, max_length=30)
        rfm = CharField(null=True, max_length=3)
        merged_into_id = IntegerField(index=True, null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "member"

    db.create_tables([Member])

    class MemberFollowUp(Model):
        member_id = ForeignKeyField(Member, column_name="member_id", on_delete="RESTRICT")
        contacted_at = DateTimeField()
        channel = CharField(max_length=30)
        topic = CharField(max_length=100)
        content = TextField(null=True)
        result = CharField(null=True, max_length=200)
        next_on = DateField(index=True, null=True)
        by_id = ForeignKeyField(Employee, column_name="by_id", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "member_follow_up"

    db.create_tables([MemberFollowUp])

    class PointsDebt(Model):
        member_id = IntegerField(index=True)
        points = BigIntegerField()
        reference = CharField(index=True, null=True, max_length=60)
        occurred_at = DateTimeField()
        reason = TextField(null=True)
        by = CharField(null=True, max_length=60)
        reverses_id = ForeignKeyField("self", column_name="reverses_id", null=True, unique=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "points_debt"

    db.create_tables([PointsDebt])
    append_only(db, "points_debt")

    class PointsLot(Model):
        member_id = IntegerField(index=True)
        earned_at = DateTimeField()
        expires_on = DateField(index=True, null=True)
        earned = BigIntegerField()
        left = BigIntegerField(constraints=[Check('"left" >= 0')])

        class Meta:
            database = db
            table_name = "points_lot"
            indexes = ((("member_id", "expires_on"), False),)

    db.create_tables([PointsLot])

    class PointsEntry(Model):
        member_id = IntegerField(index=True)
        kind = CharField(max_length=30)
        points = BigIntegerField()
        lot_id = ForeignKeyField(PointsLot, column_name="lot_id", on_delete="RESTRICT")
        expires_on = DateField(null=True)
        source = CharField(max_length=30)
        reference = CharField(index=True, null=True, max_length=60)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        occurred_at = DateTimeField(index=True)
        reason = TextField(null=True)
        by = CharField(null=True, max_length=60)
        reverses_id = ForeignKeyField("self", column_name="reverses_id", null=True, unique=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "points_entry"

    db.create_tables([PointsEntry])
    append_only(db, "points_entry")

    class PointsRule(Model):
        name = CharField(unique=True, max_length=60)
        kind = CharField(max_length=30)
        per_yuan = BigIntegerField(null=True)
        fixed = BigIntegerField(null=True)
        multiplier = BigIntegerField()
        stores = TextField(null=True)
        starts_on = DateField(null=True)
        ends_on = DateField(null=True)
        expires_months = BigIntegerField()
        priority = BigIntegerField()

        class Meta:
            database = db
            table_name = "points_rule"

    db.create_tables([PointsRule])

    class ProductCategory(Model):
        name = CharField(unique=True, max_length=40)
        name_py = CharField(null=True, max_length=200)

        class Meta:
            database = db
            table_name = "product_category"

    db.create_tables([ProductCategory])

    class Supplier(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=80)
        name_py = CharField(null=True, max_length=200)
        contact = CharField(null=True, max_length=40)
        phone = CharField(null=True, max_length=20)
        business_licence = CharField(null=True, max_length=40)
        business_until = DateField(null=True)
        production_licence = CharField(null=True, max_length=40)
        production_until = DateField(null=True)
        grade = CharField(null=True, max_length=30)
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "supplier"

    db.create_tables([Supplier])

    class Product(Model):
        sku = CharField(unique=True, max_length=40)
        barcode = CharField(unique=True, null=True, max_length=30)
        name = CharField(max_length=80)
        name_py = CharField(null=True, max_length=200)
        category_id = ForeignKeyField(ProductCategory, column_name="category_id", null=True, on_delete="RESTRICT")
        spec = CharField(null=True, max_length=60)
        unit = CharField(null=True, max_length=10)
        shelf_life_days = BigIntegerField(null=True)
        storage = CharField(null=True, max_length=60)
        supplier_id = ForeignKeyField(Supplier, column_name="supplier_id", null=True, on_delete="RESTRICT")
        list_price = BigIntegerField(null=True)
        member_price = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        approval_no = CharField(null=True, max_length=40)
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "product"

    db.create_tables([Product])

    class Purchase(Model):
        receipt_no = CharField(max_length=40)
        member_id = ForeignKeyField(Member, column_name="member_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        purchased_at = DateTimeField(index=True)
        amount = BigIntegerField()
        discount = BigIntegerField()
        items = BigIntegerField()
        channel = CharField(max_length=30)
        refunded = BigIntegerField()
        points = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "purchase"
            indexes = ((("store_id", "receipt_no"), True), (("member_id", "purchased_at"), False))

    db.create_tables([Purchase])

    class PurchaseLine(Model):
        purchase_id = ForeignKeyField(Purchase, column_name="purchase_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        qty = BigIntegerField()
        price = BigIntegerField()

        class Meta:
            database = db
            table_name = "purchase_line"

    db.create_tables([PurchaseLine])

    class RecruitTarget(Model):
        month = CharField(index=True, max_length=7)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        target = BigIntegerField()
        actual = BigIntegerField()
        rate = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "recruit_target"
            indexes = ((("store_id", "month"), True),)

    db.create_tables([RecruitTarget])

    class Redemption(Model):
        no = CharField(unique=True, max_length=30)
        member_id = ForeignKeyField(Member, column_name="member_id", on_delete="RESTRICT")
        gift_id = ForeignKeyField(Gift, column_name="gift_id", on_delete="RESTRICT")
        qty = BigIntegerField()
        points = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        requested_at = DateTimeField(index=True)
        state = CharField(max_length=30)
        issued_by_id = ForeignKeyField(Employee, column_name="issued_by_id", null=True, on_delete="RESTRICT")
        past = SmallIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "redemption"

    db.create_tables([Redemption])

    class Session(Model):
        token_hash = CharField(unique=True, max_length=64)
        user_id = BigIntegerField(index=True)
        device_hash = CharField(index=True, null=True, max_length=64)
        lang = CharField(max_length=2)
        made_at = DateTimeField()
        seen_at = DateTimeField()
        ended_at = DateTimeField(null=True)
        why = CharField(null=True, max_length=20)
        address = CharField(max_length=60)
        agent = CharField(max_length=200)

        class Meta:
            database = db
            table_name = "session"

    db.create_tables([Session])

    class SignInTry(Model):
        name_hash = CharField(max_length=64)
        lane = CharField(max_length=64)
        address = CharField(index=True, max_length=60)
        at = DateTimeField()
        outcome = CharField(max_length=5)

        class Meta:
            database = db
            table_name = "sign_in_try"
            indexes = ((("name_hash", "lane", "id"), False),)

    db.create_tables([SignInTry])

    class TierBenefit(Model):
        tier_id = ForeignKeyField(MemberTier, column_name="tier_id", on_delete="RESTRICT")
        title = CharField(max_length=100)
        kind = CharField(max_length=30)
        cost = BigIntegerField(null=True)
        starts_on = DateField(null=True)
        ends_on = DateField(null=True)
        effect = TextField(null=True)

        class Meta:
            database = db
            table_name = "tier_benefit"

    db.create_tables([TierBenefit])

    class TierMove(Model):
        member_id = ForeignKeyField(Member, column_name="member_id", on_delete="RESTRICT")
        from_tier_id = ForeignKeyField(MemberTier, column_name="from_tier_id", null=True, on_delete="RESTRICT")
        to_tier_id = ForeignKeyField(MemberTier, column_name="to_tier_id", on_delete="RESTRICT")
        cause = CharField(max_length=30)
        moved_at = DateTimeField()
        by = CharField(null=True, max_length=200)

        class Meta:
            database = db
            table_name = "tier_move"

    db.create_tables([TierMove])

    class User(Model):
        login = CharField(unique=True, max_length=40)
        name = CharField(max_length=40)
        name_py = CharField(null=True, max_length=200)
        role_id = ForeignKeyField(Role, column_name="role_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        region_id = ForeignKeyField(Region, column_name="region_id", null=True, on_delete="RESTRICT")
        employee_id = ForeignKeyField(Employee, column_name="employee_id", null=True, on_delete="RESTRICT")
        lang = CharField(null=True, max_length=30)
        active = SmallIntegerField()
        must_change = SmallIntegerField()
        password_at = DateTimeField(null=True)
        password_hash = CharField(null=True, max_length=200)

        class Meta:
            database = db
            table_name = "user"

    db.create_tables([User])
