"""Packs of listings."""

from peewee import *


def up(migrator, db):
    migrator.migrate(migrator.add_column("listing", "pack", BigIntegerField(default=1)))
    # One product may be offered in packs of several sizes: what is told apart is finer than before, so every row stays.
    migrator.migrate(migrator.drop_index("listing", "listing_shop_id_product_id"))
    migrator.migrate(migrator.add_index("listing", ("code",), False))
    migrator.migrate(migrator.add_index("listing", ("shop_id", "product_id", "pack", "code"), True))
