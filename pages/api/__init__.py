"""The HTTP API under /api/v1, by what is asked of it."""
