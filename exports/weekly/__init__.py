"""The workbooks of the weekly meeting: a week's, a month's, and a pack of all lists of a period."""
