"""Starting and stopping the real program: nothing is promised before the door is held, and every reason is a sentence."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import apsw
import httpx
import pytest

from jobs import housekeeping
from models.kit import Refused
from models.kit.server import database, health, settings
from models.kit.server.locks import Held, held
from pages import serving
from tests.helpers.ports import free_port

pytestmark = pytest.mark.embedded

ROOT = Path(__file__).parent.parent.parent


def environment(**more: str) -> dict[str, str]:
    return {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "NICEGUI", "OPS_"))
    } | more


def run(*arguments: str, **more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "main.py", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment(**more), timeout=300)


class Program:
    """main.py in a process of its own, with what it says."""

    def __init__(self, data: Path, port: int):
        self.said, self.url = data.parent / f"{data.name}.log", f"http://127.0.0.1:{port}"
        self.begins = self.said.stat().st_size if self.said.exists() else 0
        with self.said.open("a") as out:
            command = [sys.executable, "main.py", "--data", str(data), "--port", str(port)]
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, env=environment())

    def ready(self) -> "Program":
        for _ in range(3600):
            if (
                b"is ready" in self.said.read_bytes()[self.begins :]
                and httpx.get(f"{self.url}/healthz", timeout=60).status_code == 200
            ):
                return self
            assert self.process.poll() is None, self.said.read_text()
            time.sleep(0.05)
        raise AssertionError(self.said.read_text())

    def end(self, how: int) -> int:
        self.process.send_signal(how)
        return self.process.wait(90)


def sentence(done: subprocess.CompletedProcess) -> str:
    """The one line of a refusal."""
    assert done.returncode == 2 and "Traceback" not in done.stderr, done.stderr
    [line] = done.stderr.strip().splitlines()
    assert done.stdout == ""
    return line


def test_a_server_s_life_from_the_first_start_to_a_kill_and_back(tmp_path):
    data, port = tmp_path / "data", free_port()
    program = Program(data, port).ready()
    try:
        said = program.said.read_text()
        assert re.search(r"first sign-in: admin {2}\S{23}\n", said)
        for text in (
            f"OpsDesk {settings.VERSION} is ready",
            f"http://127.0.0.1:{port}",
            str(data),
            "Ctrl+C",
            str(program.process.pid),
        ):
            assert text in said
        assert str(data) in sentence(run("--data", str(data), "--port", str(free_port())))
        assert f"Port {port}" in sentence(run("--data", str(tmp_path / "other"), "--port", str(port)))
        assert not (tmp_path / "other" / "ops.db").exists(), "no administrator was made whose password nobody read"
        assert program.end(signal.SIGKILL) == -signal.SIGKILL
        (data / "uploads" / "x.upload").write_text("王小明 13812345678")
        (data / "uploads" / "tmpx1y2").write_text("王小明 13812345678")
        (data / "attachments" / "x.part").write_text("x")
        program = Program(data, port).ready()
        assert [*(data / "uploads").iterdir(), *data.glob("attachments/*.part")] == []
        assert program.said.read_text().count("first sign-in") == 1 and program.said.read_text().count("is ready") == 2
        password = run("password", "admin", "--data", str(data))
        once = re.search(r"[0-9a-z]{5}(-[0-9a-z]{5}){3}", password.stdout)
        given = {"username": "admin", "password": once[0]}
        answer = httpx.post(f"{program.url}/auth/login", json=given, headers={"Accept": "application/json"}, timeout=60)
        assert answer.json() == {"ok": True, "next": "/account/password"}
        with closing(sqlite3.connect(data / "ops.db", isolation_level=None)) as other:
            last = other.execute("SELECT * FROM schema_migration ORDER BY name DESC LIMIT 1").fetchone()
            other.execute("DELETE FROM schema_migration WHERE name IN (SELECT max(name) FROM schema_migration)")
            assert "程序已经更新" in sentence(run("token", "admin", "--data", str(data)))
            other.execute(f"INSERT INTO schema_migration VALUES ({', '.join('?' * len(last))})", last)
        before = len(program.said.read_text())
        assert program.end(signal.SIGINT) == 0
        assert program.said.read_text()[before:] == "已停止 / stopped\n"
        assert not (data / "ops.db-wal").exists() or (data / "ops.db-wal").stat().st_size == 0
    finally:
        program.process.kill()
        program.process.wait()


def test_a_program_ended_while_it_starts_says_nothing_and_leaves_the_folder_free(tmp_path):
    program = Program(tmp_path / "data", free_port())
    try:
        while not (tmp_path / "data" / "server.lock").exists():
            assert program.process.poll() is None
            time.sleep(0.01)
        assert program.end(signal.SIGTERM) == 0
        assert "Traceback" not in program.said.read_text()
    finally:
        program.process.kill()
        program.process.wait()
    with held(tmp_path / "data" / "server.lock"):
        assert True


# A damaged database -----------------------------------------------------------------------------------------------------------


def bend(path: Path, how: str) -> None:
    whole = path.read_bytes()
    size = apsw.Connection(str(path)).pragma("page_size")
    page = bytes(size)
    path.write_bytes(
        {
            "header": b"x" * 16 + whole[16:],
            "first page": page + whole[size:],
            "half of it": whole[: len(whole) // 2 + 77],
            "zeros inside": whole[: 3 * size] + page * 40 + whole[43 * size :],
            "zeros far inside": whole[: -60 * size] + page * 40 + whole[-20 * size :],
            "text": "这不是数据库".encode() * 400,
            "one page": whole[:size],
            "noise": os.urandom(len(whole)),
            "a few bytes": b"SQLite",
        }[how]
    )


@pytest.mark.parametrize(
    "how", ["header", "first page", "half of it", "zeros inside", "text", "one page", "noise", "a few bytes"]
)
def test_a_damaged_database_is_not_started_on_and_the_way_back_is_named(fresh, tmp_path, monkeypatch, how):
    database.set_folders({"backups": tmp_path / "backups"})
    (tmp_path / "backups").mkdir()
    (tmp_path / "backups" / "ops-2026-11-23.db").touch()
    shutil.copy(fresh, path := tmp_path / "ops.db")
    health.refuse_damaged(path)
    bend(path, how)
    before = path.read_bytes()
    with pytest.raises(Refused) as refused:
        health.refuse_damaged(path)
    for text in (refused.value.text.zh, refused.value.text.en):
        assert "main.py restore" in text and "ops-2026-11-23.db" in text and str(path) in text
    assert path.read_bytes() == before


def test_what_the_start_has_no_time_to_look_at_is_looked_at_while_it_serves(db, monkeypatch, caplog):
    monkeypatch.setattr(health, "LOOK_SECONDS", -1.0)
    monkeypatch.setattr(database, "LOOKED_AT", 10)
    database.fold()
    bend(db, "zeros far inside")
    health.refuse_damaged(db)
    health.check()
    looking = health.Looking(db)
    looking.start()
    soon = time.monotonic() + 60
    while not database.seen_damaged() and time.monotonic() < soon:
        time.sleep(0.01)
    with pytest.raises(Refused):
        health.check()
    assert "main.py restore" in caplog.text


def test_the_look_ends_with_the_server_however_large_the_file(db, monkeypatch):
    steps = []
    monkeypatch.setattr(database, "LOOKED_AT", 1)
    looking = health.Looking(db)
    monkeypatch.setattr(looking._over, "is_set", lambda: bool(steps.append(1)) or len(steps) > 3)
    looking.start()
    looking.close()
    assert len(steps) == 4 and not database.seen_damaged()


def test_the_program_says_so_in_one_line(fresh, tmp_path):
    shutil.copy(fresh, path := tmp_path / "ops.db")
    bend(path, "header")
    assert "main.py restore" in sentence(run("--data", str(tmp_path), "--port", str(free_port())))
    assert "main.py restore" in sentence(run("token", "admin", "--data", str(tmp_path)))


def test_a_database_that_is_damaged_meanwhile_makes_the_server_unready(db):
    health.check()
    with pytest.raises(apsw.CorruptError), database.reading():
        raise apsw.CorruptError("database disk image is malformed")
    with pytest.raises(Refused):
        health.check()
    database.begin_anew()
    health.check()


def test_asking_whether_the_server_is_well_gives_none_of_its_locks_away(db):
    """Without them a restore, or whoever looks at the file with another SQLite, takes itself for the only one there."""
    database.fetch("SELECT 1 FROM role")
    health.check()
    other = "import sys; sys.path.insert(0, sys.argv[2]); from models.kit.server.locks import lock_bytes; "
    other += "from jobs.restore import SHARED_BYTES; file = open(sys.argv[1], 'r+b'); lock_bytes(file.fileno(), *SHARED_BYTES)"
    tried = subprocess.run([sys.executable, "-c", other, str(db), str(ROOT)], capture_output=True, text=True)
    assert tried.returncode == 1 and "temporarily unavailable" in tried.stderr, "nobody holds the database"


@pytest.mark.parametrize("how", ["header", "gone"])
def test_a_database_whose_file_is_replaced_meanwhile_makes_the_server_unready(db, how):
    database.handle.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if how == "gone":
        db.rename(db.with_name("elsewhere"))
    else:
        with db.open("r+b") as file:
            file.write(b"\0" * 16)
    with pytest.raises(Refused):
        health.check()


def test_a_copy_that_fails_its_check_tells_that_the_original_is_damaged(db, tmp_path):
    database.fold()
    bend(db, "zeros inside")
    with pytest.raises((Refused, apsw.Error)):
        database.back_up(tmp_path / "copy.db")
    assert database.seen_damaged() and not (tmp_path / "copy.db").exists()


# Settings -------------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "more", "says"),
    [
        (["--hosst", "1"], {}, "no option --hosst; did you mean --host?"),
        (["--prot=1"], {}, "did you mean --port?"),
        (["--zzz"], {}, "no option --zzz; see --help"),
        (["token", "admin", "--dta", "x"], {}, "did you mean --data?"),
        ([], {"OPS_SMTP": "mailhost"}, "OPS_SMTP must look like"),
        ([], {"OPS_SMTP": "http://host"}, "OPS_SMTP must look like"),
        ([], {"OPS_SMTP": "smtp://u:secret@host:many"}, "OPS_SMTP must look like"),
        ([], {"OPS_SMTP": "smtp://"}, "OPS_SMTP"),
        ([], {"OPS_PROXIES": "*"}, "OPS_PROXIES must be"),
        ([], {"OPS_PROXIES": "10.0.0.1, proxy"}, "'proxy'"),
        ([], {"OPS_PORT": "http"}, "port"),
    ],
)
def test_a_bad_setting_is_told_in_one_line(arguments, more, says, tmp_path, monkeypatch, capsys):
    for name, value in more.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit) as ended:
        settings.parse([*arguments, *([] if "token" in arguments else ["--data", str(tmp_path)])])
    printed = capsys.readouterr().err
    assert ended.value.code == 2 and says in printed and "secret" not in printed and len(printed.splitlines()) == 1


def test_good_settings_are_taken(tmp_path, monkeypatch):
    monkeypatch.setenv("OPS_SMTP", "smtps://user:p%40ss@mail.example.com/ops@example.com")
    monkeypatch.setenv("OPS_PROXIES", "10.0.0.0/8,127.0.0.1")
    asked = settings.parse(["--data", str(tmp_path), "weekly", "2026-W46", "--reason", "订正"])
    assert asked.proxies == "10.0.0.0/8,127.0.0.1" and asked.arguments.reason == "订正"


def test_help_names_every_variable_that_the_program_reads():
    source = "".join(
        path.read_text(encoding="utf-8")
        for part in ("models", "jobs", "pages", "exports")
        for path in (ROOT / part).rglob("*.py")
    )
    read = set(re.findall(r'"(OPS_[A-Z_]+|DATABASE_URL)"', source))
    assert {"OPS_SMTP", "OPS_PORT", "DATABASE_URL"} <= read
    assert [name for name in sorted(read) if name not in settings.EPILOG] == []


def test_a_folder_that_can_not_be_written_to_is_told(tmp_path, monkeypatch, capsys):
    def refuse(path, *given, **named):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "touch", refuse)
    with pytest.raises(SystemExit) as ended:
        settings.parse(["--data", str(tmp_path)])
    assert ended.value.code == 2 and "Read-only file system" in capsys.readouterr().err


@pytest.mark.parametrize(("host", "says"), [("203.0.113.9", "no address"), ("no.such.host.invalid", "no address")])
def test_an_address_that_is_not_ours_is_told(host, says):
    with pytest.raises(Refused, match=says):
        serving.listen(host, free_port())


def test_every_address_of_the_machine_is_named():
    assert serving.addresses("0.0.0.0", 80)[0] == "http://127.0.0.1:80"
    assert serving.addresses("::1", 80) == ["http://[::1]:80"]


# Locks and leftovers ----------------------------------------------------------------------------------------------------------------


def test_a_lock_is_one_s_own_and_goes_with_its_holder(tmp_path):
    name = tmp_path / "x.lock"
    holder = "import sys; sys.path.insert(0, sys.argv[2]); from pathlib import Path; from models.kit.server.locks import lock; "
    holder += "lock(Path(sys.argv[1])); print('held', flush=True); sys.stdin.read()"
    other = subprocess.Popen(
        [sys.executable, "-c", holder, str(name), str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert other.stdout.readline() == b"held\n"
    with pytest.raises(Held), held(name):
        raise AssertionError("two held it")
    other.kill()
    other.communicate()
    with held(name, 5), pytest.raises(Held), held(name):
        raise AssertionError("two held it")


def test_what_a_kill_left_behind_goes_at_the_start_but_copies_being_made_stay(db, tmp_path, monkeypatch):
    folders = {name: tmp_path / name for name in ("uploads", "attachments", "exports", "backups")}
    database.set_folders(folders)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    mine, other = "0" * 32, f"ops-1.db.{os.getppid()}-5.part"
    beside = Path(database.handle.obj.database).parent if database.is_embedded() else tmp_path
    names = ("x.upload", "x.part", "tmpabc", mine, f"{mine}.part", f"ops-1.db.{dead.pid}-5.part", other)
    for folder in folders.values():
        folder.mkdir()
        for name in names:
            (folder / name).touch()
    for pid in (dead.pid, os.getppid()):
        (beside / f"ops.db.{pid}.restoring").touch()
    housekeeping.clear_at_start()
    housekeeping.settle_at_start()
    left = {name: {path.name for path in folder.iterdir()} for name, folder in folders.items()}
    assert left["uploads"] == set()
    assert left["backups"] == {*names} - {f"ops-1.db.{dead.pid}-5.part"}, "another process may be making one"
    assert left["attachments"] == {"tmpabc", "x.upload"}, "bytes that no row knows, and were never known"
    if database.is_embedded():
        assert [path.name for path in beside.glob("*.restoring")] == [f"ops.db.{os.getppid()}.restoring"]
