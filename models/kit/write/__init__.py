"""What changes something: the one door, the ways through it, its history, and what goes out because of it."""
