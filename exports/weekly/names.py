"""The names of the sheets of one workbook: such as Excel allows, each once."""

from exports.write.package import sheet_name
from exports.write.sheet_cells import legal


class Names:
    def __init__(self) -> None:
        self.taken: set[str] = set()

    def take(self, wanted: str) -> str:
        number = 0
        while (name := sheet_name(legal(wanted), number)).lower() in self.taken:
            number += 1
        self.taken.add(name.lower())
        return name
