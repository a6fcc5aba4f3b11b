"""Everything that knows a file format, both ways."""
