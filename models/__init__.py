"""The company: its responsibilities, what they share, and the week in which they are looked at together."""

from . import accounts, members, organization, stores, weekly
from .kit.area import actions_of, lay_rules, records_of
from .kit.beginning import Start
from .kit.params import Parameter
from .responsibilities import RESPONSIBILITIES

AREAS = [weekly.AREA, *RESPONSIBILITIES, organization.AREA, accounts.AREA]
STARTS = [
    Start(organization.Region), Start(organization.Store), Start(members.MemberTier), Start(organization.Employee),
    Start(organization.Supplier), Start(organization.ProductCategory), Start(organization.Product), Start(members.Member),
    Start(members.Gift), Start(accounts.User, least=2), Start(stores.ChecklistItem), Start(members.PointsRule), Start(Parameter),
    Start(stores.HolidayDay), Start(accounts.Channel),
]  # fmt: skip
RECORDS = records_of(AREAS)
ACTIONS = actions_of(AREAS)
lay_rules(AREAS)
