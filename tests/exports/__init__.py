"""Files, both ways."""
