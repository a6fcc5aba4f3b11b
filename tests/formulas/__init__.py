"""Formulas of ours beside LibreOffice's: the same rows, the same formulas, the same answers.

`python -m tests.formulas` writes them into a workbook, lets LibreOffice reckon and keeps what it says in `answers.json`;
the tests only compare. Where the two differ on purpose stands in `cases.py`.
"""
