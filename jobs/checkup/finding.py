"""What a look found: a sentence, and how bad it is."""

from dataclasses import dataclass

from models.kit import Text

GOOD = 0


@dataclass(frozen=True)
class Finding:
    """level: 0 good, 1 to be minded, 2 wrong; the worst of all is the command's exit code."""

    level: int
    text: Text


@dataclass(frozen=True)
class Kind:
    """Makes findings of one level."""

    level: int

    def __call__(self, text: Text) -> Finding:
        return Finding(self.level, text)


good, mind, wrong = Kind(GOOD), Kind(1), Kind(2)
