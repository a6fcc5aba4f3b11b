"""Which house holds here: what the company's areas declare is asked of it, never kept from an import."""

from typing import Any


class Standing:
    """The house that whoever begins something now finds."""

    house: Any = None


def house() -> Any:
    """The `kit.house.House` in force. Raises RuntimeError before the first one stands."""
    if Standing.house is None:
        raise RuntimeError("no house stands yet: `models` builds it")
    return Standing.house


def stand(built: Any) -> None:
    """From now on this house holds."""
    Standing.house = built
