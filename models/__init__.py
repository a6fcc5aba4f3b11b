"""The company: one file or folder for each responsibility, in menu order."""

from . import (
    accounts,
    department,
    ecommerce,
    franchise,
    key_accounts,
    logistics,
    members,
    organization,
    promotions,
    quality,
    service,
    stores,
    training,
    weekly,
)
from .kit.area import actions_of, lay_rules, records_of
from .kit.beginning import Start
from .kit.params import Parameter

AREAS = [
    weekly.AREA, members.AREA, service.AREA, promotions.AREA, training.AREA, key_accounts.AREA, quality.AREA, ecommerce.AREA, logistics.AREA,
    stores.AREA, franchise.AREA, department.AREA, organization.AREA, accounts.AREA,
]  # fmt: skip
STARTS = [
    Start(organization.Region), Start(organization.Store), Start(members.MemberTier), Start(organization.Employee),
    Start(organization.Supplier), Start(organization.ProductCategory), Start(organization.Product), Start(members.Member),
    Start(members.Gift), Start(accounts.User, least=2), Start(stores.ChecklistItem), Start(members.PointsRule), Start(Parameter),
    Start(stores.HolidayDay), Start(accounts.Channel),
]  # fmt: skip
RECORDS = records_of(AREAS)
ACTIONS = actions_of(AREAS)
lay_rules(AREAS)
