"""Every figure of every area, as a choice: by its own name, shown by its label."""

from ..kit import Choice
from ..responsibilities import RESPONSIBILITIES

COUNTED = tuple(area for area in RESPONSIBILITIES if area.metrics)
FIGURES = tuple(Choice(metric.name, metric.zh, metric.en) for area in COUNTED for metric in area.metrics)
COUNTED_AREAS = tuple(Choice(area.name, area.zh, area.en) for area in COUNTED)
METRICS = {metric.name: metric for area in COUNTED for metric in area.metrics}
