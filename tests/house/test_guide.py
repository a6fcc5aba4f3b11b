"""The users' guide names what is on the screen, by the words that stand there, and shows it in pictures that load quickly."""

import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "docs" / name for name in ("guide.md", "guide.en.md")]
HEAVIEST = 150_000  # bytes


@cache
def spoken() -> str:
    sources = [path for room in ("pages", "models") for path in (ROOT / room).rglob("*.py")]
    return "\n".join(path.read_text(encoding="utf-8") for path in sources)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_button_and_field_the_guide_names_stands_on_a_page_in_these_words(page):
    named = set(re.findall(r"\*\*(.+?)\*\*", page.read_text(encoding="utf-8")))
    assert len(named) > 10
    lacking = {word for word in named if f'"{word}"' not in spoken() and f'"{word}…"' not in spoken()}
    assert not lacking


def test_what_the_guide_says_is_refused_is_refused_in_these_words():
    text = PAGES[0].read_text(encoding="utf-8").split("## 什么会被拒绝")[1]
    said = [part for words in re.findall(r"\| “(.+?)”", text) for part in words.split("……") if part]
    assert said and not [words for words in said if words not in spoken()]


def test_the_pictures_of_the_guide_are_there_and_light():
    shown = re.findall(r"!\[.+?\]\((.+?)\)", PAGES[0].read_text(encoding="utf-8"))
    assert len(shown) >= 5
    assert sorted(shown) == sorted(f"guide/{path.name}" for path in (ROOT / "docs" / "guide").iterdir())
    assert all((ROOT / "docs" / name).stat().st_size <= HEAVIEST for name in shown)


def test_the_readme_leads_to_the_guide_in_both_languages():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"(docs/{page.name})" in readme for page in PAGES)
