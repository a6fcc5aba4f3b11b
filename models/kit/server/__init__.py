"""What a server needs to run: the database and its dialects, work beside it, copies, locks, settings, health."""
