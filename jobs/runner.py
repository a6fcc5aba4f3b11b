"""Who runs a job: a token that says which process of which start of which machine, and whether it still lives."""

import itertools
import os
import platform
from pathlib import Path

from models.kit.clock import now
from models.runs import heard_at
from models.system import JobRun

GRACE = 60
_turns = itertools.count(1)


def token() -> str:
    """A name for one run of this very process: "host/start/pid/begun/turn"."""
    return f"{process(os.getpid())}{_begun(os.getpid()) or '-'}/{next(_turns)}"


def process(pid: int) -> str:
    """What the tokens of a process on this machine begin with, also when it is gone."""
    return f"{platform.node()[:16] or '-'}/{_start()}/{pid}/"


def is_lost(run: JobRun, limit: float) -> bool:
    """Whether the runner of a mark is gone: its process is dead, or its mark is older than any run may be."""
    return is_dead(run.runner or "") or abs((now() - heard_at(run)).total_seconds()) > limit + GRACE


def is_dead(runner: str) -> bool:
    """Whether a token's process surely no longer lives; of another machine's nobody here can tell."""
    host, start, pid, begun, *_ = [*runner.split("/"), "", "", "", "", ""]
    if host != (platform.node()[:16] or "-") or begun in ("", "-"):
        return not runner
    return start != _start() or _begun(int(pid)) != begun


def _start() -> str:
    """Which start of the machine this is; a process number means nothing after the next."""
    path = Path("/proc/sys/kernel/random/boot_id")
    return path.read_text()[:8] if path.exists() else "-"


def _begun(pid: int) -> str | None:
    """When a process began, in ticks since the machine's start; None for none, or where there is no /proc."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    state, *rest = text.rpartition(")")[2].split()
    return None if state in "ZX" else rest[18]
