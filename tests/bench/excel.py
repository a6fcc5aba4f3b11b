"""A workbook of 100,000 members out over HTTP and another one in by the command, beside the bare reading and writing.

    python -m tests.bench.excel --data DIR [--rows 100000] [--rounds 3]

The import goes into an empty database of its own; the export is read back and counted.
"""

import argparse
import io
import json
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import zipfile
from pathlib import Path
from urllib.parse import quote

import apsw
from python_calamine import CalamineWorkbook

from exports.write.columns import Column
from exports.write.writing import write_xlsx
from models.kit.clock import today

from .measure import machine, side_by_side
from .serving import ROOT, Client, opsdesk, token

HEADERS = ("会员卡号", "姓名", "手机号", "性别", "生日", "入会日期", "地址", "备注")
BARE_TABLE = "CREATE TABLE member (id INTEGER PRIMARY KEY, card_no UNIQUE, name, phone UNIQUE, gender, birthday, joined_on, address, note)"


def main(arguments: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="tests.bench.excel", description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args(arguments)
    print(f"\nWorkbooks of {asked.rows:,} members, {asked.rounds} rounds\n{machine()}")
    export(asked.data, asked.rows, asked.rounds)
    bring_in(asked.rows)


def export(data: Path, rows: int, rounds: int) -> None:
    plain = apsw.Connection(str(data / "ops.db"), flags=apsw.SQLITE_OPEN_READONLY)
    with opsdesk(data) as server:
        client = Client(server.port, token(data))
        least = plain.execute(
            "SELECT MIN(id) FROM (SELECT id FROM member ORDER BY joined_on DESC, id DESC LIMIT ?)", (rows,)
        ).fetchall()[0][0]
        since = plain.execute("SELECT joined_on FROM member WHERE id = ?", (least,)).fetchall()[0][0]
        asked = json.dumps({"filter": {"joined_on": {"ge": since}}})
        path = f"/api/v1/member/export.xlsx?query={quote(asked)}"
        peak, stop, kept = [server.memory()], threading.Event(), {}

        def watch() -> None:
            while not stop.wait(0.02):
                peak.append(server.memory())

        watcher = threading.Thread(target=watch)
        watcher.start()
        firsts: list[float] = []

        def download() -> None:
            took, kept["file"] = client.first(path)
            firsts.append(took)

        spent = server.seconds()
        ours, bare = side_by_side(download, lambda: _bare_export(plain, since), 1, rounds)
        spent, began = (server.seconds() - spent) / len(firsts), time.process_time()
        _bare_export(plain, since)
        floor = time.process_time() - began
        stop.set()
        watcher.join()
    lines = CalamineWorkbook.from_filelike(io.BytesIO(kept["file"])).get_sheet_by_index(0).to_python()
    print(
        f"  export {len(lines) - 1:,} rows x {len(lines[0])}: {ours / 1000:.2f} s, {len(kept['file']) / 1e6:.1f} MB; bare XML of all columns "
        f"{bare / 1000:.2f} s; ratio {ours / bare:.1f}; server {peak[0]:.0f} -> {max(peak):.0f} MB"
    )
    print(
        f"  first byte {firsts[0]:.2f} s, later {statistics.median(firsts[1:]):.2f} s; "
        f"processor {spent:.2f} s against {floor:.2f} s: {spent / floor:.1f}"
    )


def _bare_export(plain: apsw.Connection, since: str) -> bytes:
    """The least a workbook takes: rows off a cursor, cells as strings, one zip entry at level 1."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as book,
        book.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for row in plain.execute(
            "SELECT * FROM member WHERE joined_on >= ? ORDER BY joined_on DESC, id DESC", (since,)
        ):
            cells = [f'<c t="inlineStr"><is><t>{value}</t></is></c>' for value in row if value is not None]
            part.write(f"<row>{''.join(cells)}</row>".encode())
    return target.getvalue()


def bring_in(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file, short = Path(folder) / "members.xlsx", Path(folder) / "one.xlsx"
        for path, count in ((file, rows), (short, 1)):
            write_xlsx(path, [Column(header, "text") for header in HEADERS], (line(at) for at in range(count)))
        _command(folder, short, "--dry-run")  # the database is made
        start, ours = _command(folder, short, "--dry-run"), _command(folder, file)
        there = apsw.Connection(f"{folder}/data/ops.db").execute("SELECT COUNT(*) FROM member").fetchall()[0][0]
        started = time.perf_counter()
        _bare_import(file, Path(folder) / "bare.db")
        bare = time.perf_counter() - started
    if there != rows:
        raise RuntimeError(f"{there} members after an import of {rows}")
    print(
        f"  import {rows:,} rows x {len(HEADERS)} by command: {ours:.1f} s, of them {start:.1f} s to start the program and read one row; "
        f"bare read and insert {bare:.1f} s; ratio {ours / bare:.1f}, without the start {(ours - start) / bare:.1f}; all there"
    )


def _command(folder: str, file: Path, *more: str) -> float:
    """Seconds that one import by the command takes."""
    started = time.perf_counter()
    command = [sys.executable, "main.py", "--data", f"{folder}/data", "import", str(file), "--record", "member", *more]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{done.stdout[-500:]}\n{done.stderr[-500:]}")
    return time.perf_counter() - started


def line(at: int) -> tuple:
    day = today().isoformat()
    return (
        f"9{at:010d}",
        f"王小{chr(0x4E00 + at % 4000)}",
        f"139{at:08d}",
        "女",
        f"1970-01-{1 + at % 28:02d}",
        day,
        "成都市锦江区",
        "新客",
    )


def _bare_import(file: Path, target: Path) -> None:
    lines = CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    connection = apsw.Connection(str(target))
    connection.execute(BARE_TABLE)
    places = ", ".join("?" * len(HEADERS))
    with connection:
        connection.executemany(
            f"INSERT INTO member (card_no, name, phone, gender, birthday, joined_on, address, note) VALUES ({places})",
            [tuple(map(str, line)) for line in lines[1:]],
        )


if __name__ == "__main__":
    main(sys.argv[1:])
