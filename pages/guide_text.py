"""The words of the guide and of what is new, as they stand in docs/, in parts that pages lead to."""

import re
from functools import cache
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
PAGES = {"zh": DOCS / "guide.md", "en": DOCS / "guide.en.md"}
NEWS = {"zh": DOCS / "news.md", "en": DOCS / "news.en.md"}
PLACE = re.compile(r'^<a id="([\w-]+)"></a>\n', re.MULTILINE)
HIDDEN = re.compile(r"<!--.*?-->\n?", re.DOTALL)


def sections(lang: str) -> tuple[str, dict[str, str]]:
    """The guide: what stands before the first section, and the sections by their places."""
    return parts_of(PAGES[lang])


def latest_news() -> str:
    """The day of the last release, as 2026-11-30."""
    return next(iter(parts_of(NEWS["zh"])[1])).removeprefix("d")


@cache
def parts_of(path: Path) -> tuple[str, dict[str, str]]:
    text = HIDDEN.sub("", path.read_text(encoding="utf-8"))
    before, *rest = PLACE.split(text)
    return before, dict(zip(rest[::2], rest[1::2], strict=True))
