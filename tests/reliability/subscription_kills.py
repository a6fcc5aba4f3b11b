"""Kill a child amid the sending of subscriptions: `python -m tests.reliability.subscription_kills --times 200`.

Nothing may be sent twice or forgotten: each moment is sent to everybody and to the channel, or to nobody and comes again.
"""

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

from models.accounts import Channel, Role
from models.design import Subscription
from models.design.subscriptions.sending import once
from models.kit.server.standing import renew
from models.kit.write.edits import edit
from models.kit.write.history import Batch
from models.kit.write.notices import Notice
from models.kit.write.outbox import Outgoing
from models.organization import Store
from models.system import SubscriptionTurn
from tests.helpers import people
from tests.helpers.shop import broken, put
from tests.reliability.hand import by_hand, under_kills
from tests.reliability.nursery import opened

FIRST = datetime(2026, 1, 1)


def lay(path: Path) -> None:
    """One to two people of a role and one to a channel."""
    opened(path)
    renew()
    ada = people.who(people.make("ada", "administrator"))
    for login in ("gail", "gus"):
        people.make(login, "operations_manager")
    manager = Role.get(Role.code == "operations_manager").id
    robot = put(Channel, name="群", kind="wecom", address="https://example.com", content="none", role=manager)
    sent = {"record_type": "store", "role": manager, "only_new": False}
    for more in ({"whom": "role"}, {"whom": "channel", "channel": robot}):
        answer = edit(Subscription, [{"id": None, "set": {**sent, **more}}], who=ada)
        assert answer.state == "applied", answer.errors


def send_on(path: Path, seed: int, say) -> None:
    """Moments that come, each taken twice, as by two servers."""
    opened(path)
    renew()
    rows = Subscription.rows()
    number = 0
    while True:
        number += 1
        moment = FIRST + timedelta(minutes=seed * 1000 + number)
        for row in rows:
            for _ in range(2):
                once(row, moment)
            say(f"{row.id} {moment:%Y-%m-%d %H:%M}")


def wrong(path: Path, said: list[str]) -> list[str]:
    opened(path)
    renew()
    by_role, by_channel = (row.id for row in Subscription.rows(order=Subscription.id))
    ops = [op.removeprefix("subscription ") for (op,) in Batch.select(Batch.op).tuples() if op.startswith("subscr")]
    moments = Counter(int(op.split()[0]) for op in ops)
    counted = Counter(Notice.select(Notice.user_id).where(Notice.page == f"/subscriptions/{by_role}").tuples())
    sent = Outgoing.select().count()
    faults = (
        []
        if set(counted.values()) == {moments[by_role]} and len(counted) == 2
        else [f"{moments} moments, {counted} notices"]
    )
    faults += [] if sent == moments[by_channel] else [f"{moments} moments, {sent} messages"]
    lost = set(said) - set(ops)
    faults += [f"acknowledged and gone: {sorted(lost)[:5]}"] if lost else []
    turns = dict(SubscriptionTurn.select(SubscriptionTurn.subscription, SubscriptionTurn.upto).tuples())
    faults += [] if turns.keys() == {by_role, by_channel} else [f"turns of {turns.keys()}"]
    return faults + broken() + ([] if Store.rows() else ["no stores"])


def run(times: int, seed: int) -> dict:
    return under_kills(times, seed, send_on, wrong, lay=lay)[0]


if __name__ == "__main__":
    by_hand(run, __doc__, times=20)
