"""The history of a type since some time: read by its batches, and not all that was ever done to it."""


def up(migrator, db):
    migrator.migrate(migrator.add_index("change", ("record", "batch_id"), False))
