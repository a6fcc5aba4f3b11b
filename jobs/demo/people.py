"""The members of the demo company: who they are, and how often and how much each of them buys."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from models.kit import Row

from . import words
from .company import Company

CHANNELS, CHANNEL_SHARES = ("store", "online", "event", "group"), (72, 13, 10, 5)


@dataclass(frozen=True)
class Habit:
    """A kind of customer: their share of all members, purchases a year, size of a basket, years of points at the start."""

    share: float
    pace: float
    taste: float
    points: int
    tiers: tuple[int, int, int, int]
    lapses: float = 0.05


HABITS = (
    Habit(0.01, 34, 3.2, 6000, (0, 10, 40, 50)),  # 核心客户
    Habit(0.05, 18, 1.8, 3000, (10, 50, 38, 2)),  # 忠诚客户
    Habit(0.13, 10, 1.3, 1400, (50, 48, 2, 0)),  # 常客
    Habit(0.26, 5.5, 1.0, 700, (93, 7, 0, 0)),  # 一般客户
    Habit(0.33, 2.2, 0.9, 300, (99, 1, 0, 0)),  # 偶尔来
    Habit(0.22, 1.4, 0.8, 250, (97, 3, 0, 0), lapses=0.9),  # 将流失
)
SHARES = tuple(habit.share for habit in HABITS)
MONTHS = (1.25, 1.1, 0.95, 0.95, 1.0, 0.95, 0.85, 0.9, 1.05, 1.05, 1.25, 1.15)
BUSIEST = 1.25 * 1.35 * 1.6


@dataclass
class Customer:
    """One member on the way through the year."""

    id: int
    home: Row
    habit: Habit


def crowd(day: date, feasts: list[tuple[date, date]]) -> float:
    """How busy a day is: the season, the weekend, double points."""
    busy = MONTHS[day.month - 1] * (1.35 if day.weekday() >= 5 else 0.9)
    return busy * (1.6 if any(start <= day <= end for start, end in feasts) else 1.0)


def shopping_days(dice: Random, habit: Habit, first: date, end: date, feasts: list[tuple[date, date]]) -> list[date]:
    """The days between `first` and `end` on which somebody of this habit comes; those who lapse stop somewhere."""
    days, at = [], 0.0
    length = (end - first).days * (dice.random() * 0.6 if dice.random() < habit.lapses else 1.0)
    # over sixty weeks; the rules of every purchase are what the demo's time goes into
    pace = 0.75 * habit.pace * BUSIEST / 365
    while (at := at + dice.expovariate(pace)) < length:
        day = first + timedelta(days=int(at))
        if dice.random() * BUSIEST < crowd(day, feasts):
            days.append(day)
    return days


def card(company: Company, joined: date, number: int) -> dict[str, Any]:
    """One new member as they fill in the form."""
    dice = company.dice
    name, gender = company.person()
    store = company.visited()
    channel = "online" if store.kind == "online" else dice.choices(CHANNELS, CHANNEL_SHARES)[0]
    born = joined - timedelta(days=int(min(88, max(22, dice.gauss(53, 13))) * 365.25) + dice.randrange(365))
    consent = dice.random() < 0.82
    return {
        "card_no": f"8{number * 7919 % 10**7:07d}{number % 1000:03d}",
        "name": name,
        "gender": gender,
        "phone": company.mobile(),
        "birthday": born if dice.random() < 0.9 else None,
        "home_store": store.id,
        "joined_on": joined,
        "channel": channel,
        "recruiter": dice.choice(company.staff[store.id]).id if dice.random() < 0.75 else None,
        "tags": dice.sample(words.TAGS, dice.choice((1, 1, 2))) if dice.random() < 0.3 else None,
        "interests": dice.sample(words.INTERESTS, dice.choice((1, 2, 2, 3))) if dice.random() < 0.6 else None,
        "address": _home(dice) if dice.random() < 0.35 else None,
        "consent": consent,
        "consent_on": joined if consent else None,
        "note": dice.choice(words.NOTES) if dice.random() < 0.06 else None,
    }


def _home(dice: Random) -> str:
    district = dice.choice(words.DISTRICTS)
    street = dice.choice(words.STREETS[district])
    return f"成都市{district}{street}{dice.randrange(3, 399)}号{dice.randrange(1, 19)}栋{dice.randrange(1, 5)}单元{dice.randrange(101, 2404)}"


def joined_before(dice: Random, opening: date) -> date:
    """A joining day in the four years before; more and more came as time went on."""
    return opening - timedelta(days=1 + int(4 * 365 * (1 - dice.random() ** 0.6)))
