"""Closed weeks: counted, compared, judged and put together as a report; none of it knows a file."""
