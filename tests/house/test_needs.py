"""The test command gives a machine what it lacks, or says what to do."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import __main__ as command
from tests import needs

BROWSER = "#!/bin/sh\necho Chromium 156\n"
FONTS = "#!/bin/sh\necho 'Noto Sans CJK SC:lang=zh'\n"
APT = """#!/bin/sh
echo "$@" >> "{asked}"
case "$*" in *install*)
  printf '#!/bin/sh\\necho Chromium 156\\n' > "{here}/chromium-headless-shell"
  printf '#!/bin/sh\\necho Noto\\n' > "{here}/fc-list"
  chmod 755 "{here}/chromium-headless-shell" "{here}/fc-list"
esac
"""


@pytest.fixture
def machine(tmp_path, monkeypatch):
    """A bare machine: machine(chromium=…, apt=…) puts programs on its path; Playwright has nothing."""
    here = tmp_path / "bin"
    here.mkdir()
    monkeypatch.setenv("PATH", str(here))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(needs, "_playwrights", lambda: None)
    monkeypatch.setattr(needs.platform, "system", lambda: "Linux")
    monkeypatch.setattr(needs.os, "geteuid", lambda: 0)
    (here / "env").symlink_to(shutil.which("env", path="/usr/bin:/bin"))
    (here / "chmod").symlink_to(shutil.which("chmod", path="/usr/bin:/bin"))

    def with_programs(**programs: str):
        for name, text in programs.items():
            program = here / name.replace("_", "-")
            program.write_text(text.format(here=here, asked=tmp_path / "asked"))
            program.chmod(0o755)
        return tmp_path

    return with_programs


def test_a_machine_that_has_both_is_left_alone(machine):
    here = machine(google_chrome=BROWSER, fc_list=FONTS, apt_get=APT)
    assert needs.provide() == str(here / "bin" / "google-chrome")
    assert not (here / "asked").exists()


def test_where_the_system_has_a_browser_playwright_is_not_even_started(machine, monkeypatch):
    here = machine(chromium=BROWSER)
    monkeypatch.setattr(needs, "_playwrights", lambda: pytest.fail("a second of work for each look"))
    assert needs.browser() == str(here / "bin" / "chromium")


def test_a_bare_debian_machine_gets_a_browser_and_a_font_as_root(machine):
    here = machine(apt_get=APT)
    assert needs.provide() == str(here / "bin" / "chromium-headless-shell")
    asked = (here / "asked").read_text().splitlines()
    assert asked[0].startswith("update")
    assert asked[1].endswith("install -y -qq chromium-headless-shell fontconfig fonts-noto-cjk")


def test_the_system_is_asked_before_any_package_of_python_is_there(machine, monkeypatch):
    here = machine(apt_get=APT)
    monkeypatch.undo()
    monkeypatch.setenv("PATH", str(here / "bin"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    bare = subprocess.run(
        [sys.executable, "-S", "-c", "from tests import needs; needs.os.geteuid = int; needs.from_system()"],
        cwd=command.ROOT,
        capture_output=True,
        text=True,
    )
    assert (bare.returncode, bare.stderr) == (0, "")
    assert (here / "asked").read_text().splitlines()[1].endswith("chromium-headless-shell fontconfig fonts-noto-cjk")


def test_a_system_that_packs_only_the_whole_browser_gets_that(machine):
    whole = APT.replace("*install*)", "*headless-shell*) exit 100 ;;\n  *install*)").replace(
        "/chromium-headless-shell", "/chromium"
    )
    here = machine(apt_get=whole)
    assert needs.provide() == str(here / "bin" / "chromium")
    assert (here / "asked").read_text().splitlines()[2].endswith("install -y -qq chromium fontconfig fonts-noto-cjk")


def test_only_what_lacks_is_installed(machine):
    here = machine(apt_get=APT, chromium=BROWSER)
    needs.provide()
    assert (here / "asked").read_text().splitlines()[1].endswith("-qq fontconfig fonts-noto-cjk")


def test_a_note_that_only_tells_where_a_browser_would_be_is_no_browser(machine):
    machine(chromium_browser="#!/bin/sh\necho install the snap >&2\nexit 1\n", fc_list=FONTS)
    assert needs.browser() is None


@pytest.mark.parametrize(("programs", "lacks"), [({"fc_list": FONTS}, "Chromium"), ({"chromium": BROWSER}, "Chinese")])
def test_where_nothing_helps_the_command_says_what_is_missing_and_fails(machine, programs, lacks, capsys):
    machine(**programs)
    tried = []
    with pytest.raises(needs.Lacking, match=lacks):
        needs.provide(lambda words: bool(tried.append(words)))
    assert any("playwright" in words for words in tried) == ("fc_list" in programs)


def test_without_root_or_sudo_nothing_is_tried_as_root(machine, monkeypatch):
    machine(apt_get=APT, chromium=BROWSER)
    monkeypatch.setattr(needs.os, "geteuid", lambda: 1000)
    with pytest.raises(needs.Lacking):
        needs.provide()
    assert needs.as_root() is None


def test_the_tests_see_the_same_surroundings_whether_ci_calls_them_or_not(monkeypatch):
    for name in command.UNHEARD:
        monkeypatch.setenv(name, "1")
    assert not set(command.UNHEARD) & set(command.environment(None, "/usr/bin/chromium"))
    assert command.environment("12", "/usr/bin/chromium")["OPS_SEED"] == "12"
    assert command.environment("random", "/usr/bin/chromium")["OPS_SEED"].isdigit()


def test_a_seed_that_is_no_number_is_a_sentence_and_no_traceback():
    ran = subprocess.run(
        [sys.executable, "-m", "tests", "--seed", "x"], cwd=command.ROOT, env=os.environ, capture_output=True, text=True
    )
    assert ran.returncode == 2 and ran.stderr.startswith("tests: ") and "Traceback" not in ran.stderr


def test_tests_keep_their_files_in_memory_only_where_there_is_room_and_leave_none(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "MEMORY", tmp_path)
    monkeypatch.setattr(command, "ROOM", 1)
    with command.quick_folder() as more:
        assert Path(more["TMPDIR"]).parent == tmp_path
    assert list(tmp_path.iterdir()) == []
    monkeypatch.setattr(command, "ROOM", 2**80)
    with command.quick_folder() as more:
        assert more == {}


def test_a_run_that_is_ended_from_outside_leaves_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(command, "MEMORY", tmp_path)
    monkeypatch.setattr(command, "ROOM", 1)
    before = signal.getsignal(signal.SIGTERM)
    try:
        command.ends_tidily()
        with pytest.raises(SystemExit, match="143"), command.quick_folder():
            assert list(tmp_path.iterdir()) != []
            signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert list(tmp_path.iterdir()) == []


def saying(words: str, code: int) -> list[str]:
    return [
        sys.executable,
        "-c",
        f"import os; print({words!r}, os.environ['OPS_TEST_DATABASE']); raise SystemExit({code})",
    ]


@pytest.mark.parametrize(
    ("words", "here", "there", "ends"),
    [
        ([], 0, 0, 0),
        ([], 0, 1, 1),
        ([], 2, 0, 2),
        ([], 0, command.NOTHING, command.NOTHING),
        (["x"], 0, command.NOTHING, 0),
    ],
)
def test_both_databases_are_asked_at_once_and_either_may_fail_the_run(words, here, there, ends, monkeypatch, capfd):
    def run(given):
        beside = command.UNKEPT[0] in given
        return saying("beside" if beside else "first", there if beside else here)

    monkeypatch.setattr(command, "pytest", run)
    assert command.both(words, [], dict(os.environ), {"OPS_TEST_DATABASE": "postgresql://there"}) == ends
    lines = [line for line in capfd.readouterr().out.splitlines() if line]
    assert lines == ["first ", "The same on PostgreSQL:", "beside postgresql://there"]


def test_a_seed_is_added_to_the_words_and_takes_none_of_them_away(monkeypatch):
    asked = []
    monkeypatch.setattr(needs, "provide", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(
        command.subprocess, "run", lambda words, **_: asked.extend(words) or subprocess.CompletedProcess([], 0)
    )
    assert command.main(["--seed", "7"]) == 0
    assert asked[3:] == [*command.WHOLE, "--hypothesis-seed=7"]
