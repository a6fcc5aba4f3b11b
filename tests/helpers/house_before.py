"""Whatever a test designs, the next one finds the house as it was: a fixture of each file that designs."""

from collections.abc import Iterator

from models.kit.server.standing import house_if_any, stand


def as_it_was() -> Iterator[None]:
    before = house_if_any()
    yield
    stand(before)
