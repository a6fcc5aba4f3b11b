"""Rows from outside: read, judged cell by cell, matched with what is stored, and taken over as one batch."""
