"""Every figure that an area measures, and every area that has one, as choices: by their names, shown by their labels."""

from ..kit import Choice
from ..kit.declare.house import House
from ..kit.server.standing import house


def figures() -> tuple[Choice, ...]:
    return house().of(_figures)


def counted_areas() -> tuple[Choice, ...]:
    return house().of(_areas)


def _figures(built: House) -> tuple[Choice, ...]:
    return tuple(Choice(metric.name, metric.zh, metric.en) for metric in built.metrics.values())


def _areas(built: House) -> tuple[Choice, ...]:
    return tuple(Choice(area.name, area.zh, area.en) for area in built.counted)
