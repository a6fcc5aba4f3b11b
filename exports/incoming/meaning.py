"""What a header means: its words as concepts of business, in Chinese, English or pinyin; and how near it comes to a label."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice, product
from math import log

from exports.incoming.business_words import WORDS
from exports.incoming.labels import LONGEST, bare
from exports.incoming.near_words import NEAR
from exports.incoming.spoken_words import SPOKEN
from models.kit.pinyin import word_pinyin
from models.kit.simplified import simplified

Token = frozenset[str]  # the concepts a word may stand for; a sign that nobody knows stands for itself, marked ~
UNKNOWN = "~"
SILENT = set("的之是否及与和或等该本其各为了在您你我过吗呢着去要能被把")
SILENT_EN = {"of", "the", "in", "to", "a", "an", "and", "or", "is", "s"}
# What is said of nearly every column tells columns apart less than what it is said of.
LIGHT = dict.fromkeys(("name", "number", "date", "amount", "person", "count", "status", "content", "total"), 0.6)
UNKNOWN_WEIGHT, ELSEWHERE = 0.4, 0.65  # of a word that nobody knows, and of one that no column of the record is about
LEAST_NEAR, WITHIN = 0.12, 0.97  # a word that may also mean something that the other can't
OVERLAPPING = 0.9  # two of which each may mean something that the other can't
LIKE_OWNER = 0.6
NUMBERING = {"number", "line"}
MOST_WORDS = 12  # of a header; what is longer is a sentence
MOST_SOUNDS = 3000
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


@cache
def _words() -> tuple[dict[str, Token], dict[str, Token], int]:
    """Chinese words, English words, and how long the longest Chinese word is."""
    chinese: dict[str, set[str]] = {}
    english: dict[str, set[str]] = {}
    for line in (WORDS.strip() + SPOKEN.rstrip()).splitlines():
        concept, _, rest = line.partition(":")
        zh, _, en = rest.partition("|")
        for word in zh.split():
            chinese.setdefault(word.casefold(), set()).add(concept)
        for word in en.split():
            english.setdefault(word.casefold(), set()).add(concept)
    return (
        {word: frozenset(meant) for word, meant in chinese.items()},
        {word: frozenset(meant) for word, meant in english.items()},
        max(map(len, chinese)),
    )


@lru_cache(maxsize=20_000)
def read(label: str) -> tuple[Token, ...]:
    """The words of a header, in their order, as what they may mean."""
    if len(label) > LONGEST:
        return ()
    text = _CAMEL.sub(" ", simplified(unicodedata.normalize("NFKC", label)))
    text = re.sub(
        r"[_\-./\\|&+#*:：,，、]+", " ", re.sub(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】", " ", text)
    ).casefold()
    tokens: list[Token] = []
    for part in re.findall(r"[一-鿿㐀-䶿]+|[a-z]+|\d+[^\W\d_]*", text):
        tokens += _english(part) if part.isascii() else _chinese(part)
    return tuple(tokens[:MOST_WORDS])


def says_more(label: str) -> bool:
    """Whether a header says what it numbers: 任务号 does, No. doesn't."""
    return any(not token <= NUMBERING for token in read(label))


def _english(part: str) -> list[Token]:
    chinese, english, _ = _words()
    if part in SILENT_EN:
        return []
    for form in (part, part.removesuffix("s"), part.removesuffix("ed"), part.removesuffix("es")):
        if form in english:
            return [english[form]]
        if form in chinese:  # VIP, SKU, ID
            return [chinese[form]]
    return [frozenset({UNKNOWN + part})]


def _chinese(text: str) -> list[Token]:
    """The fewest words that cover most of it."""
    chinese, _, longest = _words()
    best: list[tuple[float, list[Token]]] = [(0.0, [])]
    for end in range(1, len(text) + 1):
        sign = text[end - 1]
        silent = sign in SILENT
        cost, tokens = best[end - 1]
        ways = [(cost + (0.2 if silent else 2.5), [*tokens, *([] if silent else [frozenset({UNKNOWN + sign})])])]
        for start in range(max(0, end - longest), end):
            if (meant := chinese.get(text[start:end])) is not None:
                ways.append((best[start][0] + 1 + 0.05 * (end - start == 1), [*best[start][1], meant]))
        best.append(min(ways, key=lambda way: way[0]))
    return best[-1][1]


@cache
def _near() -> dict[tuple[str, str], float]:
    return NEAR | {(right, left): value for (left, right), value in NEAR.items()}


@lru_cache(maxsize=50_000)
def alike(left: Token, right: Token) -> float:
    """How nearly two words may mean the same."""
    if left & right:
        return 1.0 if left == right else WITHIN if left < right or right < left else OVERLAPPING
    near = _near()
    return max((near.get(pair, 0.0) for pair in product(left, right)), default=0.0)


@dataclass(frozen=True)
class Label:
    """A label, its words, its pairs of signs, and what finding it is worth: what a field is called first a little more."""

    text: str
    tokens: tuple[Token, ...]
    pairs: frozenset[str]
    worth: float


