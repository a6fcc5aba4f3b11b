"""Every figure of every area, as a choice: by its own name, shown by its label."""

from .. import (
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
from ..kit import Choice

COUNTED = tuple(
    one.AREA
    for one in (
        members, service, promotions, training, key_accounts, quality, ecommerce, logistics, stores, franchise, department,
    )
)  # fmt: skip
FIGURES = tuple(Choice(metric.name, metric.zh, metric.en) for area in COUNTED for metric in area.metrics)
COUNTED_AREAS = tuple(Choice(area.name, area.zh, area.en) for area in COUNTED)
METRICS = {metric.name: metric for area in COUNTED for metric in area.metrics}
