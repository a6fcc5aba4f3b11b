"""What docs/server.md names exists: commands, variables, files, figures; and what it gives to be copied is well formed."""

import configparser
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from models.kit.server import settings

ROOT = Path(__file__).parent.parent.parent
GIVEN = ROOT / "docs" / "server"
WORDS = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
FILES = {path.name: path.read_text(encoding="utf-8") for path in sorted(GIVEN.iterdir())}
TOP = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("Dockerfile", "compose.yaml", ".dockerignore")}
ALL = "\n".join([WORDS, *FILES.values(), *TOP.values()])


def test_every_command_is_one_and_takes_what_it_is_given():
    commands = settings._parser().commands.choices
    named = re.findall(r"main\.py ((?:[a-z]+)[^`\n&;]*)", WORDS)
    assert {line.split()[0] for line in named} >= {"backup", "restore", "check", "password", "move"}
    for line in named:
        command, *words = line.split()
        assert command in commands, line
        options = {option for action in commands[command]._actions for option in action.option_strings}
        assert {word for word in words if word.startswith("--")} <= options, line


def test_every_variable_is_read_and_every_one_a_server_needs_is_told():
    named = set(re.findall(r"OPS_[A-Z_]+", ALL))
    known = set(re.findall(r"OPS_[A-Z_]+", settings.EPILOG))
    assert named <= known
    assert {"OPS_URL", "OPS_CERT", "OPS_KEY", "OPS_BACKUP_TO", "OPS_LOG", "OPS_METRICS_TOKEN", "OPS_PROXIES"} <= named


def test_every_file_that_is_named_is_there_and_each_that_is_there_is_named():
    for name in re.findall(r"\]\((server/[^)]+)\)", WORDS):
        assert (ROOT / "docs" / name).is_file(), name
    assert [name for name in FILES if f"docs/server/{name}" not in WORDS] == []
    for name in re.findall(r"^COPY (\S+) ", TOP["Dockerfile"], re.M):
        assert (ROOT / name).exists() and f"!{name}" in TOP[".dockerignore"].splitlines(), name


def test_every_measure_that_is_worth_an_alarm_is_told_by_the_program():
    source = "".join((ROOT / "pages" / name).read_text() for name in ("metrics.py", "guard/metering.py"))
    for name in set(re.findall(r"opsdesk_[a-z_]+", WORDS)):
        assert f'"{name}"' in source, name


def test_the_unit_runs_this_program_as_nobody_else():
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str
    unit.read_string(FILES["opsdesk.service"])
    service = unit["Service"]
    assert service["ExecStart"].endswith("main.py --data /var/lib/opsdesk") and service["User"] == "opsdesk"
    assert service["UMask"] == "0077" and service["KillSignal"] == "SIGTERM" and service["Restart"] == "on-failure"
    assert unit["Install"]["WantedBy"] == "multi-user.target"
    if (checker := shutil.which("systemd-analyze")) is not None:
        said = subprocess.run([checker, "verify", GIVEN / "opsdesk.service"], capture_output=True, text=True).stderr
        assert "Unknown" not in said, said


def test_the_environment_is_lines_that_the_program_takes():
    lines = [line.lstrip("#") for line in FILES["opsdesk.env"].splitlines() if re.match(r"#?OPS_", line)]
    assert len(lines) >= 6 and all(re.fullmatch(r"OPS_[A-Z_]+=\S*", line) for line in lines)


def test_proxies_pass_on_who_asks_and_the_websockets():
    nginx = FILES["nginx.conf"]
    assert nginx.count("{") == nginx.count("}")
    for header in ("Upgrade", "Connection", "Host", "X-Forwarded-For", "X-Forwarded-Proto"):
        assert re.search(rf"proxy_set_header {header}\s+\S+;", nginx), header
    assert "proxy_http_version 1.1;" in nginx
    assert "reverse_proxy 127.0.0.1:8080" in FILES["Caddyfile"]
    for text in (nginx, FILES["Caddyfile"]):
        assert "/metrics" in text, "numbers are nobody's business outside"


def test_the_image_runs_as_nobody_in_particular_and_says_how_it_is():
    lines = TOP["Dockerfile"].splitlines()
    words = [line.split()[0] for line in lines if re.match(r"[A-Z]+ ", line)]
    assert words[0] == "FROM" and "latest" not in lines[0] and ":" in lines[0]
    assert words.index("USER") < words.index("ENTRYPOINT") and "USER opsdesk" in lines
    assert "HEALTHCHECK" in words and "VOLUME /data" in lines
    assert lines.index("COPY requirements.txt .") < lines.index("COPY main.py ."), (
        "a change of ours installs nothing anew"
    )
    rooms = {path.name for path in ROOT.iterdir() if path.is_dir() and (path / "__init__.py").exists()} - {"tests"}
    assert rooms <= set(re.findall(r"^COPY (\S+) ", TOP["Dockerfile"], re.M))


def test_the_composition_is_one_that_docker_would_take():
    [service] = yaml.safe_load(TOP["compose.yaml"])["services"].values()
    assert service["environment"]["OPS_HOST"] == "0.0.0.0" and service["volumes"] == ["data:/data"]
    assert service["ports"] == ["127.0.0.1:8080:8080"], "nobody reaches it past the proxy"
    assert service["init"] and "ALL" in service["cap_drop"]


def docker_answers() -> bool:
    """The program alone builds nothing: there must be a service behind it."""
    asked = ["docker", "info"]
    return shutil.which("docker") is not None and subprocess.run(asked, capture_output=True).returncode == 0


@pytest.mark.skipif(not docker_answers(), reason="no docker here; the tests above read its files")
def test_the_image_is_built_and_serves():
    subprocess.run(["docker", "build", "-q", "-t", "opsdesk-test", str(ROOT)], check=True, timeout=600)
    said = subprocess.run(
        ["docker", "run", "--rm", "opsdesk-test", "--help"], capture_output=True, text=True, timeout=60
    )
    assert said.returncode == 0 and "运营台" in said.stdout
