"""Kill a child amid the sending of subscriptions: `python -m tests.reliability.subscription_kills --times 200`.

Nothing may be sent twice or forgotten: each moment is sent to everybody and to the channel, or to nobody and comes again.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter
from datetime import datetime, timedelta
from functools import partial
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
from tests.reliability.nursery import Child, ask, furnish, opened, ready

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
    dice, began, said, faults, at = random.Random(seed), time.monotonic(), [], [], 0
    with tempfile.TemporaryDirectory(prefix="subscription-kills-") as folder:
        path = Path(folder) / "ops.db"
        furnish(path)
        ask(lambda: lay(path))
        ready(path)
        for at in range(times):
            child = Child(lambda say, at=at: send_on(path, at, say))
            child.kill_after(dice.uniform(0.1, 0.4))
            lines, status = child.said()
            assert status == -9, f"the child ended by itself with {status}"
            said += lines
            if at % 10 == 9 or at == times - 1:
                faults = ask(partial(wrong, path, list(said)))
            if faults:
                break
    seconds = round(time.monotonic() - began, 1)
    return {"kills": at + 1, "acked": len(said), "wrong": faults, "seed": seed, "seconds": seconds}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    asked = parser.parse_args()
    figures = run(asked.times, asked.seed)
    print(json.dumps(figures, ensure_ascii=False))
    raise SystemExit(1 if figures["wrong"] else 0)


if __name__ == "__main__":
    main()
