"""What is called alike in both languages goes on so when its Chinese name changes: its English was never thought of."""

from ..kit.declare.record import Move, Record
from ..kit.write.writes import Changes


def english_follows(c: Changes, record: type[Record], moves: list[Move]) -> None:
    """Derives `en` from `zh`, of rows that change their Chinese name alone."""
    fresh = [move for move in moves if move.old and move.new and move.changed("zh") and not move.changed("en")]
    c.derive(record, {move.id: {"en": move.new.zh} for move in fresh if move.old.en == move.old.zh})
