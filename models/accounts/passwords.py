"""Passwords: how they are kept (Argon2id), and which ones are good enough: long, and not made of what everybody tries."""

import re
import secrets
import unicodedata
from base64 import b64encode

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from ..kit.text import Refused, Text

LEAST, MOST, FREE = 15, 128, 8
TOO_SHORT = Text(
    "密码至少 {least} 个字符，现有 {length} 个", "A password has at least {least} characters; this one has {length}"
)
TOO_LONG = Text("密码最多 {most} 个字符", "A password has at most {most} characters")
TOO_COMMON = Text(
    "这个密码太容易猜：请不要用常见密码、连续或重复的字符、公司或本人的名字",
    "This password is too easy to guess: avoid common passwords, sequences, repeats, and names of the company or yourself",
)
# Any mix of these, however often, counts for nothing; so do runs like 1234 or aaaa. What is left must be enough.
COMMON = re.split(
    r"\s+",
    """password passw0rd p@ssword p@ssw0rd passwort pass word secret admin administrator root user guest login signin
    welcome letmein changeme default master system test testing temp hello monkey dragon shadow sunshine princess
    football baseball iloveyou loveyou trustno1 superman batman starwars whatever freedom flower summer winter spring
    autumn monday friday january february march april october november december michael jordan charlie thomas jessica
    daniel andrew computer internet server database oracle mysql postgres windows office google facebook wechat weixin
    alipay taobao qq tencent correct horse battery staple abc abcd qwerty qwertz azerty asdf zxcv qaz wsx edc 1qaz 2wsx
    3edc 1q2w3e4r q1w2e3r4 zaq1 xsw2 520 1314 5201314 woaini woaini1314 888 666 168 123 321 007 110 147 258 369 159 357
    741 852 963 mima kouling guanliyuan nihao zhongguo china beijing shanghai chengdu sichuan
    密码 口令 管理员 我爱你 你好 中国
    opsdesk ops desk company store member members health food healthfood manager operations points gift
    会员 门店 运营 积分 礼品 保健食品 店长 公司""",
)
ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik",
)
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"

_hasher = PasswordHasher()  # RFC 9106's second choice: 64 MiB, three passes; some 0.1 s here
# A one-time password has 99 random bits, which no guessing finds: thirty at once must not hold everybody up.
_quick = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1)
QUICK = "$argon2id$v=19$m=1024,"


def _by_chance(length: int) -> str:
    return b64encode(secrets.token_bytes(length)).decode().rstrip("=")


# What no password is known to give: compared at the full cost, and made at none.
_nobody = f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}${_by_chance(16)}${_by_chance(32)}"


def hash_of(password: str) -> str:
    return _hasher.hash(_form(password))


def hash_of_one_time(password: str) -> str:
    """For what `one_time` made, and for nothing that a person chose."""
    return _quick.hash(_form(password))


def fits(password: str, stored: str | None) -> bool:
    """Whether it is the password; takes as long when there is none to compare with, or one that is compared in no time."""
    right = stored is not None and _verified(password, stored)
    if stored is None or stored.startswith(QUICK):
        _verified(password, _nobody)
    return right


def _verified(password: str, stored: str) -> bool:
    try:
        return _hasher.verify(stored, _form(password))
    except (VerificationError, InvalidHashError):
        return False


def check(password: str, *own: str | None) -> None:
    """Raises Refused when it is too short or too easy; `own` are names of the person, which count for nothing."""
    check_length(password)
    if free_characters(_form(password), *own) < FREE:
        raise Refused(TOO_COMMON, "new")


def check_length(password: str) -> None:
    length = len(_form(password))
    if length < LEAST:
        raise Refused(TOO_SHORT(least=LEAST, length=length), "new")
    if length > MOST:
        raise Refused(TOO_LONG(most=MOST), "new")


def free_characters(text: str, *own: str | None) -> int:
    """How many characters are left when common words, names, sequences and repeats are taken out."""
    left = text.casefold()
    words = {*COMMON, *(part for name in own if name for part in re.split(r"\W+", name.casefold()) if len(part) > 1)}
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "\0")
    left = re.sub(r"(?:19|20)\d\d", "\0", left)
    left = re.sub(r"(.{1,8}?)\1+", r"\1", left)
    for row in (*ROWS, *(row[::-1] for row in ROWS)):
        for start in range(len(row) - 2):
            left = left.replace(row[start : start + 3], "\0")
    return len(left.replace("\0", ""))


def one_time() -> str:
    """A password to be told to somebody once: about 99 bits, no look-alike characters."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def _form(password: str) -> str:
    """The same characters typed on another keyboard or system are the same password."""
    return unicodedata.normalize("NFKC", password)
