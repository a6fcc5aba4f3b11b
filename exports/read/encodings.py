"""Which signs the bytes of a text file stand for: a mark says so, only one encoding allows them, or only one makes sense."""

import re
from collections import Counter
from collections.abc import Callable, Iterator

from exports.read.sheets import UNKNOWN
from models.kit.text import Refused, Text

ENCODINGS = {
    "utf-8": Text("UTF-8", "UTF-8"),
    "gb18030": Text("简体中文（GBK / GB18030）", "Simplified Chinese (GBK, GB18030)"),
    "big5": Text("繁体中文（Big5）", "Traditional Chinese (Big5)"),
    "utf-16": Text("UTF-16", "UTF-16"),
    "cp1252": Text("西欧文字（Windows-1252）", "Western European (Windows-1252)"),
}
NO_ENCODING = Text(
    "看不懂文件的文字编码。请另存为 xlsx，或另存为“CSV UTF-8”再导入",
    "The encoding of the text cannot be told. Save the file as xlsx or as “CSV UTF-8” and import that",
)
NOT_SO_ENCODED = Text(
    "文件不是“{encoding}”编码。请换一种编码，或另存为 xlsx 再导入",
    "The file is not encoded as {encoding}. Choose another encoding, or save it as xlsx and import that",
)
NO_SUCH_ENCODING = Text(
    "没有“{encoding}”这种编码，可选：{known}", "There is no encoding “{encoding}”; choose one of {known}"
)
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_MEASURES = re.compile(r"°[CF]|(?<=m)[²³]|µ(?=[glmL])")  # in a text that is plain otherwise these are what they seem
_ODD = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd]")  # no text that people write holds these
_SAMPLE = 200_000  # signs that are looked at to tell encodings apart
_LEAST, _APART = 0.45, 0.12  # how much sense a text must make, and how much more than the next one

# The signs that names, addresses and lists are mostly made of; bytes read wrongly seldom give them.
_OFTEN = set(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学"
    "如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高"
    "间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解"
    "水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队"
    "形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清"
    "今切院让识候带导争运李刘陈杨赵黄周吴徐孙朱胡郭林何高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆"
    "廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常顾赖武康贺严尹钱施牛洪龚伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛超明霞平刚桂琴玉兰红"
    "燕华卡号姓名手机备注店单价额售货商编码客户址级积兑礼费率录类库存订购买邮箱省县街镇村室楼栋元号"
    # the same in traditional signs, where they differ
    "為國說時會來們這個對後過發經現當沒動還進樣開從實軍無與長機業將兩間問應戰頭體見產話給門東聲員論處義幾認條氣題爾變總電數報結務場計資"
    "許統區隊決馬書則聽卻達強難權設記類據邊張該規萬術領確傳師觀讓識帶導爭運劉陳楊趙黃吳孫鄭羅謝韓許鄧蕭馮蘇葉呂蔣範鍾盧陸譚賈鄒閻龍顧賴賀"
    "嚴錢龔偉麗軍勇豔傑濤剛蘭紅華號備註單價額貨編碼戶級積兌禮費類庫訂購買郵縣鎮樓棟"
)


def decoded(data: bytes, asked: str | None = None) -> tuple[str, str]:
    """The text and its encoding: the one asked for, else as it can be told for sure. Raises Refused, never guesses."""
    if asked:
        return _as_asked(data, asked)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data, encoding) or _refuse(), encoding
    if b"\0" in data[:4096]:
        return _without_mark(data), "utf-16"
    text = _strictly(data, "utf-8")
    if text is not None and not _is_gbk(data, text):
        return text, "utf-8"
    tries = dict(_tries(data))
    ranked = sorted(tries, key=lambda name: tries[name][0], reverse=True)
    if not ranked or tries[ranked[0]][0] < _LEAST:
        raise Refused(NO_ENCODING)
    if len(ranked) > 1 and tries[ranked[0]][0] - tries[ranked[1]][0] < _APART:
        raise Refused(NO_ENCODING)
    return tries[ranked[0]][1], ranked[0]


def readings(data: bytes) -> dict[str, str]:
    """What a text says in each encoding that its bytes allow, as a person can judge it: encoding → some of its words."""
    return {
        name: sample
        for name, (_, text) in _tries(data)
        if not _ODD.search(text[:_SAMPLE]) and (sample := " · ".join(_telling(text)))
    }


