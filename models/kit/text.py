"""What people read: a sentence in both languages, and the one exception that is meant for them."""

from dataclasses import dataclass
from typing import Any

from .plurals import in_number

LANGUAGES = ("zh", "en")


@dataclass(frozen=True)
class Text:
    """One sentence or label, Chinese and English side by side; `{name}` places are filled by calling it."""

    zh: str
    en: str

    def __call__(self, **values: Any) -> "Text":
        """The same sentence with its places filled; a value that is itself a Text is said in each language."""
        return Text(*(_fill(template, lang, values) for template, lang in ((self.zh, "zh"), (self.en, "en"))))

    def say(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh

    def wire(self) -> dict[str, str]:
        return {"zh": self.zh, "en": self.en}


def _fill(template: str, lang: str, values: dict[str, Any]) -> str:
    spoken = {name: value.say(lang) if isinstance(value, Text) else value for name, value in values.items()}
    return (in_number(template, spoken) if lang == "en" else template).format_map(spoken)


def size_of(count: int) -> str:
    """How much a file holds, as people say it."""
    return (
        f"{count / 1e9:.1f} GB"
        if count >= 1e9
        else f"{count / 1e6:.1f} MB"
        if count >= 1e5
        else f"{count / 1e3:.1f} kB"
    )


def join(texts: list[Text], zh: str = "；", en: str = "; ") -> Text:
    return Text(zh.join(t.zh for t in texts), en.join(t.en for t in texts))


class Refused(Exception):
    """A refusal that tells a person what is wrong and what to do about it.

    `field` names the field it is about; `index` the row of a batch; `theirs` and `by` carry a colleague's value;
    `better` is what the cell should probably say, for a person to agree to.
    """

    def __init__(self, text: Text, field: str | None = None, index: int | None = None, *, better: str | None = None):
        super().__init__(text.en)
        self.text, self.field, self.index, self.better = text, field, index, better


class Refusals(Exception):
    """All refusals of one batch together, so that a person sees every faulty cell at once."""

    def __init__(self, refusals: list[Refused]):
        super().__init__("; ".join(str(refused) for refused in refusals[:3]))
        self.refusals = refusals
