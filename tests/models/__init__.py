"""The rules of each area, one sentence each."""