def _telling(text: str) -> list[str]:
    """The first few cells that aren't plain letters and digits."""
    cells = (cell.strip('"') for cell in re.split(r"[,;\t\r\n|]+", text[:_SAMPLE]) if not cell.isascii())
    return [cell[:20] for cell, _ in zip(dict.fromkeys(cells), range(6), strict=False)]


def _as_asked(data: bytes, asked: str) -> tuple[str, str]:
    if asked not in ENCODINGS:
        raise Refused(NO_SUCH_ENCODING(encoding=asked[:20], known=", ".join(ENCODINGS)))
    if asked == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _without_mark(data), asked
    text = next(
        (reading for name in _NAMES.get(asked, (asked,)) if (reading := _strictly(data, name)) is not None), None
    )
    if text is None:
        raise Refused(NOT_SO_ENCODED(encoding=ENCODINGS[asked]))
    return text, asked


_NAMES = {"utf-8": ("utf-8-sig",), "big5": ("cp950", "big5hkscs")}


def _refuse() -> str:
    raise Refused(NO_ENCODING)


def _strictly(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _without_mark(data: bytes) -> str:
    """UTF-16 whose writer left out the mark: the zero halves of commas and line ends say which half comes first."""
    start = data[:4096]
    little = start[1::2].count(0) >= start[0::2].count(0)
    text = _strictly(data, "utf-16-le" if little else "utf-16-be") if start.count(0) > 2 else None
    if (
        text is None or "\0" in text or not (text.isascii() or max(_simplified(text), _traditional(text)) > 0.2)
    ):  # no text at all: an old binary format of Lotus, dBASE or Excel before 97
        raise Refused(UNKNOWN)
    return text


def _is_gbk(data: bytes, text: str) -> bool:
    """A few GBK texts, such as 一, happen to be legal UTF-8 as well: letters of nowhere, while GBK gives plain Chinese."""
    if _MEASURES.sub("", text).isascii() or max(text) >= "\u0800" or _western(text) > 0.5:
        return False
    other = _strictly(data, "gb18030")
    return other is not None and _simplified(other) > 0.55


def _tries(data: bytes) -> Iterator[tuple[str, tuple[float, str]]]:
    """What each encoding would make of the bytes, and how much sense that makes."""
    for name, codecs, sense in (
        ("gb18030", ("gb18030",), _simplified),
        ("big5", _NAMES["big5"], _traditional),
        ("cp1252", ("cp1252",), _western_sure),
    ):
        made = next((reading for codec in codecs if (reading := _strictly(data, codec)) is not None), None)
        if made is not None:
            yield name, (sense(made), made)


def _sense(text: str, weigh: Callable[[str], float]) -> float:
    signs = Counter(sign for sign in text[:_SAMPLE] if sign > "\x7f")
    return sum(weigh(sign) * count for sign, count in signs.items()) / max(sum(signs.values()), 1)


def _simplified(text: str) -> float:
    return _sense(text, lambda sign: _weight(sign, "gbk", 0xB0, 0xD8))


def _traditional(text: str) -> float:
    return _sense(text, lambda sign: _weight(sign, "cp950", 0xA4, 0xC7))


def _weight(sign: str, codec: str, first: int, rare: int) -> float:
    """Both standards hold punctuation in rows A1 to A3, common signs from row `first` on, and rare ones from `rare` on."""
    if sign in _OFTEN:
        return 1
    if "\ue000" <= sign <= "\uf8ff" or sign < "\u00a0":
        return -1
    code = sign.encode(codec, "replace")
    if len(code) < 2 or codec == "gbk" and code[1] < 0xA1:  # what only the extensions know
        return 0
    row = code[0]
    return 0.7 if row < 0xA4 else 0 if row < first else 0.6 if row < rare else 0.25


def _western(text: str) -> float:
    """The share of accented letters that stand beside plain ones, as in Adélaïde."""
    beside = high = 0
    padded = f" {text[:_SAMPLE]} "
    for at, sign in enumerate(padded):
        if sign > "\x7f":
            high += 1
            near = padded[at - 1] + padded[at + 1]
            beside += sign.isalpha() and any(neighbour.isascii() and neighbour.isalpha() for neighbour in near)
    return beside / max(high, 1)


def _western_sure(text: str) -> float:
    """Nothing where a neighbour's encoding (Windows-1250) would make other letters of the same bytes."""
    same = all(_strictly(sign.encode("cp1252"), "cp1250") == sign for sign in set(text[:_SAMPLE]) if sign > "\x7f")
    return _western(text) if same else 0
