"""The zip that a workbook is: its parts by name, how they lead to one another, and what is no template for us."""

import io
import posixpath
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.dom.minidom import Document

from models.kit.text import Refused, Text

from .markup import children, every, local_name, parsed, written

MOST_BYTES, MOST_UNPACKED, MOST_PARTS = 5 * 1024**2, 60 * 1024**2, 1000
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = "[Content_Types].xml"
EMPTY = Text("“{name}”是空文件", "“{name}” is empty")
TOO_LARGE = Text(
    "“{name}”超过 {most} MB，请压缩里面的图片后再上传", "“{name}” is over {most} MB; make its pictures smaller"
)
OLD_BOOK = Text(
    "“{name}”是旧的 .xls 格式，请在 Excel 或 WPS 里另存为 .xlsx 再上传",
    "“{name}” is an old .xls workbook; save it as .xlsx in Excel or WPS first",
)
NO_BOOK = Text(
    "“{name}”不是 Excel 工作簿（.xlsx），请选择 .xlsx 文件", "“{name}” is no Excel workbook; choose an .xlsx file"
)
LOCKED = Text("“{name}”有打开密码，请取消密码后再上传", "“{name}” opens with a password; take it off and upload again")
HEAVY = Text(
    "“{name}”太大或太复杂，不能作为模板；请删去多余的工作表和空行后再上传",
    "“{name}” is too large or too complex for a template; remove sheets and empty rows that aren't needed",
)
MACROS = Text(
    "“{name}”带有宏，模板不能带宏；请另存为“Excel 工作簿（.xlsx）”再上传",
    "“{name}” holds macros, which a template may not; save it as “Excel Workbook (.xlsx)” and upload that",
)
OUTSIDE = Text(
    "“{name}”链接了别的工作簿或数据源，打开时会弹出警告；请在“数据 → 编辑链接”里断开后再上传",
    "“{name}” links to other workbooks or data sources, which warns whoever opens it; break them under “Data → Edit Links”",
)
PIVOTS = Text(
    "“{name}”里有数据透视表，填写后会对不上；请删去透视表，或改用公式",
    "“{name}” holds pivot tables, which filling would leave behind; remove them or use formulas",
)
EMBEDDED = Text(
    "“{name}”里嵌入了其他文件或控件，请删去后再上传",
    "“{name}” holds embedded files or controls; remove them and upload again",
)
_REFUSED = (
    (MACROS, ("vbaproject", "macrosheets", "dialogsheets")),
    (OUTSIDE, ("externallinks", "/connections.xml", "querytables")),
    (PIVOTS, ("pivottables", "pivotcache")),
    (EMBEDDED, ("embeddings", "activex", "ctrlprops", "/model/")),
)


@dataclass(frozen=True)
class Relation:
    id: str
    type: str
    target: str  # the name of the part it leads to, or an address outside
    outside: bool = False


@dataclass
class Package:
    """A workbook's parts; what is changed in a copy doesn't change what it was copied from."""

    parts: dict[str, bytes]
    main: str = "xl/workbook.xml"
    trees: dict[str, Document] = field(default_factory=dict)  # parts that are being changed

    def copied(self) -> "Package":
        return Package(dict(self.parts), self.main)

    def tree(self, name: str) -> Document:
        """A part to change; it is written with the rest."""
        if name not in self.trees:
            self.trees[name] = parsed(self.parts[name])
        return self.trees[name]

    def put(self, name: str, part: bytes) -> None:
        self.trees.pop(name, None)
        self.parts[name] = part

    def relations(self, name: str) -> list[Relation]:
        """What a part leads to."""
        place = relations_of(name)
        if place not in self.parts:
            return []
        return [_relation(node, name) for node in children(self.tree(place).documentElement, "Relationship")]

    def relation(self, name: str, kind: str) -> Relation | None:
        return next((relation for relation in self.relations(name) if relation.type.endswith("/" + kind)), None)

    def take_out(self, name: str) -> None:
        """A part that need not be there, and whatever leads to it."""
        self.parts.pop(name, None)
        self.trees.pop(name, None)
        for place in [place for place in self.parts if place.endswith(".rels")]:
            source = source_of(place)
            for node in children(self.tree(place).documentElement, "Relationship"):
                if _relation(node, source).target == name:
                    node.parentNode.removeChild(node)
        for node in children(self.tree(TYPES).documentElement, "Override"):
            if node.getAttribute("PartName") == "/" + name:
                node.parentNode.removeChild(node)

    def written(self) -> bytes:
        for name, tree in self.trees.items():
            self.parts[name] = written(tree)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=4) as archive:
            for name in sorted(self.parts, key=lambda name: (name != TYPES, name != "_rels/.rels", name)):
                archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), self.parts[name], zipfile.ZIP_DEFLATED)
        return out.getvalue()


def opened(data: bytes, name: str) -> Package:
    """The workbook in these bytes. Raises Refused for what can't be a template, with the remedy."""
    if not data:
        raise Refused(EMPTY(name=name))
    if len(data) > MOST_BYTES:
        raise Refused(TOO_LARGE(name=name, most=MOST_BYTES // 1024**2))
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Refused(LOCKED(name=name) if encrypted else OLD_BOOK(name=name))
    try:
        package = Package(_parts(data, name))
        package.main = next(r.target for r in _relations_at_top(package) if r.type.endswith("/officeDocument"))
        if not package.main.endswith(".xml") or package.main not in package.parts:
            raise Refused(NO_BOOK(name=name))
        _sound(package, name)
    except Refused:
        raise
    except Exception as why:  # whatever zip and XML readers stumble over is no workbook for us
        raise Refused(NO_BOOK(name=name)) from why
    return package


def sheets_in(path: Path) -> int:
    """How many sheets a stored template has, without reading all of it."""
    with zipfile.ZipFile(path) as archive:
        return sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in archive.namelist())


def _parts(data: bytes, name: str) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        if len(entries) > MOST_PARTS or sum(entry.file_size for entry in entries) > MOST_UNPACKED:
            raise Refused(HEAVY(name=name))
        return {entry.filename.lstrip("/"): archive.read(entry) for entry in entries}


def _relations_at_top(package: Package) -> list[Relation]:
    return [_relation(node, "") for node in children(package.tree("_rels/.rels").documentElement, "Relationship")]


def _sound(package: Package, name: str) -> None:
    lower = ["/" + part.lower() for part in package.parts]
    types = package.parts[TYPES].lower()
    for why, signs in _REFUSED:
        if any(sign in part for sign in signs for part in lower) or (why is MACROS and b"macroenabled" in types):
            raise Refused(why(name=name))
    if any(local_name(node) == "externalReference" for node in every(package.tree(package.main).documentElement)):
        raise Refused(OUTSIDE(name=name))
    for place in [part for part in package.parts if part.endswith(".rels")]:
        for relation in package.relations(source_of(place)):
            if relation.outside and not relation.type.endswith("/hyperlink"):
                raise Refused(OUTSIDE(name=name))


def relations_of(name: str) -> str:
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", file + ".rels")


def source_of(place: str) -> str:
    """The part whose relations stand in this one."""
    folder, file = posixpath.split(place)
    return posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))


def _relation(node, source: str) -> Relation:
    target, outside = node.getAttribute("Target"), node.getAttribute("TargetMode") == "External"
    if not outside:
        joined = target if target.startswith("/") else posixpath.join("/", posixpath.dirname(source), target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relation(node.getAttribute("Id"), node.getAttribute("Type"), target, outside)
