"""The nightly copy of the embedded database: taken while others write, checked, and kept for two weeks and two months."""

from datetime import date, timedelta
from pathlib import Path

from models.kit import database

DAILY, WEEKLY = 14, 8


class Place:
    """Where copies go; `main` sets it from the settings, else they lie beside the database."""

    folder: Path | None = None


def copy(day: date) -> str:
    """Write `ops-2026-11-23.db`, take away what is too old; a copy that fails its check is never put in place."""
    if not database.is_embedded():
        return "PostgreSQL is backed up by its own tools"
    folder = Place.folder or Path(database.handle.obj.database).parent / "backups"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    target = folder / f"ops-{day}.db"
    database.back_up(target)
    target.chmod(0o600)
    gone = [path.unlink() for path in outdated(folder, day)]
    return f"{target.name}, {target.stat().st_size} bytes; {len(gone)} old copies removed"


def outdated(folder: Path, day: date) -> list[Path]:
    """Copies that are neither of the last 14 days nor the newest of their week in the last 8 weeks."""
    found = {date.fromisoformat(path.stem.removeprefix("ops-")): path for path in folder.glob("ops-????-??-??.db")}
    monday = day - timedelta(days=day.weekday())
    newest = {made - timedelta(days=made.weekday()): made for made in sorted(found)}
    keep = {made for made in found if made > day - timedelta(days=DAILY)}
    keep |= {made for week, made in newest.items() if week > monday - timedelta(weeks=WEEKLY)}
    return [path for made, path in sorted(found.items()) if made not in keep]
