"""More coupons."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("coupon", "limit_asked", BigIntegerField(null=True)))
    migrator.migrate(migrator.add_column("coupon", "each_asked", BigIntegerField(null=True)))
