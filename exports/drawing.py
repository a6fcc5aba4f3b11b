"""A process that takes one picture or PDF apart, within limits: what is hostile or huge in it stays out of the server.

Nothing of the app is imported here, so that it is there at once.
"""

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from PIL import Image, ImageCms

MOST_MEMORY, MOST_SECONDS = 768 * 1024**2, 20
LONGEST_SIDE = 2560
# A JPEG is made smaller while it is read, so the largest phones' pictures fit; the others are unpacked whole first.
MOST_PIXELS = {"JPEG": 220_000_000, "MPO": 220_000_000}
MOST_OTHERS = 64_000_000
KINDS = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "GIF": "image/gif"}
SAVED = {
    "image/jpeg": {"format": "JPEG", "quality": 88},
    "image/png": {"format": "PNG"},
    "image/webp": {"format": "WEBP", "quality": 88},
    "image/gif": {"format": "GIF"},
}
ORIENTATION = 0x0112
UPRIGHT = dict(
    enumerate(
        (
            Image.Transpose.FLIP_LEFT_RIGHT,
            Image.Transpose.ROTATE_180,
            Image.Transpose.FLIP_TOP_BOTTOM,
            Image.Transpose.TRANSPOSE,
            Image.Transpose.ROTATE_270,
            Image.Transpose.TRANSVERSE,
            Image.Transpose.ROTATE_90,
        ),
        2,
    )
)
HEIF = re.compile(rb"^.{4}ftyp.{0,60}(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)", re.DOTALL)
DOES_THINGS = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData|AA)\b")
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")


class Wrong(Exception):
    """Why a file is not kept: one word, for which the server has the sentence."""


def looked_at(data: bytes) -> tuple[str, bytes]:
    """What a file is by its content, and the bytes that are kept. Raises Wrong."""
    if data.startswith(b"%PDF-"):
        return "application/pdf", plain_pdf(data)
    if HEIF.match(data[:80]):
        raise Wrong("heif")
    return drawn_anew(data)


def drawn_anew(data: bytes) -> tuple[str, bytes]:
    """Only the pixels: what was hidden behind them (a script, a place, a second file) stays behind."""
    known = False
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP", "GIF")) as picture:
            known, kind, width, height = True, KINDS[picture.format], *picture.size
            if width * height > MOST_PIXELS.get(picture.format, MOST_OTHERS):
                raise Wrong("pixels")
            out = io.BytesIO()
            as_it_stands(picture).save(out, **SAVED[kind])
            return kind, out.getvalue()
    except Image.DecompressionBombError:
        raise Wrong("pixels") from None
    except MemoryError:
        raise Wrong("heavy") from None
    except (OSError, ValueError, SyntaxError, EOFError, IndexError, KeyError, TypeError, OverflowError, zlib.error):
        raise Wrong("broken" if known else "unknown") from None


def as_it_stands(picture: Image.Image) -> Image.Image:
    """The first picture of the file, small enough, upright, in the colours of every screen, and nothing besides."""
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    profile, turned = picture.info.get("icc_profile"), picture.getexif().get(ORIENTATION)
    if picture.mode.startswith("I"):  # sixteen bits of grey: the upper eight are what a screen shows
        picture = picture.convert("I").point(lambda grey: grey / 256).convert("L")
    if picture.mode not in ("RGB", "RGBA", "L", "CMYK"):
        picture = picture.convert("RGB" if picture.mode in ("1", "YCbCr", "LAB", "HSV") else "RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    picture = in_plain_colours(picture, profile)
    if picture.mode in ("CMYK", "L"):
        picture = picture.convert("RGB")
    if turned in UPRIGHT:
        picture = picture.transpose(UPRIGHT[turned])
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    return bare.convert("RGB") if bare.mode == "RGBA" and bare.getextrema()[3] == (255, 255) else bare


def in_plain_colours(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """A camera's or printer's own colours as sRGB; a profile that can't be read is left out."""
    if profile is None or picture.mode == "L":
        return picture
    try:
        source, plain = ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB")
        made = ImageCms.profileToProfile(picture, source, plain, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return picture
    if picture.mode == "RGBA":
        made.putalpha(picture.getchannel("A"))
    return made


def plain_pdf(data: bytes) -> bytes:
    """Refused when it ends in the middle, or could do something when it is opened."""
    if b"%%EOF" not in data[-2048:]:
        raise Wrong("broken")
    if any(DOES_THINGS.search(HEX_NAME.sub(_byte, part)) for part in (data, *_unpacked(data))):
        raise Wrong("active")
    return data


def _unpacked(data: bytes):
    """The packed streams of a PDF, as far as they are plain deflate; names of actions may hide in them."""
    for stream in STREAM.finditer(data):
        try:
            yield zlib.decompressobj().decompress(stream[1], 4 * 1024**2)
        except zlib.error:
            continue


def _byte(match: re.Match) -> bytes:
    return bytes([int(match[1], 16)])


def answer(data: bytes, tell: Any) -> Iterator[bytes]:
    """For `beside`: the bytes to be kept, then {"kind": …} or {"wrong": …}."""
    Image.MAX_IMAGE_PIXELS = None  # our own limits stand above
    try:
        kind, kept = looked_at(data)
    except Wrong as wrong:
        return {"wrong": str(wrong)}
    yield kept
    return {"kind": kind}
