"""Pictures are taken apart in a process of their own: hundreds of kinds, bombs and broken ones, and the server stays as it was."""

import io
import random
import struct
import subprocess
import sys
import threading
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageCms

from exports import attachments, drawing
from models.kit import Refused
from models.kit.server.turns import BUSY, YOURS, Turns

ROOT = Path(__file__).parent.parent.parent
GPS, MAKE, TURN, SECRET = 0x8825, 0x010F, 0x0112, b"30.6571 N 104.0817 E"


def saved(picture: Image.Image, kind: str, **options) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def drawn(data: bytes) -> Image.Image:
    """What is kept of a file, opened; looked at here, where a hundred take no longer than one beside us."""
    kind, kept = drawing.looked_at(data)
    picture = Image.open(io.BytesIO(kept))
    assert drawing.KINDS[picture.format] == kind
    return picture


def wrong(data: bytes) -> str:
    with pytest.raises(drawing.Wrong) as error:
        drawing.looked_at(data)
    return str(error.value)


def bomb(width: int, height: int, colour: int = 2) -> bytes:
    """A PNG of that many pixels in some kilobytes, made without unpacking it."""
    samples = {0: 1, 2: 3, 6: 4}[colour]
    packer, packed = zlib.compressobj(1), b""
    for _ in range(height):
        packed += packer.compress(bytes(width * samples + 1))

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", packed + packer.flush()) + chunk(b"IEND", b"")


# What is taken ----------------------------------------------------------------------------------------------------------

MODES = [
    (kind, mode, size)
    for kind, modes in {
        "JPEG": ("RGB", "L", "CMYK"),
        "PNG": ("RGB", "RGBA", "L", "LA", "P", "1", "I;16"),
        "GIF": ("P", "L", "RGB", "1"),
        "WEBP": ("RGB", "RGBA", "L"),
        "MPO": ("RGB",),
    }.items()
    for mode in modes
    for size in ((1, 1), (3, 2000), (2561, 40), (640, 480), (20, 31))
]


@pytest.mark.parametrize(("kind", "mode", "size"), MODES)
def test_every_kind_and_mode_of_picture_is_taken_at_every_size(kind, mode, size):
    picture = drawn(saved(Image.new(mode, size), kind))
    assert max(picture.size) <= drawing.LONGEST_SIDE
    assert max(picture.size) == min(max(size), drawing.LONGEST_SIDE)


@pytest.mark.parametrize("turn", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_stands_as_it_was_taken(kind, turn):
    """A camera that is held sideways notes that; red is where the sky was."""
    sky = Image.new("RGB", (80, 40), "blue")
    sky.paste("red", (0, 0, 80, 10))
    seen = {
        1: sky,
        2: sky.transpose(0),
        3: sky.transpose(3),
        4: sky.transpose(1),
        5: sky.transpose(5),
        6: sky.transpose(2),
        7: sky.transpose(6),
        8: sky.transpose(4),
    }[turn]
    exif = Image.Exif()
    exif[TURN] = turn
    picture = drawn(saved(seen, kind, exif=exif.tobytes())).convert("RGB")
    assert picture.size == (80, 40)
    top, bottom = picture.getpixel((40, 3)), picture.getpixel((40, 36))
    assert top[0] > 180 and top[2] < 80 and bottom[2] > 180 and bottom[0] < 80


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "MPO"])
def test_nothing_but_the_pixels_is_kept(kind):
    """Where it was taken, with what, by whom: not in EXIF, XMP, comments, text chunks, thumbnails or behind the end."""
    exif = Image.Exif()
    exif[MAKE] = SECRET.decode()
    exif.get_ifd(GPS)[1] = SECRET.decode()
    more = {
        "JPEG": {"exif": exif.tobytes(), "comment": SECRET, "xmp": SECRET},
        "MPO": {"exif": exif.tobytes(), "comment": SECRET},
        "PNG": {"exif": exif.tobytes(), "icc_profile": SECRET * 9},
        "WEBP": {"exif": exif.tobytes(), "xmp": SECRET},
        "GIF": {"comment": SECRET},
    }[kind]
    data = saved(Image.new("RGB", (60, 40), "green"), kind, **more)
    assert SECRET in data or kind == "PNG"
    _, kept = drawing.looked_at(data + SECRET)
    assert SECRET not in kept and b"Exif" not in kept and not Image.open(io.BytesIO(kept)).getexif()


def test_of_a_moving_picture_the_first_is_kept():
    frames = [Image.new("RGB", (50, 40), colour) for colour in ("red", "blue", "green")]
    for kind in ("GIF", "WEBP", "PNG"):
        picture = drawn(saved(frames[0], kind, save_all=True, append_images=frames[1:]))
        assert getattr(picture, "n_frames", 1) == 1
        assert picture.convert("RGB").getpixel((9, 9))[0] > 200


def test_what_is_seen_through_stays_so_and_sixteen_bits_of_grey_stay_grey():
    glass = Image.new("RGBA", (40, 40), (200, 0, 0, 90))
    assert drawn(saved(glass, "PNG")).getpixel((5, 5)) == (200, 0, 0, 90)
    grey = Image.new("I;16", (40, 40), 128 * 256)
    assert drawn(saved(grey, "PNG")).getpixel((5, 5))[0] in (127, 128)


def test_a_profile_of_colours_is_followed_and_a_broken_one_left_out():
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (plain, b"x" * 500):
        picture = drawn(saved(Image.new("RGB", (40, 40), (10, 200, 30)), "JPEG", icc_profile=profile, quality=95))
        assert "icc_profile" not in picture.info
        assert all(abs(a - b) < 6 for a, b in zip(picture.getpixel((5, 5)), (10, 200, 30), strict=True))