class Meanings:
    """The labels of the columns that are wanted, and how near a header comes to each of them."""

    def __init__(self, labels: dict[str, Iterable[str]], owner: str = ""):
        self.labels = {
            name: [
                Label(text, read(text), _pairs(bare(text)), 1.0 if at == 0 else 0.98)
                for at, text in enumerate(dict.fromkeys(text for text in all_of if text))
            ]
            for name, all_of in labels.items()
        }
        self.owner = frozenset(concept for token in read(owner) for concept in token)
        counts: dict[str, int] = {}
        for all_read in self.labels.values():
            for concept in {concept for label in all_read[:1] for token in label.tokens for concept in token}:
                counts[concept] = counts.get(concept, 0) + 1
        most = log(len(self.labels) + 2)
        self.rare = {concept: max(0.25, log((len(self.labels) + 2) / (n + 1)) / most) for concept, n in counts.items()}
        self._weights: dict[Token, float] = {}
        self._known: dict[str, dict[str, tuple[float, str]]] = {}

    def scores(self, header: str) -> dict[str, tuple[float, str]]:
        """Wanted name → how near the header comes to it, up to 1, and by which of its labels; only what comes near at all."""
        if header not in self._known:
            tokens, pairs = read(header), _pairs(bare(header))
            scores = {name: self._best(header, tokens, pairs, name) for name in self.labels} if tokens else {}
            self._known[header] = {name: best for name, best in scores.items() if best[0] > LEAST_NEAR}
        return self._known[header]

    def _best(self, header: str, tokens: tuple[Token, ...], pairs: frozenset[str], name: str) -> tuple[float, str]:
        best = (0.0, "")
        for label in self.labels[name]:
            near = max(self._near(tokens, label.tokens), 0.85 * _shared(pairs, label.pairs), _heard(header, label.text))
            if near * label.worth > best[0]:
                best = near * label.worth, label.text
        return best

    def _weight(self, token: Token) -> float:
        if token not in self._weights:
            self._weights[token] = self._weighed(token)
        return self._weights[token]

    def _weighed(self, token: Token) -> float:
        if all(concept.startswith(UNKNOWN) for concept in token):
            return UNKNOWN_WEIGHT
        if token & self.owner:
            return 0.25
        if self.owner and alike(token, self.owner) >= LIKE_OWNER:
            return 0.4
        return max(self.rare.get(concept, ELSEWHERE) * LIGHT.get(concept, 1.0) for concept in token)

    def _near(self, mine: tuple[Token, ...], theirs: tuple[Token, ...]) -> float:
        """The share of both that finds its like in the other; the last word says what kind of thing it is."""
        left, matched = list(theirs), 0.0
        for token in mine:
            degrees = [alike(token, other) for other in left]
            degree = max(degrees, default=0.0)
            if degree > 0:
                matched += degree**2 * (self._weight(token) + self._weight(left.pop(degrees.index(degree))))
        if not matched:
            return 0.0
        whole = sum(map(self._weight, mine)) + sum(map(self._weight, theirs))
        return matched / whole * (0.9 + 0.1 * alike(mine[-1], theirs[-1]))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1)) or frozenset({text} - {""})


def _shared(ours: frozenset[str], theirs: frozenset[str]) -> float:
    """The share of pairs of signs that two texts have in common."""
    both = len(ours & theirs)
    return 2 * both / (len(ours) + len(theirs)) if both else 0.0


@lru_cache(maxsize=20_000)
def _heard(header: str, label: str) -> float:
    """Whether a header of letters is the pinyin of a label, or its initials: khmd for 开户门店, shoujihao."""
    if not header.isascii() or label.isascii():
        return 0.0
    text = re.sub(r"[^a-z]", "", header.casefold())
    if len(text) < 2:
        return 0.0
    if any(part in _words()[1] for part in re.findall(r"[a-z]+", header.casefold()) if len(part) > 3):
        return 0.0
    return next(
        (worth for worth, sounds in ((0.95, _sounds(label, False)), (0.85, _sounds(label, True))) if text in sounds),
        0.0,
    )


@lru_cache(maxsize=5000)
def _sounds(label: str, initials: bool) -> frozenset[str]:
    """How a label and its like are said: each of its words also by the words that mean the same."""
    chinese = _words()[0]
    ways: list[list[str]] = []
    for token in read(label):
        words = [word for word, meant in chinese.items() if meant & token and not word.isascii()]
        words = words or [concept.removeprefix(UNKNOWN) for concept in token]
        ways.append(list(dict.fromkeys(_said(word, initials) for word in words)))
    whole = [_said(re.sub(r"[^一-鿿]", "", label), initials)]
    return frozenset([*whole, *islice(("".join(way) for way in product(*ways)), MOST_SOUNDS)])


@lru_cache(maxsize=20_000)
def _said(word: str, initials: bool) -> str:
    full, _, short = word_pinyin(word).partition(" ")
    return short if initials and short else full
