"""How often somebody may try a password or a code: by account, in a row, and by the address it comes from."""

from datetime import datetime, timedelta

from peewee import fn

from ..kit.clock import lately, now
from ..kit.server.database import writing
from ..kit.text import Refused, Text
from .tables import SignInTry, named

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, IN_A_ROW = 10, 100
# After so many wrong ones from an address, the next of its strangers waits a second, twice as long after each ten more,
# and ten at most: who only guesses gets six tests a minute, whatever names they try, and a newcomer waits for seconds.
FREE_HERE, LONGEST_HOLD = 20, 10
TOO_OFTEN = Text(
    "试的次数太多，请 15 分钟后再试；仍不行请找系统管理员",
    "Too many tries; try again in 15 minutes, or ask an administrator",
)
IN_A_MOMENT = Text(
    "这个网络刚刚输错的次数较多，请 {seconds} 秒后再试",
    "Many wrong tries came from this network; try again in {seconds} s",
)


class TooOften(Refused):
    """So many wrong tries that this one was not even looked at; `seconds` says how soon the next may be, 0 that it takes long."""

    def __init__(self, text: Text, seconds: int = 0):
        super().__init__(text)
        self.seconds = seconds


def reserve(name_hash: str, lane: str, address: str) -> int:
    """Count this try before it is made, so that twenty at once are twenty. Raises TooOften."""
    address, moment = address[:60], now()
    with writing():
        mine = SignInTry.select().where(SignInTry.name_hash == name_hash, SignInTry.lane == lane)
        recent = mine.where(lately(SignInTry.at, WINDOW)).order_by(SignInTry.id.desc()).limit(1000)
        outcomes = [attempt.outcome for attempt in recent]
        if "reset" in outcomes:
            outcomes = outcomes[: outcomes.index("reset")]
        row = [attempt.outcome for attempt in mine.order_by(SignInTry.id.desc()).limit(IN_A_ROW)]
        if outcomes.count("bad") >= PER_ACCOUNT or row.count("bad") >= IN_A_ROW:
            raise TooOften(TOO_OFTEN)
        if not lane and (seconds := _hold(address, moment)):
            raise TooOften(IN_A_MOMENT(seconds=seconds), seconds)
        return SignInTry.insert(name_hash=name_hash, lane=lane, address=address, at=moment, outcome="bad").execute()


def _hold(address: str, moment: datetime) -> int:
    """How many seconds strangers at this address must wait."""
    bad = (SignInTry.address == address) & (SignInTry.outcome == "bad") & (SignInTry.lane == "")
    count, last = (
        SignInTry.select(fn.COUNT(SignInTry.id), fn.MAX(SignInTry.at))
        .where(bad, lately(SignInTry.at, WINDOW))
        .tuples()
        .get()
    )
    if count < FREE_HERE:
        return 0
    hold = min(LONGEST_HOLD, 2 ** ((count - FREE_HERE) // 10))
    return max(0, hold - int((moment - min(last, moment)).total_seconds()))


def good(tried: int) -> None:
    """It was right after all; inside `writing()`."""
    SignInTry.update(outcome="good").where(SignInTry.id == tried).execute()


def lane_of_code(user_id: int) -> str:
    """Codes behind a password are counted apart from passwords: who knows none must not be able to use these up."""
    return f"code {user_id}"


def reset(login: str, user_id: int) -> None:
    """All tries so far are forgiven, of passwords and of codes."""
    for lane in ("", lane_of_code(user_id)):
        SignInTry.insert(name_hash=named(login), lane=lane, address="-", at=now(), outcome="reset").execute()
