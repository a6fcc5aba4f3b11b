"""Pieces the pages share; they know fields, never an area."""
