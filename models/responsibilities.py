"""The responsibilities of the department, one file or folder each, in menu order; the week's report counts what they measure."""

from . import (
    department,
    ecommerce,
    franchise,
    key_accounts,
    logistics,
    members,
    promotions,
    quality,
    service,
    stores,
    training,
)

RESPONSIBILITIES = (
    members.AREA, service.AREA, promotions.AREA, training.AREA, key_accounts.AREA, quality.AREA, ecommerce.AREA, logistics.AREA,
    stores.AREA, franchise.AREA, department.AREA,
)  # fmt: skip
