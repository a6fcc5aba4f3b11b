"""`python -m tests.formulas [--seed 7] [--rows 120]`: asks LibreOffice anew and keeps its answers for the tests."""

import argparse
import json
import re
import subprocess
import tempfile
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.formulas.cases import pairs
from tests.formulas.trial import KINDS, rows

ANSWERS = Path(__file__).parent / "answers.json"
COLUMNS = "abmntudefky"
NEWER = ("IFS", "SWITCH", "TEXTJOIN", "CONCAT", "ISOWEEKNUM", "DAYS")
OFF = (date(2026, 1, 1), date(2025, 10, 1), date(2024, 2, 12))
EPOCH = date(1899, 12, 30)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.formulas")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--rows", type=int, default=120)
    asked = parser.parse_args()
    formulas = pairs()
    answers = reckoned(list(formulas.values()), rows(asked.seed, asked.rows))
    kept = {
        "seed": asked.seed,
        "rows": asked.rows,
        "answers": dict(zip(formulas, zip(*answers, strict=True), strict=True)),
    }
    ANSWERS.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).replace('],"', '],\n"') + "\n")
    print(f"{len(formulas)} formulas, {asked.rows} rows: {ANSWERS}")


def reckoned(formulas: list[str], given: list[dict[str, Any]]) -> list[list[Any]]:
    """What LibreOffice makes of them, by row."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "formulas.xlsx"
        write(path, formulas, given)
        command = [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            "xlsx:Calc MS Excel 2007 XML",
            "--outdir",
            f"{folder}/out",
            str(path),
        ]
        subprocess.run(command, check=True, capture_output=True, timeout=300)
        sheet = load_workbook(Path(folder) / "out" / "formulas.xlsx", data_only=True)["Rows"]
        first = len(COLUMNS) + 1
        rows = sheet.iter_rows(min_row=1, max_row=len(given), min_col=first, max_col=first + len(formulas) - 1)
        return [[plain(cell) for cell in row] for row in rows]


def write(path: Path, formulas: list[str], given: list[dict[str, Any]]) -> None:
    book = Workbook()
    sheet, off = book.active, book.create_sheet("Off")
    sheet.title = "Rows"
    for at, day in enumerate(OFF, 1):
        off.cell(at, 1, day)
    labels = {kind.key: kind.zh for kind in KINDS}
    for at, row in enumerate(given, 1):
        for column, name in enumerate(COLUMNS, 1):
            value = row[name]
            value = labels.get(value, value) if name == "k" else float(value) if isinstance(value, Decimal) else value
            cell = sheet.cell(at, column, value)
            if isinstance(value, str):
                cell.data_type = "s"
        for column, formula in enumerate(formulas, len(COLUMNS) + 1):
            sheet.cell(at, column, "=" + as_excel(formula, at))
    book.save(path)


def as_excel(formula: str, row: int) -> str:
    said = re.sub(r"\[(\w)\]", lambda match: f"${chr(65 + COLUMNS.index(match[1]))}{row}", formula)
    said = re.sub(rf"\b({'|'.join(NEWER)})\(", r"_xlfn.\1(", said)
    return said.replace("TODAY()", "DATE(2026,11,29)")


def plain(cell: Any) -> Any:
    value = cell.value
    if cell.data_type == "e" or (isinstance(value, str) and value.startswith("#")):
        return None
    if isinstance(value, datetime):
        return (value.date() - EPOCH).days
    if isinstance(value, float):
        return float(f"{value:.15g}")
    return value


if __name__ == "__main__":
    main()
