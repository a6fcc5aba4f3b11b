"""The company: one file or folder for each responsibility, in menu order."""

from . import accounts, ecommerce, key_accounts, logistics, members, organization, quality, stores
from .kit.area import actions_of, records_of

AREAS = [members.AREA, key_accounts.AREA, quality.AREA, ecommerce.AREA, logistics.AREA, stores.AREA, organization.AREA, accounts.AREA]
RECORDS = records_of(AREAS)
ACTIONS = actions_of(AREAS)
