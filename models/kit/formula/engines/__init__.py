"""How the two engines say the same: SQLite, and PostgreSQL, where nothing a row can hold may raise.

Every method takes and gives SQL. What it is given is of the right kind and never needs brackets of its own; what it gives either.
A method with `twice` in its name repeats what it is given, so that has to be short: `Compiler.once` makes it so.
"""

from .common import Dialect
from .postgresql import PostgreSQL
from .sqlite import SQLite

SQLITE, POSTGRESQL = SQLite(), PostgreSQL()

__all__ = ["POSTGRESQL", "SQLITE", "Dialect"]
