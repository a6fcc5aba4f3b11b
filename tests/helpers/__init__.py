"""People, worlds and tools that tests share."""
