"""Lists, templates and answers as files, streamed."""
