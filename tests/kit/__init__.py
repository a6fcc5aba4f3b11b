"""The grammar: declarations, the door, questions, imports, weeks."""
