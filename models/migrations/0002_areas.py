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
            body = f"BEGIN RAISE integrity_constraint_violation USING MESSAGE = '{table} is append-only'; END"
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

    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Product(Model):
        class Meta:
            database = db
            table_name = "product"

    class Supplier(Model):
        class Meta:
            database = db
            table_name = "supplier"

    class Role(Model):
        class Meta:
            database = db
            table_name = "role"

    class ProductCategory(Model):
        class Meta:
            database = db
            table_name = "product_category"

    class Attachment(Model):
        record = CharField(max_length=60)
        row_id = BigIntegerField()
        name = CharField(max_length=200)
        kind = CharField(max_length=40)
        size = BigIntegerField()
        stored = CharField(unique=True, max_length=40)
        digest = CharField(max_length=64)
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

    class Outgoing(Model):
        channel_id = IntegerField()
        key = CharField(max_length=80)
        text = TextField()
        queued_at = DateTimeField()
        next_at = DateTimeField(index=True)
        tries = IntegerField()
        sent_at = DateTimeField(null=True)
        error = TextField(null=True)

        class Meta:
            database = db
            table_name = "outgoing"
            indexes = ((("channel_id", "key"), True),)

    db.create_tables([Outgoing])

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

    class WeekRevision(Model):
        week = CharField(max_length=8)
        revision = IntegerField()
        made_at = DateTimeField()
        by = CharField(max_length=200)
        reason = TextField(null=True)

        class Meta:
            database = db
            table_name = "week_revision"
            indexes = ((("week", "revision"), True),)

    db.create_tables([WeekRevision])
    append_only(db, "week_revision")

    class WeekFigure(Model):
        revision_id = ForeignKeyField(WeekRevision, column_name="revision_id")
        metric = CharField(max_length=80)
        store_id = IntegerField(null=True)
        value = CharField(null=True, max_length=40)
        top = CharField(null=True, max_length=40)
        bottom = CharField(null=True, max_length=40)
        target = CharField(null=True, max_length=40)

        class Meta:
            database = db
            table_name = "week_figure"
            indexes = ((("metric", "store_id", "revision_id"), True),)

    db.create_tables([WeekFigure])
    append_only(db, "week_figure")

    class WeekDifference(Model):
        revision_id = ForeignKeyField(WeekRevision, column_name="revision_id")
        metric = CharField(max_length=80)
        store_id = IntegerField(null=True)
        before = CharField(null=True, max_length=40)
        after = CharField(null=True, max_length=40)
        causes = TextField()

        class Meta:
            database = db
            table_name = "week_difference"

    db.create_tables([WeekDifference])
    append_only(db, "week_difference")

    class ImportMap(Model):
        record = CharField(max_length=60)
        name = CharField(max_length=120)
        mapping = TextField()

        class Meta:
            database = db
            table_name = "import_map"
            indexes = ((("record", "name"), True),)

    db.create_tables([ImportMap])

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

    class AccountSuggestion(Model):
        member_id = ForeignKeyField(Member, column_name="member_id", unique=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        largest = BigIntegerField()
        spend = BigIntegerField()
        receipts = BigIntegerField()
        found_on = DateField()
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "account_suggestion"

    db.create_tables([AccountSuggestion])

    class MemberActivity(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(max_length=80)
        kind = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        starts_at = DateTimeField()
        ends_at = DateTimeField(null=True)
        place = CharField(null=True, max_length=100)
        audience = TextField(null=True)
        places = BigIntegerField(null=True)
        budget = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        signed = BigIntegerField()
        came = BigIntegerField()
        sales_before = BigIntegerField(null=True)
        sales_after = BigIntegerField(null=True)
        summary = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "member_activity"

    db.create_tables([MemberActivity])

    class ActivityAttendance(Model):
        activity_id = ForeignKeyField(MemberActivity, column_name="activity_id", on_delete="RESTRICT")
        member_id = ForeignKeyField(Member, column_name="member_id", on_delete="RESTRICT")
        signed_at = DateTimeField()
        came_at = DateTimeField(null=True)
        feedback = BigIntegerField(null=True)
        note = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "activity_attendance"
            indexes = ((("activity_id", "member_id"), True),)

    db.create_tables([ActivityAttendance])

    class OnlineShop(Model):
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        platform = CharField(null=True, max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        shop_no = CharField(null=True, max_length=40)
        url = CharField(null=True, max_length=200)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        login_owner = CharField(null=True, max_length=60)
        deposit = BigIntegerField(null=True)
        commission = BigIntegerField(null=True)
        promise_hours = BigIntegerField(null=True)
        opened_on = DateField(null=True)
        filing_no = CharField(null=True, max_length=60)
        filing_until = DateField(null=True)
        brand_until = DateField(null=True)
        status = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "online_shop"

    db.create_tables([OnlineShop])

    class OnlineOrder(Model):
        order_no = CharField(max_length=40)
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        member_id = ForeignKeyField(Member, column_name="member_id", null=True, on_delete="RESTRICT")
        buyer = CharField(null=True, max_length=60)
        ordered_at = DateTimeField(index=True)
        paid_at = DateTimeField(null=True)
        goods = BigIntegerField()
        discount = BigIntegerField()
        freight = BigIntegerField()
        amount = BigIntegerField()
        refunded = BigIntegerField()
        ship_by = DateTimeField(index=True, null=True)
        clock = CharField(max_length=30)
        state = CharField(max_length=30)
        courier = CharField(null=True, max_length=40)
        tracking_no = CharField(null=True, max_length=60)
        shipped_at = DateTimeField(null=True)
        received_at = DateTimeField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "online_order"
            indexes = ((("shop_id", "order_no"), True),)

    db.create_tables([OnlineOrder])

    class OnlineOrderLine(Model):
        order_id = ForeignKeyField(OnlineOrder, column_name="order_id", on_delete="RESTRICT")
        code = CharField(index=True, null=True, max_length=60)
        title = CharField(null=True, max_length=120)
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        batch_no = CharField(index=True, null=True, max_length=40)
        qty = BigIntegerField()
        per_piece = BigIntegerField()
        units = BigIntegerField()
        price = BigIntegerField()
        amount = BigIntegerField()
        unmapped = SmallIntegerField()

        class Meta:
            database = db
            table_name = "online_order_line"

    db.create_tables([OnlineOrderLine])

    class AfterSale(Model):
        no = CharField(unique=True, null=True, max_length=40)
        order_id = ForeignKeyField(OnlineOrder, column_name="order_id", on_delete="RESTRICT")
        line_id = ForeignKeyField(OnlineOrderLine, column_name="line_id", null=True, on_delete="RESTRICT")
        kind = CharField(max_length=30)
        reason = CharField(max_length=30)
        blame = CharField(null=True, max_length=30)
        amount = BigIntegerField()
        opened_at = DateTimeField(index=True)
        due_at = DateTimeField(index=True, null=True)
        clock = CharField(max_length=30)
        closed_at = DateTimeField(null=True)
        handler_id = ForeignKeyField(Employee, column_name="handler_id", null=True, on_delete="RESTRICT")
        back_at = DateTimeField(null=True)
        inspection = CharField(null=True, max_length=200)
        description = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "after_sale"

    db.create_tables([AfterSale])

    class QualityAudit(Model):
        no = CharField(unique=True, null=True, max_length=30)
        kind = CharField(max_length=30)
        scope = CharField(max_length=160)
        supplier_id = ForeignKeyField(Supplier, column_name="supplier_id", null=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        planned_on = DateField()
        done_on = DateField(null=True)
        auditor_id = ForeignKeyField(Employee, column_name="auditor_id", null=True, on_delete="RESTRICT")
        score = BigIntegerField(null=True)
        closed_on = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "quality_audit"

    db.create_tables([QualityAudit])

    class CorrectiveAction(Model):
        no = CharField(unique=True, null=True, max_length=30)
        kind = CharField(max_length=30)
        source = CharField(max_length=30)
        reference = CharField(index=True, null=True, max_length=60)
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        batch_no = CharField(index=True, null=True, max_length=40)
        defect = CharField(null=True, max_length=200)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        problem = TextField()
        containment = TextField(null=True)
        cause = TextField(null=True)
        action = TextField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        opened_on = DateField(index=True)
        due_on = DateField(null=True)
        done_on = DateField(null=True)
        proof = TextField(null=True)
        verified_by_id = ForeignKeyField(Employee, column_name="verified_by_id", null=True, on_delete="RESTRICT")
        verified_on = DateField(null=True)
        check_on = DateField(null=True)
        effective = CharField(null=True, max_length=30)
        closed_on = DateField(null=True)
        times = BigIntegerField()
        reopened_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "corrective_action"

    db.create_tables([CorrectiveAction])

    class AuditFinding(Model):
        audit_id = ForeignKeyField(QualityAudit, column_name="audit_id", on_delete="RESTRICT")
        clause = CharField(max_length=120)
        weight = BigIntegerField()
        result = CharField(max_length=30)
        severity = CharField(null=True, max_length=30)
        description = TextField(null=True)
        evidence = TextField(null=True)
        action_id = ForeignKeyField(CorrectiveAction, column_name="action_id", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "audit_finding"
            indexes = ((("audit_id", "clause"), True),)

    db.create_tables([AuditFinding])

    class BannedWord(Model):
        word = CharField(unique=True, max_length=40)
        state = CharField(max_length=30)
        reason = CharField(null=True, max_length=200)

        class Meta:
            database = db
            table_name = "banned_word"

    db.create_tables([BannedWord])

    class BatchHold(Model):
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, max_length=40)
        held_on = DateField()
        reason = TextField()
        by = CharField(null=True, max_length=60)
        released_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "batch_hold"

    db.create_tables([BatchHold])

    class Budget(Model):
        month = CharField(index=True, max_length=7)
        category = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        department = CharField(null=True, max_length=30)
        amount = BigIntegerField()
        committed = BigIntegerField()
        spent = BigIntegerField()
        left = BigIntegerField()
        used = BigIntegerField()
        mark = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "budget"
            indexes = ((("category", "store_id", "department", "month"), True),)

    db.create_tables([Budget])

    class Bundle(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        price = BigIntegerField()
        list_total = BigIntegerField()
        cost_total = BigIntegerField()
        margin = BigIntegerField(null=True)
        starts_on = DateField(null=True)
        ends_on = DateField(null=True)
        status = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "bundle"

    db.create_tables([Bundle])

    class BundleLine(Model):
        bundle_id = ForeignKeyField(Bundle, column_name="bundle_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        qty = BigIntegerField()
        price = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "bundle_line"
            indexes = ((("bundle_id", "product_id"), True),)

    db.create_tables([BundleLine])

    class Campaign(Model):
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        channel = CharField(max_length=30)
        title = CharField(max_length=100)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        starts_on = DateField()
        ends_on = DateField(index=True, null=True)
        budget = BigIntegerField(null=True)
        cost = BigIntegerField()
        impressions = BigIntegerField()
        clicks = BigIntegerField()
        orders = BigIntegerField()
        sales = BigIntegerField()
        per_click = BigIntegerField(null=True)
        returned = BigIntegerField(null=True)
        coupon = CharField(null=True, max_length=60)
        link = CharField(null=True, max_length=200)
        review = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "campaign"

    db.create_tables([Campaign])

    class FranchiseCase(Model):
        no = CharField(unique=True, null=True, max_length=30)
        franchisee_id = ForeignKeyField(Franchisee, column_name="franchisee_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        opened_on = DateField(index=True)
        due_on = DateField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        transfer_to_id = ForeignKeyField(Franchisee, column_name="transfer_to_id", null=True, on_delete="RESTRICT")
        contract_until = DateField(null=True)
        progress = BigIntegerField()
        deposit_returned = BigIntegerField(null=True)
        stock_left = BigIntegerField(null=True)
        closed_on = DateField(index=True, null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "franchise_case"

    db.create_tables([FranchiseCase])

    class CaseStep(Model):
        case_id = ForeignKeyField(FranchiseCase, column_name="case_id", on_delete="RESTRICT")
        position = BigIntegerField()
        title = CharField(max_length=80)
        department = CharField(max_length=30)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        due_on = DateField(null=True)
        legal = SmallIntegerField()
        proof = SmallIntegerField()
        done_on = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "case_step"

    db.create_tables([CaseStep])

    class CaseTemplate(Model):
        name = CharField(unique=True, max_length=60)
        kind = CharField(max_length=30)
        active = SmallIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "case_template"

    db.create_tables([CaseTemplate])

    class CaseTemplateLine(Model):
        template_id = ForeignKeyField(CaseTemplate, column_name="template_id", on_delete="RESTRICT")
        position = BigIntegerField()
        title = CharField(max_length=80)
        department = CharField(max_length=30)
        days = BigIntegerField()
        legal = SmallIntegerField()
        proof = SmallIntegerField()

        class Meta:
            database = db
            table_name = "case_template_line"
            indexes = ((("template_id", "position"), True),)

    db.create_tables([CaseTemplateLine])

    class Channel(Model):
        name = CharField(unique=True, max_length=60)
        kind = CharField(max_length=30)
        address = TextField()
        signing = CharField(null=True, max_length=200)
        role_id = ForeignKeyField(Role, column_name="role_id", null=True, on_delete="RESTRICT")
        content = CharField(max_length=30)
        active = SmallIntegerField()
        after = BigIntegerField()

        class Meta:
            database = db
            table_name = "channel"

    db.create_tables([Channel])

    class ChecklistItem(Model):
        text = CharField(unique=True, max_length=100)
        section = CharField(max_length=30)
        weight = BigIntegerField()
        severity = CharField(max_length=30)
        how = TextField(null=True)
        proof = SmallIntegerField()
        kind = CharField(null=True, max_length=30)
        active = SmallIntegerField()

        class Meta:
            database = db
            table_name = "checklist_item"

    db.create_tables([ChecklistItem])

    class Warehouse(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        kind = CharField(max_length=30)
        region_id = ForeignKeyField(Region, column_name="region_id", null=True, on_delete="RESTRICT")
        keeper_id = ForeignKeyField(Employee, column_name="keeper_id", null=True, on_delete="RESTRICT")
        address = CharField(null=True, max_length=200)
        phone = CharField(null=True, max_length=20)
        area_m2 = BigIntegerField(null=True)
        latitude = BigIntegerField(null=True)
        longitude = BigIntegerField(null=True)
        coldest = BigIntegerField(null=True)
        warmest = BigIntegerField(null=True)
        driest = BigIntegerField(null=True)
        dampest = BigIntegerField(null=True)
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "warehouse"

    db.create_tables([Warehouse])

    class ClimateReading(Model):
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", on_delete="RESTRICT")
        measured_at = DateTimeField(index=True)
        temperature = BigIntegerField(null=True)
        humidity = BigIntegerField(null=True)
        out_of_range = SmallIntegerField()
        action = TextField(null=True)
        by = CharField(null=True, max_length=60)

        class Meta:
            database = db
            table_name = "climate_reading"
            indexes = ((("warehouse_id", "measured_at"), True),)

    db.create_tables([ClimateReading])

    class CommissionPlan(Model):
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        paid_to = CharField(max_length=30)
        mode = CharField(max_length=30)
        floor_rate = BigIntegerField()
        cap_rate = BigIntegerField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "commission_plan"

    db.create_tables([CommissionPlan])

    class CommissionResult(Model):
        plan_id = ForeignKeyField(CommissionPlan, column_name="plan_id", on_delete="RESTRICT")
        month = CharField(index=True, max_length=7)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        employee_id = ForeignKeyField(Employee, column_name="employee_id", null=True, on_delete="RESTRICT")
        target = BigIntegerField()
        actual = BigIntegerField()
        rate = BigIntegerField(null=True)
        amount = BigIntegerField()
        adjustment = BigIntegerField(null=True)
        adjusted_why = TextField(null=True)
        payable = BigIntegerField()
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "commission_result"
            indexes = ((("plan_id", "store_id", "month"), True), (("plan_id", "employee_id", "month"), True))

    db.create_tables([CommissionResult])

    class CommissionStep(Model):
        plan_id = ForeignKeyField(CommissionPlan, column_name="plan_id", on_delete="RESTRICT")
        from_rate = BigIntegerField()
        to_rate = BigIntegerField(null=True)
        percent = BigIntegerField()

        class Meta:
            database = db
            table_name = "commission_step"
            indexes = ((("plan_id", "from_rate"), True),)

    db.create_tables([CommissionStep])

    class CompetitorNote(Model):
        seen_on = DateField(index=True)
        competitor = CharField(max_length=60)
        channel = CharField(max_length=30)
        activity = CharField(max_length=200)
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        price = BigIntegerField(null=True)
        region_id = ForeignKeyField(Region, column_name="region_id", null=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        impact = CharField(max_length=30)
        source = CharField(null=True, max_length=100)
        by_id = ForeignKeyField(Employee, column_name="by_id", null=True, on_delete="RESTRICT")
        response = TextField(null=True)

        class Meta:
            database = db
            table_name = "competitor_note"

    db.create_tables([CompetitorNote])

    class Complaint(Model):
        no = CharField(unique=True, null=True, max_length=30)
        kind = CharField(max_length=30)
        category = CharField(max_length=30)
        severity = CharField(max_length=30)
        source = CharField(max_length=30)
        case_no = CharField(null=True, max_length=40)
        member_id = ForeignKeyField(Member, column_name="member_id", null=True, on_delete="RESTRICT")
        key_account_id = ForeignKeyField(KeyAccount, column_name="key_account_id", null=True, on_delete="RESTRICT")
        customer = CharField(null=True, max_length=40)
        phone = CharField(null=True, max_length=20)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        batch_no = CharField(index=True, null=True, max_length=40)
        received_at = DateTimeField(index=True)
        handler_id = ForeignKeyField(Employee, column_name="handler_id", null=True, on_delete="RESTRICT")
        description = TextField()
        claimant = SmallIntegerField()
        cause_code = CharField(null=True, max_length=30)
        cause = TextField(null=True)
        resolution = TextField(null=True)
        compensation = BigIntegerField(null=True)
        compensation_state = CharField(max_length=30)
        compensation_by = CharField(null=True, max_length=100)
        respond_due_at = DateTimeField(null=True)
        responded_at = DateTimeField(null=True)
        due_at = DateTimeField(index=True, null=True)
        waiting_since = DateTimeField(null=True)
        waited_minutes = BigIntegerField()
        mark = BigIntegerField()
        resolved_at = DateTimeField(index=True, null=True)
        called_back_at = DateTimeField(null=True)
        satisfaction = BigIntegerField(null=True)
        closed_at = DateTimeField(index=True, null=True)
        reopened_at = DateTimeField(null=True)
        reopened = BigIntegerField()
        hours = BigIntegerField(null=True)
        in_time = SmallIntegerField(null=True)
        responded_in_time = SmallIntegerField(null=True)
        mediation_due_on = DateField(null=True)
        corrective_action_id = ForeignKeyField(
            CorrectiveAction, column_name="corrective_action_id", null=True, on_delete="RESTRICT"
        )
        merged_into_id = ForeignKeyField("self", column_name="merged_into_id", null=True, on_delete="RESTRICT")
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "complaint"

    db.create_tables([Complaint])

    class Course(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(unique=True, max_length=80)
        name_py = CharField(null=True, max_length=200)
        category = CharField(max_length=30)
        audience = TextField(null=True)
        hours = BigIntegerField()
        evidence = CharField(max_length=30)
        pass_score = BigIntegerField()
        valid_months = BigIntegerField(null=True)
        content = TextField(null=True)
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "course"

    db.create_tables([Course])

    class CourseRequirement(Model):
        course_id = ForeignKeyField(Course, column_name="course_id", on_delete="RESTRICT")
        position = CharField(max_length=40)
        within_days = BigIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "course_requirement"
            indexes = ((("course_id", "position"), True),)

    db.create_tables([CourseRequirement])

    class Vehicle(Model):
        plate = CharField(unique=True, max_length=20)
        kind = CharField(max_length=30)
        brand = CharField(null=True, max_length=60)
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", null=True, on_delete="RESTRICT")
        load_kg = BigIntegerField(null=True)
        volume_m3 = BigIntegerField(null=True)
        boxes = BigIntegerField(null=True)
        compulsory_until = DateField(null=True)
        commercial_until = DateField(null=True)
        inspection_until = DateField(null=True)
        permit_until = DateField(null=True)
        mileage = BigIntegerField()
        service_at = BigIntegerField(null=True)
        fuel_card = CharField(null=True, max_length=40)
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "vehicle"

    db.create_tables([Vehicle])

    class DeliveryRoute(Model):
        code = CharField(unique=True, max_length=20)
        name = CharField(max_length=60)
        name_py = CharField(null=True, max_length=200)
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", on_delete="RESTRICT")
        vehicle_id = ForeignKeyField(Vehicle, column_name="vehicle_id", null=True, on_delete="RESTRICT")
        stops = BigIntegerField()
        boxes = BigIntegerField()
        distance_km = BigIntegerField(null=True)
        minutes = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        status = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "delivery_route"

    db.create_tables([DeliveryRoute])

    class Driver(Model):
        name = CharField(max_length=40)
        name_py = CharField(null=True, max_length=200)
        employee_id = ForeignKeyField(Employee, column_name="employee_id", null=True, on_delete="RESTRICT")
        phone = CharField(null=True, max_length=20)
        licence_no = CharField(unique=True, max_length=40)
        licence_class = CharField(max_length=30)
        licence_until = DateField(null=True)
        health_until = DateField(null=True)
        points = BigIntegerField()
        accidents = BigIntegerField()
        vehicle_id = ForeignKeyField(Vehicle, column_name="vehicle_id", null=True, on_delete="RESTRICT")
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "driver"

    db.create_tables([Driver])

    class Delivery(Model):
        no = CharField(unique=True, null=True, max_length=30)
        delivered_on = DateField(index=True)
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", null=True, on_delete="RESTRICT")
        route_id = ForeignKeyField(DeliveryRoute, column_name="route_id", null=True, on_delete="RESTRICT")
        vehicle_id = ForeignKeyField(Vehicle, column_name="vehicle_id", null=True, on_delete="RESTRICT")
        driver_id = ForeignKeyField(Driver, column_name="driver_id", null=True, on_delete="RESTRICT")
        planned_departure = DateTimeField(null=True)
        planned_arrival = DateTimeField(null=True)
        departed_at = DateTimeField(null=True)
        arrived_at = DateTimeField(null=True)
        orders = BigIntegerField()
        boxes = BigIntegerField()
        odometer_out = BigIntegerField(null=True)
        odometer_in = BigIntegerField(null=True)
        km = BigIntegerField(null=True)
        fuel_cost = BigIntegerField(null=True)
        tolls = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        signed_by = CharField(null=True, max_length=40)
        on_time = SmallIntegerField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "delivery"

    db.create_tables([Delivery])

    class StopPlace(Model):
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        address = CharField(null=True, max_length=200)
        latitude = BigIntegerField(null=True)
        longitude = BigIntegerField(null=True)
        service_minutes = BigIntegerField()
        status = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "stop_place"

    db.create_tables([StopPlace])

    class DeliveryStop(Model):
        delivery_id = ForeignKeyField(Delivery, column_name="delivery_id", on_delete="RESTRICT")
        seq = BigIntegerField()
        place_id = ForeignKeyField(StopPlace, column_name="place_id", null=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        orders = BigIntegerField()
        boxes = BigIntegerField()
        planned_at = DateTimeField(null=True)
        arrived_at = DateTimeField(index=True, null=True)
        boxes_signed = BigIntegerField(null=True)
        temperature = BigIntegerField(null=True)
        signed_by = CharField(null=True, max_length=40)
        discrepancy = TextField(null=True)
        on_time = SmallIntegerField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "delivery_stop"
            indexes = ((("delivery_id", "seq"), True),)

    db.create_tables([DeliveryStop])

    class DutyShift(Model):
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        day = DateField(index=True)
        shift = CharField(max_length=30)
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        people_ok = SmallIntegerField(null=True)
        machines_ok = SmallIntegerField(null=True)
        materials_ok = SmallIntegerField(null=True)
        incidents = TextField(null=True)
        handover = TextField(null=True)
        state = CharField(max_length=30)
        taken_by_id = ForeignKeyField(Employee, column_name="taken_by_id", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "duty_shift"
            indexes = ((("employee_id", "shift", "day"), True),)

    db.create_tables([DutyShift])

    class Expense(Model):
        no = CharField(unique=True, null=True, max_length=30)
        spent_on = DateField(index=True)
        category = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        department = CharField(null=True, max_length=30)
        amount = BigIntegerField()
        payee = CharField(null=True, max_length=80)
        invoice_no = CharField(null=True, max_length=40)
        purpose = CharField(null=True, max_length=120)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        over_reason = CharField(null=True, max_length=200)
        month = CharField(index=True, null=True, max_length=7)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "expense"

    db.create_tables([Expense])

    class Festival(Model):
        name = CharField(max_length=40)
        starts_on = DateField()
        ends_on = DateField()
        day_off = SmallIntegerField()

        class Meta:
            database = db
            table_name = "festival"
            indexes = ((("starts_on", "name"), True),)

    db.create_tables([Festival])

    class FranchiseReview(Model):
        franchisee_id = ForeignKeyField(Franchisee, column_name="franchisee_id", on_delete="RESTRICT")
        month = CharField(index=True, max_length=7)
        sales = BigIntegerField(null=True)
        target = BigIntegerField(null=True)
        qsc = BigIntegerField(null=True)
        payment_rate = BigIntegerField(null=True)
        complaints = BigIntegerField(null=True)
        sales_score = BigIntegerField(null=True)
        complaint_score = BigIntegerField(null=True)
        score = BigIntegerField(null=True)
        grade = CharField(null=True, max_length=30)
        reviewer_id = ForeignKeyField(Employee, column_name="reviewer_id", null=True, on_delete="RESTRICT")
        reviewed_on = DateField(index=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "franchise_review"
            indexes = ((("franchisee_id", "month"), True),)

    db.create_tables([FranchiseReview])

    class GroupPolicy(Model):
        title = CharField(unique=True, max_length=80)
        kind = CharField(null=True, max_length=30)
        from_qty = BigIntegerField()
        discount = BigIntegerField()
        starts_on = DateField()
        ends_on = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "group_policy"

    db.create_tables([GroupPolicy])

    class GroupOrder(Model):
        no = CharField(unique=True, null=True, max_length=30)
        account_id = ForeignKeyField(KeyAccount, column_name="account_id", on_delete="RESTRICT")
        ordered_on = DateField(index=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        policy_id = ForeignKeyField(GroupPolicy, column_name="policy_id", null=True, on_delete="RESTRICT")
        listed = BigIntegerField()
        discount = BigIntegerField()
        amount = BigIntegerField()
        rate = BigIntegerField(null=True)
        gift_cost = BigIntegerField()
        freight_cost = BigIntegerField()
        cost = BigIntegerField()
        margin = BigIntegerField(null=True)
        due_on = DateField(index=True, null=True)
        paid = BigIntegerField()
        unpaid = BigIntegerField()
        state = CharField(max_length=30)
        beyond = TextField(null=True)
        delivered_on = DateField(null=True)
        deliver_to = CharField(null=True, max_length=200)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "group_order"

    db.create_tables([GroupOrder])

    class GroupOrderLine(Model):
        order_id = ForeignKeyField(GroupOrder, column_name="order_id", on_delete="RESTRICT")
        item = CharField(null=True, max_length=80)
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        bundle_id = ForeignKeyField(Bundle, column_name="bundle_id", null=True, on_delete="RESTRICT")
        qty = BigIntegerField()
        price = BigIntegerField(null=True)
        listed = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        amount = BigIntegerField()

        class Meta:
            database = db
            table_name = "group_order_line"

    db.create_tables([GroupOrderLine])

    class GroupReceipt(Model):
        order_id = ForeignKeyField(GroupOrder, column_name="order_id", on_delete="RESTRICT")
        received_on = DateField(index=True)
        amount = BigIntegerField()
        method = CharField(max_length=30)
        invoice_no = CharField(null=True, max_length=40)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "group_receipt"

    db.create_tables([GroupReceipt])

    class Guidance(Model):
        franchisee_id = ForeignKeyField(Franchisee, column_name="franchisee_id", null=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        given_on = DateField(index=True)
        by_id = ForeignKeyField(Employee, column_name="by_id", null=True, on_delete="RESTRICT")
        topic = CharField(max_length=30)
        title = CharField(max_length=80)
        finding = TextField(null=True)
        advice = TextField(null=True)
        follow_up_on = DateField(null=True)
        result = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "guidance"

    db.create_tables([Guidance])

    class HealthFoodPaper(Model):
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        number = CharField(null=True, max_length=40)
        valid_until = DateField(null=True)
        functions = CharField(null=True, max_length=200)
        unsuitable = CharField(null=True, max_length=200)
        warning = CharField(null=True, max_length=120)
        label_version = CharField(null=True, max_length=30)
        label_rule = CharField(max_length=30)
        renew_by = DateField(null=True)
        renewed_on = DateField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "health_food_paper"
            indexes = ((("product_id", "label_version"), True),)

    db.create_tables([HealthFoodPaper])

    class HolidayDay(Model):
        day = DateField(unique=True)
        kind = CharField(max_length=30)
        name = CharField(null=True, max_length=40)

        class Meta:
            database = db
            table_name = "holiday_day"

    db.create_tables([HolidayDay])

    class IncomingCheck(Model):
        no = CharField(unique=True, null=True, max_length=30)
        supplier_id = ForeignKeyField(Supplier, column_name="supplier_id", null=True, on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, max_length=40)
        produced_on = DateField(null=True)
        received_on = DateField(index=True)
        expires_on = DateField(null=True)
        life_left = BigIntegerField(null=True)
        qty = BigIntegerField()
        unit_cost = BigIntegerField(null=True)
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", null=True, on_delete="RESTRICT")
        licence_seen = SmallIntegerField()
        licence_no = CharField(null=True, max_length=60)
        licence_until = DateField(null=True)
        label_ok = SmallIntegerField()
        temperature = BigIntegerField(null=True)
        checker_id = ForeignKeyField(Employee, column_name="checker_id", null=True, on_delete="RESTRICT")
        keep_until = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "incoming_check"

    db.create_tables([IncomingCheck])

    class Nonconformance(Model):
        no = CharField(unique=True, null=True, max_length=30)
        source = CharField(max_length=30)
        reference = CharField(index=True, null=True, max_length=60)
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, null=True, max_length=40)
        supplier_id = ForeignKeyField(Supplier, column_name="supplier_id", null=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", null=True, on_delete="RESTRICT")
        qty = BigIntegerField(null=True)
        found_on = DateField(index=True)
        found_by = CharField(null=True, max_length=40)
        defect = CharField(max_length=200)
        description = TextField(null=True)
        severity = CharField(max_length=30)
        contained_at = DateTimeField(null=True)
        disposition = CharField(null=True, max_length=30)
        value_lost = BigIntegerField(null=True)
        claim = BigIntegerField(null=True)
        disposed_on = DateField(null=True)
        reported_to = CharField(null=True, max_length=40)
        reported_at = DateTimeField(null=True)
        action_id = ForeignKeyField(CorrectiveAction, column_name="action_id", null=True, on_delete="RESTRICT")
        closed_on = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "nonconformance"

    db.create_tables([Nonconformance])

    class InspectionReport(Model):
        report_no = CharField(max_length=60)
        laboratory = CharField(max_length=80)
        kind = CharField(max_length=30)
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, max_length=40)
        supplier_id = ForeignKeyField(Supplier, column_name="supplier_id", null=True, on_delete="RESTRICT")
        manufacturer = CharField(null=True, max_length=80)
        produced_on = DateField(null=True)
        sampled_store_id = ForeignKeyField(Store, column_name="sampled_store_id", null=True, on_delete="RESTRICT")
        sampled_warehouse_id = ForeignKeyField(
            Warehouse, column_name="sampled_warehouse_id", null=True, on_delete="RESTRICT"
        )
        sampled_on = DateField(null=True)
        sampled_by = CharField(null=True, max_length=40)
        sampled_qty = BigIntegerField(null=True)
        reported_on = DateField(index=True, null=True)
        received_on = DateField(index=True, null=True)
        valid_until = DateField(index=True, null=True)
        failed_items = BigIntegerField()
        conclusion = CharField(max_length=30)
        cma_no = CharField(null=True, max_length=40)
        cma_until = DateField(null=True)
        approved_by = CharField(null=True, max_length=40)
        check_code = CharField(null=True, max_length=60)
        checked_by_id = ForeignKeyField(Employee, column_name="checked_by_id", null=True, on_delete="RESTRICT")
        nonconformance_id = IntegerField(index=True, null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "inspection_report"
            indexes = ((("report_no", "laboratory"), True), (("product_id", "batch_no"), False))

    db.create_tables([InspectionReport])

    class QualityStandard(Model):
        product_id = ForeignKeyField(Product, column_name="product_id", null=True, on_delete="RESTRICT")
        category_id = ForeignKeyField(ProductCategory, column_name="category_id", null=True, on_delete="RESTRICT")
        item = CharField(max_length=80)
        method = CharField(null=True, max_length=80)
        unit = CharField(null=True, max_length=20)
        lower = BigIntegerField(null=True)
        upper = BigIntegerField(null=True)
        inclusive = SmallIntegerField()
        criterion = CharField(null=True, max_length=120)
        risk = CharField(max_length=30)
        version = BigIntegerField()
        effective_on = DateField()
        effective_until = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "quality_standard"
            indexes = ((("product_id", "category_id", "item", "version"), True),)

    db.create_tables([QualityStandard])

    class InspectionItem(Model):
        report_id = ForeignKeyField(InspectionReport, column_name="report_id", on_delete="RESTRICT")
        item = CharField(max_length=80)
        method = CharField(null=True, max_length=80)
        unit = CharField(null=True, max_length=20)
        lower = BigIntegerField(null=True)
        upper = BigIntegerField(null=True)
        criterion = CharField(null=True, max_length=120)
        result = CharField(null=True, max_length=60)
        detection_limit = BigIntegerField(null=True)
        stated = CharField(null=True, max_length=30)
        standard_id = IntegerField(index=True, null=True)
        limit_said = CharField(null=True, max_length=120)
        number = BigIntegerField(null=True)
        verdict = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "inspection_item"
            indexes = ((("report_id", "item"), True),)

    db.create_tables([InspectionItem])

    class KpiItem(Model):
        code = CharField(unique=True, max_length=20)
        title = CharField(max_length=80)
        subject = CharField(max_length=30)
        department = CharField(null=True, max_length=30)
        weight = BigIntegerField()
        rule = CharField(max_length=30)
        target = BigIntegerField(null=True)
        low = BigIntegerField(null=True)
        high = BigIntegerField(null=True)
        steps = TextField(null=True)
        metric = CharField(null=True, max_length=60)
        active = SmallIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "kpi_item"

    db.create_tables([KpiItem])

    class KpiReview(Model):
        name = CharField(null=True, max_length=120)
        month = CharField(index=True, max_length=7)
        subject = CharField(max_length=30)
        department = CharField(null=True, max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        employee_id = ForeignKeyField(Employee, column_name="employee_id", null=True, on_delete="RESTRICT")
        reviewer_id = ForeignKeyField(Employee, column_name="reviewer_id", null=True, on_delete="RESTRICT")
        weight_total = BigIntegerField()
        score = BigIntegerField(null=True)
        grade = CharField(null=True, max_length=30)
        published_on = DateField(index=True, null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "kpi_review"
            indexes = ((("subject", "department", "store_id", "employee_id", "month"), True),)

    db.create_tables([KpiReview])

    class KpiScore(Model):
        review_id = ForeignKeyField(KpiReview, column_name="review_id", on_delete="RESTRICT")
        item_id = ForeignKeyField(KpiItem, column_name="item_id", on_delete="RESTRICT")
        weight = BigIntegerField(null=True)
        target = BigIntegerField(null=True)
        actual = BigIntegerField(null=True)
        score = BigIntegerField(null=True)
        points = BigIntegerField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "kpi_score"
            indexes = ((("review_id", "item_id"), True),)

    db.create_tables([KpiScore])

    class Listing(Model):
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        title = CharField(max_length=120)
        text = TextField(null=True)
        code = CharField(null=True, max_length=40)
        price = BigIntegerField()
        floor = BigIntegerField(null=True)
        below = SmallIntegerField()
        approved_price = BigIntegerField(null=True)
        state = CharField(max_length=30)
        online_on = DateField(null=True)
        last_checked_on = DateField(null=True)
        search_rank = BigIntegerField(null=True)
        stock = BigIntegerField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "listing"
            indexes = ((("shop_id", "product_id"), True),)

    db.create_tables([Listing])

    class LogisticsCost(Model):
        month = CharField(index=True, max_length=7)
        category = CharField(max_length=30)
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", null=True, on_delete="RESTRICT")
        vehicle_id = ForeignKeyField(Vehicle, column_name="vehicle_id", null=True, on_delete="RESTRICT")
        amount = BigIntegerField()
        invoice_no = CharField(null=True, max_length=40)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "logistics_cost"

    db.create_tables([LogisticsCost])

    class MarketSurvey(Model):
        year = BigIntegerField()
        quarter = CharField(max_length=30)
        region_id = ForeignKeyField(Region, column_name="region_id", null=True, on_delete="RESTRICT")
        competitor = CharField(max_length=60)
        topic = CharField(max_length=100)
        surveyed_on = DateField(index=True)
        findings = TextField(null=True)
        suggestions = TextField(null=True)
        author_id = ForeignKeyField(Employee, column_name="author_id", null=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "market_survey"

    db.create_tables([MarketSurvey])

    class OpeningTemplate(Model):
        name = CharField(unique=True, max_length=60)
        name_py = CharField(null=True, max_length=200)
        kind = CharField(null=True, max_length=30)
        active = SmallIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "opening_template"

    db.create_tables([OpeningTemplate])

    class StoreOpening(Model):
        name = CharField(unique=True, max_length=60)
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        franchisee_id = ForeignKeyField(Franchisee, column_name="franchisee_id", null=True, on_delete="RESTRICT")
        template_id = ForeignKeyField(OpeningTemplate, column_name="template_id", null=True, on_delete="RESTRICT")
        opening_on = DateField()
        leader_id = ForeignKeyField(Employee, column_name="leader_id", null=True, on_delete="RESTRICT")
        state = CharField(max_length=30)
        days_left = BigIntegerField(null=True)
        tasks = BigIntegerField()
        progress = BigIntegerField()
        planned = BigIntegerField()
        overdue = BigIntegerField()
        forecast_on = DateField(null=True)
        budget = BigIntegerField()
        spent = BigIntegerField()
        opened_on = DateField(null=True)
        review_on = DateField(null=True)
        review = TextField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "store_opening"

    db.create_tables([StoreOpening])

    class MeetingMinute(Model):
        no = CharField(unique=True, max_length=30)
        title = CharField(max_length=100)
        subject = CharField(max_length=30)
        opening_id = ForeignKeyField(StoreOpening, column_name="opening_id", null=True, on_delete="RESTRICT")
        held_on = DateField(index=True)
        recorder_id = ForeignKeyField(Employee, column_name="recorder_id", null=True, on_delete="RESTRICT")
        attendees = TextField(null=True)
        agenda = TextField(null=True)
        content = TextField(null=True)
        decisions = TextField(null=True)
        open_actions = BigIntegerField()

        class Meta:
            database = db
            table_name = "meeting_minute"

    db.create_tables([MeetingMinute])

    class MeetingAction(Model):
        meeting_id = ForeignKeyField(MeetingMinute, column_name="meeting_id", on_delete="RESTRICT")
        task = CharField(max_length=200)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", on_delete="RESTRICT")
        due_on = DateField(index=True)
        result = TextField(null=True)
        state = CharField(max_length=30)
        done_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "meeting_action"

    db.create_tables([MeetingAction])

    class NearExpiryRule(Model):
        category_id = ForeignKeyField(ProductCategory, column_name="category_id", null=True, on_delete="RESTRICT")
        shelf_life_from = BigIntegerField()
        days_before = BigIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "near_expiry_rule"
            indexes = ((("category_id", "shelf_life_from"), True),)

    db.create_tables([NearExpiryRule])

    class OpeningTask(Model):
        opening_id = ForeignKeyField(StoreOpening, column_name="opening_id", on_delete="RESTRICT")
        task = CharField(max_length=100)
        phase = CharField(max_length=30)
        department = CharField(max_length=30)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        starts_on = DateField(null=True)
        due_on = DateField(index=True, null=True)
        days_before = BigIntegerField(null=True)
        days_takes = BigIntegerField()
        legal = SmallIntegerField()
        proof = SmallIntegerField()
        after_id = ForeignKeyField("self", column_name="after_id", null=True, on_delete="RESTRICT")
        budget = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        state = CharField(max_length=30)
        done_on = DateField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "opening_task"

    db.create_tables([OpeningTask])

    class OpeningTemplateLine(Model):
        template_id = ForeignKeyField(OpeningTemplate, column_name="template_id", on_delete="RESTRICT")
        task = CharField(max_length=100)
        phase = CharField(max_length=30)
        department = CharField(max_length=30)
        days_before = BigIntegerField()
        days_takes = BigIntegerField()
        legal = SmallIntegerField()
        proof = SmallIntegerField()
        after_id = ForeignKeyField("self", column_name="after_id", null=True, on_delete="RESTRICT")
        budget = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "opening_template_line"
            indexes = ((("template_id", "task"), True),)

    db.create_tables([OpeningTemplateLine])

    class Opportunity(Model):
        account_id = ForeignKeyField(KeyAccount, column_name="account_id", on_delete="RESTRICT")
        title = CharField(max_length=100)
        stage = CharField(max_length=30)
        amount = BigIntegerField()
        probability = BigIntegerField(null=True)
        weighted = BigIntegerField()
        expected_on = DateField(index=True, null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        competitor = CharField(null=True, max_length=80)
        since = DateField()
        stalled = SmallIntegerField()
        lost_reason = CharField(null=True, max_length=200)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "opportunity"

    db.create_tables([Opportunity])

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

    class Partner(Model):
        name = CharField(unique=True, max_length=80)
        name_py = CharField(null=True, max_length=200)
        kind = CharField(max_length=30)
        contact = CharField(null=True, max_length=40)
        phone = CharField(null=True, max_length=20)
        contract_until = DateField(null=True)
        status = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "partner"

    db.create_tables([Partner])

    class PartnerProject(Model):
        partner_id = ForeignKeyField(Partner, column_name="partner_id", on_delete="RESTRICT")
        project = CharField(max_length=100)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        starts_on = DateField()
        ends_on = DateField(index=True, null=True)
        milestones = TextField(null=True)
        result = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "partner_project"

    db.create_tables([PartnerProject])

    class PlatformRule(Model):
        platform = CharField(max_length=30)
        title = CharField(max_length=120)
        changed_on = DateField()
        effective_on = DateField(index=True, null=True)
        impact = TextField(null=True)
        response = TextField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        done_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "platform_rule"

    db.create_tables([PlatformRule])

    class Policy(Model):
        code = CharField(max_length=30)
        title = CharField(max_length=100)
        title_py = CharField(null=True, max_length=200)
        area = CharField(max_length=30)
        kind = CharField(max_length=30)
        version = BigIntegerField()
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        effective_on = DateField(index=True, null=True)
        review_on = DateField(null=True)
        readers = TextField(null=True)
        content = TextField(null=True)
        to_read = BigIntegerField()
        have_read = BigIntegerField()
        read_rate = BigIntegerField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "policy"
            indexes = ((("code", "version"), True),)

    db.create_tables([Policy])

    class PolicyReading(Model):
        policy_id = ForeignKeyField(Policy, column_name="policy_id", on_delete="RESTRICT")
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        due_on = DateField(null=True)
        read_at = DateTimeField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "policy_reading"
            indexes = ((("policy_id", "employee_id"), True),)

    db.create_tables([PolicyReading])

    class Promotion(Model):
        code = CharField(unique=True, null=True, max_length=30)
        name = CharField(max_length=80)
        kind = CharField(max_length=30)
        channel = CharField(max_length=30)
        starts_on = DateField(index=True)
        ends_on = DateField(index=True)
        mechanics = TextField(null=True)
        target_sales = BigIntegerField(null=True)
        budget = BigIntegerField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        clashes = CharField(null=True, max_length=300)
        below_cost = SmallIntegerField()
        below_cost_reason = TextField(null=True)
        sales = BigIntegerField(null=True)
        cost = BigIntegerField(null=True)
        conclusions = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "promotion"

    db.create_tables([Promotion])

    class PromotionProduct(Model):
        promotion_id = ForeignKeyField(Promotion, column_name="promotion_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        price = BigIntegerField(null=True)
        limit_qty = BigIntegerField(null=True)
        below_cost = SmallIntegerField()

        class Meta:
            database = db
            table_name = "promotion_product"
            indexes = ((("promotion_id", "product_id"), True),)

    db.create_tables([PromotionProduct])

    class PromotionResult(Model):
        promotion_id = ForeignKeyField(Promotion, column_name="promotion_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        sales = BigIntegerField(null=True)
        transactions = BigIntegerField(null=True)
        new_members = BigIntegerField(null=True)
        discounts = BigIntegerField(null=True)
        gifts = BigIntegerField(null=True)
        media = BigIntegerField(null=True)
        labour = BigIntegerField(null=True)
        cost = BigIntegerField()
        margin = BigIntegerField(null=True)
        baseline = BigIntegerField(null=True)
        uplift = BigIntegerField(null=True)
        uplift_rate = BigIntegerField(null=True)
        gross_profit = BigIntegerField(null=True)
        roi = BigIntegerField(null=True)
        others = BigIntegerField(null=True)
        after = BigIntegerField(null=True)
        ended_on = DateField(index=True, null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "promotion_result"
            indexes = ((("promotion_id", "store_id"), True),)

    db.create_tables([PromotionResult])

    class PromotionStore(Model):
        promotion_id = ForeignKeyField(Promotion, column_name="promotion_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "promotion_store"
            indexes = ((("promotion_id", "store_id"), True),)

    db.create_tables([PromotionStore])

    class PromotionTask(Model):
        promotion_id = ForeignKeyField(Promotion, column_name="promotion_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        item = CharField(max_length=120)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        due_on = DateField(index=True)
        done_on = DateField(null=True)
        note = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "promotion_task"

    db.create_tables([PromotionTask])

    class QualityPlan(Model):
        year = BigIntegerField()
        quarter = CharField(max_length=30)
        objective = CharField(max_length=160)
        activity = TextField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        due_on = DateField(null=True)
        progress = BigIntegerField()
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "quality_plan"
            indexes = ((("year", "quarter", "objective"), True),)

    db.create_tables([QualityPlan])

    class Recall(Model):
        no = CharField(unique=True, null=True, max_length=30)
        level = CharField(max_length=30)
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batches = TextField()
        cause = TextField()
        known_at = DateTimeField(null=True)
        start_by = DateTimeField(null=True)
        started_at = DateTimeField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        nonconformance_id = ForeignKeyField(
            Nonconformance, column_name="nonconformance_id", null=True, on_delete="RESTRICT"
        )
        qty_held = BigIntegerField()
        qty_sold = BigIntegerField(null=True)
        qty_recovered = BigIntegerField(null=True)
        qty_destroyed = BigIntegerField(null=True)
        witness = CharField(null=True, max_length=60)
        authority_on = DateField(null=True)
        authority_no = CharField(null=True, max_length=60)
        closed_on = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "recall"

    db.create_tables([Recall])

    class RecallNotice(Model):
        recall_id = ForeignKeyField(Recall, column_name="recall_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        sent_at = DateTimeField()
        read_at = DateTimeField(null=True)
        done_at = DateTimeField(null=True)
        qty = BigIntegerField(null=True)
        recovered = BigIntegerField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "recall_notice"
            indexes = ((("recall_id", "store_id"), True),)

    db.create_tables([RecallNotice])

    class StoreVisit(Model):
        no = CharField(unique=True, max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        visited_on = DateField(index=True)
        inspector_id = ForeignKeyField(Employee, column_name="inspector_id", null=True, on_delete="RESTRICT")
        kind = CharField(max_length=30)
        state = CharField(max_length=30)
        q_score = BigIntegerField(null=True)
        s_score = BigIntegerField(null=True)
        c_score = BigIntegerField(null=True)
        total = BigIntegerField(index=True, null=True)
        grade = CharField(null=True, max_length=30)
        red_lines = BigIntegerField()
        failed_items = BigIntegerField()
        passed = SmallIntegerField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "store_visit"

    db.create_tables([StoreVisit])

    class VisitItem(Model):
        visit_id = ForeignKeyField(StoreVisit, column_name="visit_id", on_delete="RESTRICT")
        item_id = ForeignKeyField(ChecklistItem, column_name="item_id", null=True, on_delete="RESTRICT")
        section = CharField(null=True, max_length=30)
        text = CharField(max_length=100)
        weight = BigIntegerField(null=True)
        points = BigIntegerField(null=True)
        na = SmallIntegerField()
        severity = CharField(null=True, max_length=30)
        remark = TextField(null=True)
        due_on = DateField(null=True)
        failed = SmallIntegerField()

        class Meta:
            database = db
            table_name = "visit_item"
            indexes = ((("visit_id", "text"), True),)

    db.create_tables([VisitItem])

    class Rectification(Model):
        no = CharField(unique=True, max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        topic = CharField(max_length=100)
        problem = TextField()
        severity = CharField(max_length=30)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        opened_on = DateField(index=True)
        due_on = DateField(index=True, null=True)
        state = CharField(max_length=30)
        measure = TextField(null=True)
        done_on = DateField(null=True)
        in_time = SmallIntegerField(null=True)
        verified_by_id = ForeignKeyField(Employee, column_name="verified_by_id", null=True, on_delete="RESTRICT")
        verified_on = DateField(null=True)
        returned = BigIntegerField()
        repeat = SmallIntegerField()
        visit_id = ForeignKeyField(StoreVisit, column_name="visit_id", null=True, on_delete="RESTRICT")
        item_id = ForeignKeyField(VisitItem, column_name="item_id", null=True, unique=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "rectification"

    db.create_tables([Rectification])

    class RentSchedule(Model):
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        landlord = CharField(null=True, max_length=80)
        starts_on = DateField()
        ends_on = DateField()
        monthly = BigIntegerField()
        pay_day = BigIntegerField()
        deposit = BigIntegerField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "rent_schedule"

    db.create_tables([RentSchedule])

    class ReportRequirement(Model):
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        frequency = CharField(max_length=30)
        since = DateField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "report_requirement"
            indexes = ((("product_id", "kind", "since"), True),)

    db.create_tables([ReportRequirement])

    class RouteStop(Model):
        route_id = ForeignKeyField(DeliveryRoute, column_name="route_id", on_delete="RESTRICT")
        seq = BigIntegerField()
        place_id = ForeignKeyField(StopPlace, column_name="place_id", on_delete="RESTRICT")
        boxes = BigIntegerField()
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "route_stop"
            indexes = ((("route_id", "seq"), True),)

    db.create_tables([RouteStop])

    class RoyaltyBill(Model):
        no = CharField(unique=True, null=True, max_length=30)
        franchisee_id = ForeignKeyField(Franchisee, column_name="franchisee_id", on_delete="RESTRICT")
        month = CharField(index=True, max_length=7)
        base = BigIntegerField()
        rate = BigIntegerField(null=True)
        amount = BigIntegerField()
        due_on = DateField(index=True, null=True)
        paid = BigIntegerField()
        left = BigIntegerField()
        paid_on = DateField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "royalty_bill"
            indexes = ((("franchisee_id", "month"), True),)

    db.create_tables([RoyaltyBill])

    class RoyaltyPayment(Model):
        bill_id = ForeignKeyField(RoyaltyBill, column_name="bill_id", on_delete="RESTRICT")
        paid_on = DateField(index=True)
        amount = BigIntegerField()
        method = CharField(max_length=30)
        reference = CharField(null=True, max_length=60)

        class Meta:
            database = db
            table_name = "royalty_payment"

    db.create_tables([RoyaltyPayment])

    class SafetyCheck(Model):
        kind = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        checked_on = DateField(index=True)
        checker_id = ForeignKeyField(Employee, column_name="checker_id", null=True, on_delete="RESTRICT")
        result = CharField(max_length=30)
        problem = TextField(null=True)
        measure = TextField(null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "safety_check"
            indexes = ((("kind", "store_id", "checked_on"), True),)

    db.create_tables([SafetyCheck])

    class SalesTarget(Model):
        span = CharField(max_length=30)
        month = CharField(index=True, max_length=7)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        amount = BigIntegerField()
        parts = BigIntegerField(null=True)
        gap = BigIntegerField(null=True)
        actual = BigIntegerField()
        rate = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "sales_target"
            indexes = ((("store_id", "owner_id", "span", "month"), True),)

    db.create_tables([SalesTarget])

    class ShopDay(Model):
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        day = DateField(index=True)
        impressions = BigIntegerField()
        visitors = BigIntegerField()
        page_views = BigIntegerField()
        favourites = BigIntegerField()
        carts = BigIntegerField()
        orders = BigIntegerField()
        buyers = BigIntegerField()
        new_buyers = BigIntegerField()
        sales = BigIntegerField()
        refunds = BigIntegerField()
        ad_cost = BigIntegerField()
        service_score = BigIntegerField(null=True)
        category_rank = BigIntegerField(null=True)
        conversion = BigIntegerField(null=True)
        average = BigIntegerField(null=True)
        ad_return = BigIntegerField(null=True)
        refund_rate = BigIntegerField(null=True)

        class Meta:
            database = db
            table_name = "shop_day"
            indexes = ((("shop_id", "day"), True),)

    db.create_tables([ShopDay])

    class ShopViolation(Model):
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        title = CharField(max_length=120)
        rule_id = ForeignKeyField(PlatformRule, column_name="rule_id", null=True, on_delete="RESTRICT")
        happened_on = DateField(index=True)
        points = BigIntegerField()
        fine = BigIntegerField()
        appeal_due = DateField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        result = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "shop_violation"

    db.create_tables([ShopViolation])

    class SkuMapping(Model):
        shop_id = ForeignKeyField(OnlineShop, column_name="shop_id", on_delete="RESTRICT")
        code = CharField(max_length=60)
        title = CharField(null=True, max_length=120)
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        qty = BigIntegerField()

        class Meta:
            database = db
            table_name = "sku_mapping"
            indexes = ((("shop_id", "code"), True),)

    db.create_tables([SkuMapping])

    class StaffMove(Model):
        no = CharField(unique=True, max_length=30)
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        from_position = CharField(null=True, max_length=40)
        from_store_id = ForeignKeyField(Store, column_name="from_store_id", null=True, on_delete="RESTRICT")
        to_position = CharField(null=True, max_length=40)
        to_store_id = ForeignKeyField(Store, column_name="to_store_id", null=True, on_delete="RESTRICT")
        effective_on = DateField(index=True)
        score = BigIntegerField(null=True)
        grounds = TextField(null=True)
        approver_id = ForeignKeyField(Employee, column_name="approver_id", null=True, on_delete="RESTRICT")
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "staff_move"

    db.create_tables([StaffMove])

    class Stock(Model):
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, max_length=40)
        produced_on = DateField(null=True)
        expires_on = DateField(index=True, null=True)
        qty = BigIntegerField(constraints=[Check('"qty" >= 0')])
        available = BigIntegerField(constraints=[Check('"available" >= 0')])
        unit_cost = BigIntegerField(null=True)
        value = BigIntegerField(constraints=[Check('"value" >= 0')])
        days_left = BigIntegerField(null=True)
        stage = CharField(max_length=30)
        held = SmallIntegerField()

        class Meta:
            database = db
            table_name = "stock"
            indexes = ((("product_id", "warehouse_id", "batch_no"), True),)

    db.create_tables([Stock])

    class StockMovement(Model):
        no = CharField(index=True, null=True, max_length=40)
        line = BigIntegerField(null=True)
        kind = CharField(max_length=30)
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", on_delete="RESTRICT")
        batch_no = CharField(index=True, null=True, max_length=40)
        produced_on = DateField(null=True)
        expires_on = DateField(null=True)
        qty = BigIntegerField()
        unit_cost = BigIntegerField(null=True)
        amount = BigIntegerField(null=True)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        supplier_id = ForeignKeyField(Supplier, column_name="supplier_id", null=True, on_delete="RESTRICT")
        occurred_at = DateTimeField(index=True)
        reference = CharField(index=True, null=True, max_length=60)
        reason = TextField(null=True)
        by = CharField(null=True, max_length=60)
        reverses_id = ForeignKeyField("self", column_name="reverses_id", null=True, unique=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "stock_movement"
            indexes = ((("no", "line"), True),)

    db.create_tables([StockMovement])
    append_only(db, "stock_movement")

    class Stocktake(Model):
        no = CharField(unique=True, null=True, max_length=30)
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        category_id = ForeignKeyField(ProductCategory, column_name="category_id", null=True, on_delete="RESTRICT")
        counted_on = DateField()
        counted_by_id = ForeignKeyField(Employee, column_name="counted_by_id", null=True, on_delete="RESTRICT")
        second_by_id = ForeignKeyField(Employee, column_name="second_by_id", null=True, on_delete="RESTRICT")
        state = CharField(max_length=30)
        lines_counted = BigIntegerField()
        lines_off = BigIntegerField()
        book_value = BigIntegerField()
        gap_value = BigIntegerField()
        posted_on = DateField(index=True, null=True)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "stocktake"

    db.create_tables([Stocktake])

    class StocktakeLine(Model):
        stocktake_id = ForeignKeyField(Stocktake, column_name="stocktake_id", on_delete="RESTRICT")
        product_id = ForeignKeyField(Product, column_name="product_id", on_delete="RESTRICT")
        batch_no = CharField(max_length=40)
        produced_on = DateField(null=True)
        book_qty = BigIntegerField(null=True)
        unit_cost = BigIntegerField(null=True)
        counted_qty = BigIntegerField(null=True)
        difference = BigIntegerField(null=True)
        recounted = SmallIntegerField()
        cause = CharField(null=True, max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "stocktake_line"
            indexes = ((("stocktake_id", "product_id", "batch_no"), True),)

    db.create_tables([StocktakeLine])

    class StoreDay(Model):
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        day = DateField(index=True)
        sales = BigIntegerField()
        transactions = BigIntegerField()
        ticket = BigIntegerField(null=True)
        units = BigIntegerField(null=True)
        member_sales = BigIntegerField(null=True)
        member_transactions = BigIntegerField(null=True)
        visitors = BigIntegerField(null=True)
        new_members = BigIntegerField(null=True)
        cash_difference = BigIntegerField(null=True)
        staff_hours = BigIntegerField(null=True)
        event = CharField(null=True, max_length=80)

        class Meta:
            database = db
            table_name = "store_day"
            indexes = ((("store_id", "day"), True),)

    db.create_tables([StoreDay])

    class Survey(Model):
        code = CharField(unique=True, max_length=20)
        title = CharField(max_length=80)
        title_en = CharField(null=True, max_length=120)
        greeting = TextField(null=True)
        greeting_en = TextField(null=True)
        starts_on = DateField(null=True)
        ends_on = DateField(null=True)
        tiers = TextField(null=True)
        places = TextField(null=True)
        anonymous = SmallIntegerField()
        state = CharField(max_length=30)
        answered = BigIntegerField()

        class Meta:
            database = db
            table_name = "survey"

    db.create_tables([Survey])

    class SurveyLink(Model):
        survey_id = ForeignKeyField(Survey, column_name="survey_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        member_id = ForeignKeyField(Member, column_name="member_id", null=True, on_delete="RESTRICT")
        token_hash = CharField(unique=True, null=True, max_length=64)
        made_at = DateTimeField()
        used_at = DateTimeField(null=True)
        ended_at = DateTimeField(null=True)
        answers = BigIntegerField()

        class Meta:
            database = db
            table_name = "survey_link"

    db.create_tables([SurveyLink])

    class SurveyResponse(Model):
        survey_id = ForeignKeyField(Survey, column_name="survey_id", on_delete="RESTRICT")
        link_id = ForeignKeyField(SurveyLink, column_name="link_id", on_delete="RESTRICT")
        device = CharField(max_length=64)
        member_id = ForeignKeyField(Member, column_name="member_id", null=True, on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        answered_at = DateTimeField(index=True)
        score = BigIntegerField(null=True)
        doubt = SmallIntegerField()

        class Meta:
            database = db
            table_name = "survey_response"
            indexes = ((("link_id", "device"), True),)

    db.create_tables([SurveyResponse])

    class SurveyQuestion(Model):
        survey_id = ForeignKeyField(Survey, column_name="survey_id", on_delete="RESTRICT")
        position = BigIntegerField(null=True)
        wording = CharField(max_length=200)
        wording_en = CharField(null=True, max_length=300)
        kind = CharField(max_length=30)
        offered = TextField(null=True)
        required = SmallIntegerField()

        class Meta:
            database = db
            table_name = "survey_question"

    db.create_tables([SurveyQuestion])

    class SurveyAnswer(Model):
        response_id = ForeignKeyField(SurveyResponse, column_name="response_id", on_delete="RESTRICT")
        question_id = ForeignKeyField(SurveyQuestion, column_name="question_id", on_delete="RESTRICT")
        number = BigIntegerField(null=True)
        chosen = TextField(null=True)
        words = TextField(null=True)

        class Meta:
            database = db
            table_name = "survey_answer"

    db.create_tables([SurveyAnswer])

    class TrainingNeed(Model):
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        course_id = ForeignKeyField(Course, column_name="course_id", on_delete="RESTRICT")
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        state = CharField(index=True, max_length=30)
        due_on = DateField(null=True)
        expires_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "training_need"
            indexes = ((("employee_id", "course_id"), True),)

    db.create_tables([TrainingNeed])

    class TrainingSession(Model):
        no = CharField(unique=True, null=True, max_length=30)
        course_id = ForeignKeyField(Course, column_name="course_id", on_delete="RESTRICT")
        kind = CharField(max_length=30)
        held_on = DateField(index=True)
        place = CharField(null=True, max_length=80)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        trainer_id = ForeignKeyField(Employee, column_name="trainer_id", null=True, on_delete="RESTRICT")
        outside_trainer = CharField(null=True, max_length=60)
        planned_count = BigIntegerField(null=True)
        listed_count = BigIntegerField()
        attended_count = BigIntegerField()
        passed_count = BigIntegerField()
        cost = BigIntegerField(null=True)
        state = CharField(max_length=30)
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "training_session"

    db.create_tables([TrainingSession])

    class TrainingRecord(Model):
        session_id = ForeignKeyField(TrainingSession, column_name="session_id", on_delete="RESTRICT")
        employee_id = ForeignKeyField(Employee, column_name="employee_id", on_delete="RESTRICT")
        attended = SmallIntegerField()
        score = BigIntegerField(null=True)
        passed = SmallIntegerField(null=True)
        certificate_no = CharField(unique=True, null=True, max_length=40)
        expires_on = DateField(index=True, null=True)
        feedback = BigIntegerField(null=True)
        course_id = ForeignKeyField(Course, column_name="course_id", null=True, on_delete="RESTRICT")
        held_on = DateField(index=True, null=True)
        hours = BigIntegerField(null=True)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        note = TextField(null=True)

        class Meta:
            database = db
            table_name = "training_record"
            indexes = ((("session_id", "employee_id"), True),)

    db.create_tables([TrainingRecord])

    class Visit(Model):
        account_id = ForeignKeyField(KeyAccount, column_name="account_id", on_delete="RESTRICT")
        visited_on = DateField(index=True)
        kind = CharField(max_length=30)
        by_id = ForeignKeyField(Employee, column_name="by_id", null=True, on_delete="RESTRICT")
        purpose = CharField(max_length=100)
        content = TextField(null=True)
        result = CharField(null=True, max_length=200)
        next_step = CharField(null=True, max_length=200)
        next_on = DateField(null=True)
        place = CharField(null=True, max_length=100)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "visit"

    db.create_tables([Visit])

    class WarehouseCheck(Model):
        no = CharField(unique=True, null=True, max_length=30)
        warehouse_id = ForeignKeyField(Warehouse, column_name="warehouse_id", on_delete="RESTRICT")
        checked_on = DateField(index=True)
        kind = CharField(max_length=30)
        inspector_id = ForeignKeyField(Employee, column_name="inspector_id", null=True, on_delete="RESTRICT")
        score = BigIntegerField(null=True)
        problem = TextField(null=True)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        due_on = DateField(null=True)
        rectification = TextField(null=True)
        done_on = DateField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "warehouse_check"

    db.create_tables([WarehouseCheck])

    class WorkItem(Model):
        no = CharField(unique=True, null=True, max_length=30)
        title = CharField(max_length=120)
        area = CharField(max_length=30)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        source = CharField(max_length=30)
        severity = CharField(max_length=30)
        owner_id = ForeignKeyField(Employee, column_name="owner_id", null=True, on_delete="RESTRICT")
        raised_on = DateField(index=True)
        due_on = DateField(index=True, null=True)
        progress = BigIntegerField()
        content = TextField(null=True)
        resolution = TextField(null=True)
        done_on = DateField(null=True)
        closed_on = DateField(index=True, null=True)
        reopened = BigIntegerField()
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "work_item"

    db.create_tables([WorkItem])
