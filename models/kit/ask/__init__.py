"""What is read: rows found, links and titles, how a type describes itself, what waits for whom."""
