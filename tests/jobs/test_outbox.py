"""Notices leave the house: queued once, delivered at least once to a local server, tried again, signed as each robot wants."""

import base64
import hashlib
import hmac
import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from jobs import outbox, outside
from models.accounts import Channel, Role
from models.accounts.channels import set_channel_secret, try_channel
from models.kit import Refused, Text, changes, notify
from models.kit.ask.query import Query
from models.kit.clock import now
from models.kit.write.edits import edit
from models.kit.write.history import Change
from models.kit.write.outbox import MOST_TRIES, Outgoing
from models.members.people import Member
from models.organization import Supplier
from tests.helpers.shop import source_at


class Robot(HTTPServer):
    """A chat's robot on this machine; `says` is what it answers."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Hook)
        self.got: list[tuple[str, dict]] = []
        self.says: tuple[int, dict] = (200, {"errcode": 0, "code": 0})

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook?key=k1"


class Hook(BaseHTTPRequestHandler):
    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.got.append((self.path, body))
        status, reply = self.server.says
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(reply).encode())

    def log_message(self, *_):
        return None


@pytest.fixture
def robot(monkeypatch):
    monkeypatch.setenv("OPS_INNER_HOOKS", "1")
    server = Robot()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def channel(boss, robot, kind: str = "wecom", **more) -> int:
    answer = edit(
        Channel, [{"id": None, "set": {"name": kind, "kind": kind, "address": robot.address, **more}}], who=boss
    )
    assert answer.state == "applied", answer.wire("zh")
    return answer.rows[0]["id"]


def tell(boss, text: str = "批次 B1 已停售", *, urgent: bool = True, roles=("quality", "logistics")) -> None:
    with changes(who=boss) as c:
        notify(c, Text(text, text), roles=roles, urgent=urgent)


def test_an_urgent_notice_to_several_roles_is_one_message_and_goes_out_once(boss, robot, clock):
    channel(boss, robot)
    tell(boss)
    tell(boss, "普通消息", urgent=False)
    outbox.run()
    outbox.run()
    assert [body["markdown"]["content"] for _, body in robot.got] == ["【紧急】批次 B1 已停售"]


def test_a_channel_of_a_role_carries_the_notices_of_that_role_only(boss, robot, clock):
    channel(boss, robot, role=Role.get(Role.code == "quality").id, content="all")
    tell(boss, "给物流", urgent=False, roles=("logistics",))
    tell(boss, "给品控", urgent=False, roles=("quality",))
    outbox.run()
    assert [body["markdown"]["content"] for _, body in robot.got] == ["给品控"]


@pytest.mark.parametrize("says", [(500, {}), (200, {"errcode": 45009, "errmsg": "too often"})])
def test_what_a_robot_refuses_is_tried_again_later_and_then_delivered(boss, robot, clock, monkeypatch, says):
    channel(boss, robot)
    tell(boss)
    robot.says = says
    outbox.run()
    outbox.run()
    assert len(robot.got) == 1, "the second turn comes too early for a second try"
    assert Outgoing.get().error and Outgoing.get().sent_at is None
    robot.says = (200, {"errcode": 0})
    monkeypatch.setattr("models.kit.clock.source", source_at("2026-11-23 10:02"))
    outbox.run()
    assert len(robot.got) == 2 and Outgoing.get().sent_at == now()


def test_a_message_nobody_takes_stays_to_be_seen_after_ten_tries(boss, robot, clock, monkeypatch):
    channel(boss, robot)
    tell(boss)
    robot.says = (500, {})
    at = now()
    for _ in range(MOST_TRIES + 3):
        at += timedelta(hours=7)
        monkeypatch.setattr("models.kit.clock.source", source_at(f"{at:%Y-%m-%d %H:%M}"))
        outbox.run()
    assert len(robot.got) == MOST_TRIES and Outgoing.get().tries == MOST_TRIES


def test_killed_between_sending_and_noting_it_is_sent_again_rather_than_lost(boss, robot, clock, monkeypatch):
    channel(boss, robot)
    tell(boss)

    def killed(id: int) -> None:
        raise SystemExit

    with monkeypatch.context() as until, pytest.raises(SystemExit):
        until.setattr(outbox, "delivered", killed)
        outbox.run()
    outbox.run()
    assert len(robot.got) == 2


def test_dingtalk_and_feishu_get_the_signatures_they_check(boss, robot, clock):
    for kind in ("dingtalk", "feishu"):
        set_channel_secret(channel(boss, robot, kind), secret="SEC1", who=boss)
    tell(boss)
    outbox.run()
    (path, ding), (_, fei) = robot.got
    asked = parse_qs(urlsplit(path).query)
    expected = hmac.new(b"SEC1", f"{asked['timestamp'][0]}\nSEC1".encode(), hashlib.sha256).digest()
    assert base64.b64decode(asked["sign"][0]) == expected and asked["key"] == ["k1"]
    assert ding["msgtype"] == "markdown"
    signed = hmac.new(f"{fei['timestamp']}\nSEC1".encode(), b"", hashlib.sha256).digest()
    assert base64.b64decode(fei["sign"]) == signed and fei["content"]["text"].endswith("停售")


def test_another_system_gets_the_text_signed_with_its_time(boss, robot, clock):
    set_channel_secret(channel(boss, robot, "web", content="all"), secret="S3", who=boss)
    tell(boss)
    assert outbox.run() == "1 of 1 sent"
    ((_, body),) = robot.got
    signed = hmac.new(b"S3", f"{body['at']}.{body['text']}".encode(), hashlib.sha256).hexdigest()
    assert (body["text"], body["signature"]) == ("【紧急】批次 B1 已停售", signed)


def test_a_channel_for_automations_alone_carries_no_notices(boss, robot, clock):
    channel(boss, robot, content="none")
    tell(boss)
    assert outbox.run() == "0 of 0 sent"


def test_a_letter_goes_to_every_address_of_the_channel(boss, clock, monkeypatch):
    sent = []

    class Server:
        def __init__(self, host, port, timeout):
            self.host = host

        def __enter__(self):
            return self

        def __exit__(self, *_):
            return None

        def send_message(self, letter):
            sent.append((self.host, letter["To"], letter["Subject"]))

    monkeypatch.setattr(outbox.smtplib, "SMTP", Server)
    monkeypatch.setenv("OPS_SMTP", "smtp://post.example:25/ops@example.com")
    answer = edit(Channel, [{"id": None, "set": {"name": "m", "kind": "email", "address": "a@x.cn, b@x.cn"}}], who=boss)
    try_channel(answer.rows[0]["id"], who=boss)
    outbox.run()
    assert sent == [("post.example", "a@x.cn, b@x.cn", "运营台：运营台测试消息：收到即表示渠道可用")]


def test_the_digest_counts_what_waits_once_a_day(boss, robot, clock):
    channel(boss, robot, content="digest")
    edit_supplier(boss)
    with changes(who=boss, via="job") as c:
        outbox.digest(c, "2026-11-23")
        outbox.digest(c, "2026-11-23")
    outbox.run()
    [(_, body)] = robot.got
    assert "待办 1 项" in body["markdown"]["content"] and "逾期 1：康源" in body["markdown"]["content"]


def edit_supplier(boss) -> None:
    row = {"code": "P1", "name": "康源", "business_until": "2026-01-01"}
    assert edit(Supplier, [{"id": None, "set": row}], who=boss).state == "applied"


@pytest.mark.parametrize(("kind", "address"), [("wecom", "ftp://x"), ("email", "nobody")])
def test_an_address_that_can_not_be_one_is_refused(boss, kind, address):
    answer = edit(Channel, [{"id": None, "set": {"name": "x", "kind": kind, "address": address}}], who=boss)
    assert answer.state == "refused" and answer.errors[0].field == "address"


def test_the_signing_secret_never_leaves_the_server(boss, robot):
    id = channel(boss, robot)
    set_channel_secret(id, secret="SEC1", who=boss)
    assert "SEC1" not in str(Query(Channel, boss).row(id))
    assert not Change.select().where(Change.after.contains("SEC1") | Change.before.contains("SEC1")).exists()


def test_what_a_rule_refuses_is_told_to_nobody(boss, robot, clock):
    channel(boss, robot)
    with pytest.raises(Refused), changes(who=boss) as c:
        notify(c, Text("没有发生", "Did not happen"), roles=("quality",), urgent=True)
        raise Refused(Text("不行", "No"))
    outbox.run()
    assert robot.got == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x",
        "https://localhost/x",
        "http://10.1.2.3/x",
        "http://192.168.0.9/x",
        "http://169.254.169.254/x",
        "http://[::1]:80/x",
        "http://[fe80::1]/x",
        "http://0.0.0.0/x",
        "http://[::ffff:127.0.0.1]/x",
        "http://[64:ff9b::a00:1]/x",
        "http://[64:ff9b:1::a00:1]/x",
        "http://[2002:7f00:1::]/x",
        "http://[fec0::1]/x",
        "http://[::7f00:1]/x",
        "http://224.0.0.1/x",
        "http://2130706433/x",
    ],
)
def test_no_notice_knocks_at_doors_of_the_own_network(address, monkeypatch):
    monkeypatch.delenv("OPS_INNER_HOOKS", raising=False)
    with pytest.raises(ValueError, match="内网地址"):
        outside.refuse_inner(address)
    monkeypatch.setenv("OPS_INNER_HOOKS", "1")
    assert outside.refuse_inner(address) is None


def test_a_robot_outside_is_let_through():
    assert outside.refuse_inner("https://8.8.8.8/x") is None


def test_a_robot_of_a_role_names_no_row_that_only_some_of_the_role_see(boss, robot, stores, clock):
    """Store managers share a chat and no rows: what is of one store alone is told in the app, to those who see it."""
    with changes(who=boss) as c:
        member = c.create(Member, card_no="M1", name="别家", home_store=stores["武侯一店"]).id
        role = Role.get(Role.code == "store_manager").id
    channel(boss, robot, content="all", role=role)
    for text, row in (("只关一家店", {"record": Member, "row": member}), ("大家都该知道", {})):
        with changes(who=boss) as c:
            notify(c, Text(text, text), roles=("store_manager",), urgent=True, **row)
    outbox.run()
    assert [body["markdown"]["content"] for _, body in robot.got] == ["【紧急】大家都该知道"]
