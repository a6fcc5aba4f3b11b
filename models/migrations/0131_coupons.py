"""Coupons."""

from peewee import *


def up(migrator, db):
    class Promotion(Model):
        class Meta:
            database = db
            table_name = "promotion"

    class Store(Model):
        class Meta:
            database = db
            table_name = "store"

    class Member(Model):
        class Meta:
            database = db
            table_name = "member"

    class Coupon(Model):
        code = CharField(unique=True, null=True, max_length=30)
        name = CharField(unique=True, max_length=60)
        promotion_id = ForeignKeyField(Promotion, column_name="promotion_id", null=True, on_delete="RESTRICT")
        kind = CharField(max_length=30)
        value = BigIntegerField(null=True)
        percent = BigIntegerField(null=True)
        most_off = BigIntegerField(null=True)
        least = BigIntegerField()
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        starts_on = DateField()
        ends_on = DateField(index=True)
        days = BigIntegerField(null=True)
        limit_all = BigIntegerField(null=True)
        limit_each = BigIntegerField()
        together = SmallIntegerField()
        issued = BigIntegerField()
        used = BigIntegerField()
        used_rate = BigIntegerField(null=True)
        saved = BigIntegerField()
        sales = BigIntegerField()
        note = TextField(null=True)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "coupon"

    db.create_tables([Coupon])

    class MemberCoupon(Model):
        no = CharField(unique=True, null=True, max_length=30)
        coupon_id = ForeignKeyField(Coupon, column_name="coupon_id", on_delete="RESTRICT")
        member_id = ForeignKeyField(Member, column_name="member_id", on_delete="RESTRICT")
        issued_on = DateField(index=True)
        starts_on = DateField()
        ends_on = DateField(index=True)
        used_at = DateTimeField(null=True)
        store_id = ForeignKeyField(Store, column_name="store_id", null=True, on_delete="RESTRICT")
        receipt_no = CharField(null=True, max_length=40)
        amount = BigIntegerField(null=True)
        saved = BigIntegerField(null=True)
        why_void = CharField(null=True, max_length=200)
        state = CharField(max_length=30)

        class Meta:
            database = db
            table_name = "member_coupon"
            indexes = ((("coupon_id", "member_id"), False), (("member_id", "state"), False))

    db.create_tables([MemberCoupon])

    class CouponUse(Model):
        code = CharField(max_length=30)
        card = CharField(max_length=40)
        store_id = ForeignKeyField(Store, column_name="store_id", on_delete="RESTRICT")
        used_at = DateTimeField(index=True)
        receipt_no = CharField(null=True, max_length=40)
        amount = BigIntegerField()
        saved = BigIntegerField(null=True)
        coupon_id = ForeignKeyField(Coupon, column_name="coupon_id", null=True, on_delete="RESTRICT")
        member_id = ForeignKeyField(Member, column_name="member_id", null=True, on_delete="RESTRICT")
        held_id = ForeignKeyField(MemberCoupon, column_name="held_id", null=True, unique=True, on_delete="RESTRICT")

        class Meta:
            database = db
            table_name = "coupon_use"
            indexes = ((("store_id", "receipt_no"), False),)

    db.create_tables([CouponUse])

    migrator.migrate(migrator.add_column("promotion_result", "coupons", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("receipt", "coupons", CharField(null=True, max_length=200)))