def test_a_phone_s_largest_photo_is_made_smaller():
    data = saved(Image.new("RGB", (8064, 6048), "green"), "JPEG", quality=30)
    kind, kept = attachments.checked(data, "IMG_0001.jpg")
    assert kind == "image/jpeg" and Image.open(io.BytesIO(kept)).size == (2560, 1920)


# What is refused ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("brand", [b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif"])
def test_a_phone_s_own_format_is_named_with_what_to_do(brand):
    data = b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00mif1" + b"\0" * 400
    assert wrong(data) == "heif"
    assert "HEIC" in attachments.WRONG["heif"].zh and "JPG" in attachments.WRONG["heif"].en


@pytest.mark.parametrize(
    "data",
    [
        b"BM" + b"\0" * 99,
        b"II*\0" + b"\0" * 99,
        b"8BPS" + b"\0" * 99,
        b"%!PS-Adobe",
        b"P6 1 1 255\n",
        b"\0\0\1\0" + b"\0" * 60,
        b"\x01\xda" + b"\0" * 600,
        b"GIF8",
        b"RIFF\0\0\0\0WAVE",
        b"\xff\xd8",
        b"text",
        b"{}",
        b"\0",
    ],
    ids=["bmp", "tiff", "psd", "eps", "ppm", "ico", "sgi", "gif", "wav", "jpeg", "text", "json", "nul"],
)
def test_what_is_no_picture_we_take_is_told(data):
    assert wrong(data) in ("unknown", "broken")


def test_a_picture_cut_or_bent_anywhere_is_kept_or_refused_but_never_a_fault():
    dice = random.Random(9)
    noise = Image.effect_noise((90, 70), 80).convert("RGB")
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "MPO"):
        whole = saved(noise, kind)
        for _ in range(60):
            bent = bytearray(whole[: dice.randrange(len(whole))] if dice.random() < 0.5 else whole)
            for _ in range(dice.randrange(4)):
                if bent:
                    bent[dice.randrange(len(bent))] = dice.randrange(256)
            try:
                kept = drawing.looked_at(bytes(bent))
            except drawing.Wrong as error:
                assert str(error) in attachments.WRONG
            else:
                assert kept[0].startswith("image/")


@pytest.mark.parametrize(("width", "height"), [(9000, 9000), (1, 64_000_001), (65_000, 1000), (2**31 - 1, 2**31 - 1)])
def test_too_many_pixels_are_refused_before_they_are_unpacked(width, height):
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    assert wrong(data + b"\0\0\0\0IDAT") in ("pixels", "unknown")
    with pytest.raises(Refused, match="pixels|no picture"):
        attachments.checked(data + b"\0\0\0\0IDAT", "x.png")


PEAK = """
import resource, sys, threading
from pathlib import Path
from exports import attachments
data = Path(sys.argv[1]).read_bytes()
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
before = peak()
threads = [threading.Thread(target=attachments.checked, args=(data, "x.png")) for _ in range(2)]
[one.start() for one in threads]
[one.join() for one in threads]
print(peak() - before)
"""


def test_a_picture_that_unpacks_to_hundreds_of_megabytes_costs_the_server_nothing(tmp_path):
    (tmp_path / "x.png").write_bytes(bomb(5000, 4000))
    asked = [sys.executable, "-c", PEAK, str(tmp_path / "x.png")]
    grown = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(grown.stdout) < 30, "megabytes"


def test_what_needs_more_than_the_ceiling_is_refused_with_a_sentence(monkeypatch):
    monkeypatch.setattr(attachments, "MOST_MEMORY", 60 * 1024**2)
    with pytest.raises(Refused, match="limits of time and memory"):
        attachments.checked(bomb(5000, 5000), "x.png")


# Turns --------------------------------------------------------------------------------------------------------------------


def test_so_many_are_worked_on_at_once_and_one_person_does_not_fill_the_line():
    turns, go, most, now, lock = (
        Turns(at_once=2, waiting=3, seconds=120, each=3),
        threading.Event(),
        [0],
        [0],
        threading.Lock(),
    )
    said: list = []

    def work(person: str) -> None:
        try:
            with turns.turn(person):
                with lock:
                    now[0] += 1
                    most[0] = max(most[0], now[0])
                go.wait(120)
                with lock:
                    now[0] -= 1
        except Refused as refused:
            said.append(refused.text)

    first = [threading.Thread(target=work, args=("ann",)) for _ in range(5)]
    for thread in first:
        thread.start()
    while len(said) < 2:
        threading.Event().wait(0.01)
    assert said == [YOURS(most=3)] * 2
    others = [threading.Thread(target=work, args=(name,)) for name in ("bo", "chen", "dora")]
    for thread in others:
        thread.start()
    while len(said) < 3:
        threading.Event().wait(0.01)
    assert said[2] == BUSY
    go.set()
    for thread in (*first, *others):
        thread.join(120)
    assert most[0] == 2 and turns.line == []


def test_who_waits_hears_how_many_are_before_and_may_give_up():
    turns, heard = Turns(at_once=1, waiting=3, seconds=120, each=3), []

    def give_up(before: int) -> None:
        heard.append(before)
        raise Refused(BUSY)

    with turns.turn("ann"), pytest.raises(Refused), turns.turn("bo", give_up):
        raise AssertionError("it was not bo's turn")
    assert heard == [1] and turns.line == []
