"""The browser's modules of the sheet, put together into one as the server starts: nobody waits for sixty requests in a row."""

import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

IMPORT = re.compile(r'^import (?P<what>\{[^}]*\}|\* as \w+) from "(?P<where>[^"]+)";$', re.MULTILINE)
HANDED_ON = re.compile(r'^export (?P<what>\{[^}]*\}) from "(?P<where>[^"]+)";$', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?(?:class|function\*?|const) (\w+))", re.MULTILINE)
# What another module of the page is named by, as NiceGUI ships it, may be fetched when it is needed: import("nicegui-echart").
LEFT_OVER = re.compile(r"""^(?:import|export)\b.*|\bimport(?:\((?!"[\w-]+"\))|\.meta\b).*""", re.MULTILINE)


def bundle(folder: Path, entry: str = "index.js") -> str:
    """One module that exports what `entry` exports. Raises ValueError for a file written in a way it does not know."""
    whole = Bundle(folder)
    whole.add(entry)
    return whole.text(entry)


@dataclass
class Bundle:
    """Every file becomes a function, so that its names stay its own; it stands after the files it needs."""

    folder: Path
    outside: dict[str, None] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    exports: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: str, above: tuple[str, ...] = ()) -> None:
        if path in above:
            raise ValueError(f"{path} needs itself: {' → '.join((*above, path))}")
        if path in self.files:
            return
        names = self.exports[path] = []
        text = (self.folder / path).read_text(encoding="utf-8")
        text = HANDED_ON.sub(lambda match: names.extend(_split(match["what"])) or self._bring(match, path, above), text)
        text = IMPORT.sub(lambda match: self._bring(match, path, above), text)
        text = EXPORT.sub(lambda match: names.append(match[1]) or "", text)
        if left := LEFT_OVER.search(text):
            raise ValueError(f"{path} can't be put together with the others: {left[0]}")
        self.files[path] = (
            f"// {path}\nconst {_held(path)} = (() => {{\n{text}\nreturn {{ {', '.join(names)} }};\n}})();"
        )

    def _bring(self, match: re.Match, path: str, above: tuple[str, ...]) -> str:
        """An import of one of our files becomes a constant; one from elsewhere moves to the top."""
        if not match["where"].startswith("."):
            self.outside[match[0]] = None
            return ""
        needed = _beside(path, match["where"])
        self.add(needed, (*above, path))
        return f"const {match['what']} = {_held(needed)};"

    def text(self, entry: str) -> str:
        last = f"export const {{ {', '.join(self.exports[entry])} }} = {_held(entry)};\n"
        return "\n".join([*self.outside, *self.files.values(), last])


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.strip("{} ").split(",")]


def _beside(path: str, where: str) -> str:
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / where).parts:
        if part == "..":
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


def _held(path: str) -> str:
    """layer/index.js → $layer_index"""
    return "$" + re.sub(r"\W", "_", path.removesuffix(".js"))
