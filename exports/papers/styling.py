"""Number formats for what is filled in where the template has none: a date that shows as 46356 helps nobody."""

from exports.write.package import FORMATS

from .markup import child, children
from .package import Package

_SAYING = {"49": "@", "9": "0%", "10": "0.00%"}
_BUILT_IN = {"#,##0": 3, "#,##0.00": 4}


class Formats:
    """The cell styles of a workbook, and further ones that differ in their number format."""

    def __init__(self, package: Package):
        relation = package.relation(package.main, "styles")
        self.root = package.tree(relation.target).documentElement if relation else None
        self.styles = child(self.root, "cellXfs") if self.root is not None else None
        self.made: dict[tuple[str, str], str] = {}
        self.codes: dict[str | None, str] = {}

    def code(self, style: str | None) -> str:
        """The number format of a style, as far as it matters here; "" for most of the built-in ones."""
        if style not in self.codes:
            self.codes[style] = self._code(style)
        return self.codes[style]

    def _code(self, style: str | None) -> str:
        known = children(self.styles, "xf") if self.styles is not None else []
        at = int(style or 0)
        number = known[at].getAttribute("numFmtId") if at < len(known) else ""
        if number in _SAYING:
            return _SAYING[number]
        formats = child(self.root, "numFmts") if self.root is not None else None
        own = children(formats, "numFmt") if formats is not None else []
        return next((node.getAttribute("formatCode") for node in own if node.getAttribute("numFmtId") == number), "")

    def of(self, style: str | None, kind: str, wanted: str | None) -> str | None:
        """The style for a value of this kind in a cell of this one: the template's own format stands, where it has one."""
        code = wanted or (None if kind == "quantity" else FORMATS.get(kind))  # 10, not 10.000
        if self.styles is None or code in (None, "@", "General"):
            return style
        if (style or "0", code) not in self.made:
            known = children(self.styles, "xf")
            at = int(style or 0)
            if at >= len(known) or known[at].getAttribute("numFmtId") not in ("", "0"):
                return self.made.setdefault((style or "0", code), style)
            made = known[at].cloneNode(True)
            made.setAttribute("numFmtId", str(self._number(code)))
            made.setAttribute("applyNumberFormat", "1")
            self.styles.appendChild(made)
            self.styles.setAttribute("count", str(len(known) + 1))
            self.made[style or "0", code] = str(len(known))
        return self.made[style or "0", code]

    def _number(self, code: str) -> int:
        if code in _BUILT_IN:
            return _BUILT_IN[code]
        formats = child(self.root, "numFmts")
        if formats is None:
            formats = self.root.ownerDocument.createElement(self.styles.tagName.replace("cellXfs", "numFmts"))
            self.root.insertBefore(formats, self.root.firstChild)
        for node in children(formats, "numFmt"):
            if node.getAttribute("formatCode") == code:
                return int(node.getAttribute("numFmtId"))
        number = max([163, *(int(node.getAttribute("numFmtId")) for node in children(formats, "numFmt"))]) + 1
        made = self.root.ownerDocument.createElement(formats.tagName.replace("numFmts", "numFmt"))
        made.setAttribute("numFmtId", str(number))
        made.setAttribute("formatCode", code)
        formats.appendChild(made)
        formats.setAttribute("count", str(len(children(formats, "numFmt"))))
        return number
