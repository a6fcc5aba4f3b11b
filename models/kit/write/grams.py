"""Texts as the pieces that an index of them is made of: what holds a word holds all of the word's pieces, too.

Of signs beyond ASCII each and each two that stand together, of letters and digits each three; what stands between is no part of
a piece. Capitals count as small letters where LIKE takes them so, in ASCII alone.
"""

import re

MOST = 12  # pieces of a word that are looked for; more of them tell nothing new
_RUNS = re.compile(r"[0-9a-z]+|[^\x00-\x7f]+")
_SMALL = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def pieces(text: str) -> list[str]:
    """All pieces of a text, each once."""
    made: dict[str, None] = {}
    for run in _RUNS.findall(text.translate(_SMALL)):
        if run.isascii():
            made.update(dict.fromkeys(run[at : at + 3] for at in range(len(run) - 2)))
        else:
            made.update(dict.fromkeys(run))
            made.update(dict.fromkeys(run[at : at + 2] for at in range(len(run) - 1)))
    return list(made)


def telling(word: str) -> list[str]:
    """The pieces that whatever holds this word holds; none of a word that is too short to have any."""
    made: dict[str, None] = {}
    for run in _RUNS.findall(word.translate(_SMALL)):
        width = 3 if run.isascii() else min(2, len(run))
        made.update(dict.fromkeys(run[at : at + width] for at in range(len(run) - width + 1)))
    return list(made)[:MOST]
