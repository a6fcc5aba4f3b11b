"""XML of a workbook's parts, read and written with every prefix and attribute where it was."""

from collections.abc import Callable, Iterator
from xml.dom.minidom import Document, Element, Node

from defusedxml.minidom import parseString

_TEXT = {ord("&"): "&amp;", ord("<"): "&lt;", ord(">"): "&gt;", ord("\r"): "&#13;"}
_VALUE = {**_TEXT, ord('"'): "&quot;", ord("\n"): "&#10;", ord("\t"): "&#9;"}
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def parsed(part: bytes) -> Document:
    return parseString(part)


def written(document: Document, instead: Callable[[Element], str | None] = lambda node: None) -> bytes:
    """instead: what is written in the place of an element; None where it is written as it is."""
    return (HEAD + _written(document.documentElement, instead)).encode("utf-8")


def text_in(node: Element) -> str:
    return "".join(
        child.data for child in node.childNodes if child.nodeType in (Node.TEXT_NODE, Node.CDATA_SECTION_NODE)
    )


def put_text(node: Element, text: str) -> None:
    for child in list(node.childNodes):
        node.removeChild(child)
    node.appendChild(node.ownerDocument.createTextNode(text))


def local_name(node: Element) -> str:
    return node.tagName.rpartition(":")[2]


def every(node: Element) -> Iterator[Element]:
    """This element and all within it."""
    if node.nodeType == Node.ELEMENT_NODE:
        yield node
        for child in node.childNodes:
            yield from every(child)


def children(node: Element, name: str = "") -> list[Element]:
    return [
        child
        for child in node.childNodes
        if child.nodeType == Node.ELEMENT_NODE and (not name or local_name(child) == name)
    ]


def child(node: Element, name: str) -> Element | None:
    return next(iter(children(node, name)), None)


def as_text(text: str) -> str:
    return text.translate(_TEXT)


def as_value(text: str) -> str:
    return text.translate(_VALUE)


def as_xml(node: Element) -> str:
    return _written(node, lambda _: None)


def _written(node: Node, instead: Callable[[Element], str | None]) -> str:
    if node.nodeType in (Node.TEXT_NODE, Node.CDATA_SECTION_NODE):
        return as_text(node.data)
    if node.nodeType != Node.ELEMENT_NODE:
        return ""
    other = instead(node)
    if other is not None:
        return other
    attributes = "".join(f' {name}="{as_value(value)}"' for name, value in node.attributes.items())
    inner = "".join(_written(part, instead) for part in node.childNodes)
    return f"<{node.tagName}{attributes}>{inner}</{node.tagName}>" if inner else f"<{node.tagName}{attributes}/>"
