"""The company: its responsibilities, what they share, and the week in which they are looked at together."""

from .kit.server import lean as lean  # before anything imports peewee

# isort: split
from . import (
    accounts,
    coupons,
    department,
    design,
    ecommerce,
    franchise,
    key_accounts,
    logistics,
    members,
    organization,
    promotions,
    quality,
    replenishment,
    service,
    stores,
    tills,
    training,
    weekly,
)
from .kit.declare.house import House
from .kit.server.standing import house, stand

# In menu order: the week they meet about, the responsibilities of the department, and what they share.
AREAS = (
    weekly.AREA,
    members.AREA,
    service.AREA,
    promotions.AREA,
    coupons.AREA,
    training.AREA,
    key_accounts.AREA,
    quality.AREA,
    ecommerce.AREA,
    logistics.AREA,
    replenishment.AREA,
    stores.AREA,
    tills.AREA,
    franchise.AREA,
    department.AREA,
    organization.AREA,
    accounts.AREA,
    design.AREA,
)


def declared() -> House:
    """The house as the areas declare it."""
    return House(AREAS, "models:designed")


def designed() -> House:
    """The house with what the open database designs beside, as any process builds it."""
    return design.build(AREAS, "models:designed")


stand(declared())

__all__ = ["AREAS", "declared", "designed", "house"]
