"""Every list out of a database, through a real spreadsheet program and back: what would change is told, and nothing may.

    python -m tests.helpers.office_trip [--data DIR] [--only member,visit] [--most 20000]

Needs LibreOffice's `soffice`; DIR is a data folder whose app is stopped, and is only read. Without it two rows of
every record type are made.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from exports.incoming import importing
from exports.write import book
from models import AREAS, accounts, house
from models.kit import system
from models.kit.ask.query import Query
from models.kit.declare.access import Who
from models.kit.declare.record import Record
from models.kit.server import database
from tests.over_http import world

WAYS = (("xlsx", "xlsx"), ("xlsx", "xls"), ("xlsx", "csv"), ("csv", "csv"), ("csv", "xlsx"))  # as exported, as saved
AS_CSV = "csv:Text - txt - csv (StarCalc):44,34,76,1"
MAKERS = {"xlsx": book.as_xlsx, "csv": book.as_csv}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--most", type=int, default=20_000, help="rows of a list, longer ones are left out")
    asked = parser.parse_args()
    if shutil.which("soffice") is None:
        sys.stderr.write("soffice is not installed\n")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        faults = _all_ways(asked, Path(folder))
    say(f"{faults} lists came back changed")
    return 1 if faults else 0


def _all_ways(asked: argparse.Namespace, folder: Path) -> int:
    """How many lists came back changed, over both languages and all ways."""
    database.open(f"sqlite:///{asked.data or folder}/ops.db")
    with database.reading():
        if not asked.data:
            accounts.seed_roles(AREAS)
            world.build()
        records = [
            record for record in house().records.values() if _is_taken(record, asked.only.split(","), asked.most)
        ]
        return sum(_trip(records, lang, folder) for lang in ("zh", "en"))


def _is_taken(record: type[Record], only: list[str], most: int) -> bool:
    wanted = only == [""] or record.key() in only
    return wanted and "import" in record.sheet.allowed and 0 < Query(record, system("trip")).count() <= most


def _trip(records: list[type[Record]], lang: str, folder: Path) -> int:
    who, faults = replace(system("trip"), lang=lang), 0
    for ending, maker in MAKERS.items():
        (folder / lang / ending).mkdir(parents=True)
        for record in records:
            query = Query(record, who)
            made = b"".join(maker(query, book.columns_of(record, query.shown), who))
            (folder / lang / ending / f"{record.key()}.{ending}").write_bytes(made)
    for written, saved in WAYS:
        out, start = folder / lang / f"{written}-{saved}", time.monotonic()
        saved_by_office(folder / lang / written, written, saved, out)
        changed = list(_changed(records, out, saved, who))
        faults += len(changed)
        took = time.monotonic() - start
        say(f"{lang} {written} saved as {saved}: {len(records)} lists, {len(changed)} changed, {took:.0f} s")
        for line in changed:
            say(f"  {line}")
    return faults


def saved_by_office(folder: Path, written: str, saved: str, out: Path) -> None:
    """All files of a folder, opened and saved by the program."""
    kind = AS_CSV if saved == "csv" else saved
    command = ["soffice", f"-env:UserInstallation=file://{out}-profile", "--headless"]
    command += ["--infilter=Text - txt - csv (StarCalc):44,34,76,1"] if written == "csv" else []
    files = [str(path) for path in sorted(folder.glob(f"*.{written}"))]
    subprocess.run([*command, "--convert-to", kind, "--outdir", str(out), *files], check=True, capture_output=True)


def _changed(records: list[type[Record]], out: Path, ending: str, who: Who) -> Iterator[str]:
    for record in records:
        path = out / f"{record.key()}.{ending}"
        answer = importing.run(path, path.name, record, who, options={"dry_run": True}).wire("en")
        if answer["unchanged"] != answer["total"] or answer["total"] != Query(record, who).count():
            faults = [f"{fault['cell']} {fault['value']!r} {fault['message']}" for fault in answer["faulty"][:3]]
            counts = {name: answer[name] for name in ("total", "new", "changed", "unchanged", "faulty_rows")}
            yield f"{record.key()}: {counts} {faults}"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
