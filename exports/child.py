"""Heavy reading in a process of its own: it opens the same database, tells how far it is, and hands over JSON."""

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from models.kit import database
from models.kit.text import Refused, Text

ROOT = Path(__file__).parent.parent
BROKEN = Text("后台计算中断，没有保存任何内容，请再试一次", "The computation broke off; nothing was saved. Try again")


class Child:
    """One running task; `wait` reads what it tells until its answer comes, `kill` ends it."""

    def __init__(self, task: str, argument: Any):
        order = {"task": task, "argument": argument, "database": database.address()}
        command = [sys.executable, "-m", "exports.child"]
        self.process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.process.stdin.write(json.dumps(order).encode())
        self.process.stdin.close()

    def wait(self, tell: Callable[..., None]) -> Any:
        """The answer. Raises Refused when the task was refused or broke off."""
        try:
            for line in self.process.stdout:
                told = json.loads(line)
                if "share" in told:
                    tell(told["share"], told["text"])
                elif "refused" in told:
                    raise Refused(Text(*told["refused"]))
                else:
                    return told["answer"]
            raise Refused(BROKEN)
        finally:
            self.kill()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def aside(task: str, argument: Any, tell: Callable[..., None]) -> Any:
    """Run `module:function(argument, tell)` beside us and wait for what it answers."""
    return Child(task, argument).wait(tell)


def main() -> None:
    os.nice(10)
    order = json.loads(sys.stdin.buffer.read())
    module, _, name = order["task"].partition(":")
    database.open(order["database"])
    with database.reading():
        try:
            answer = {"answer": getattr(importlib.import_module(module), name)(order["argument"], _tell)}
        except Refused as refused:
            answer = {"refused": [refused.text.zh, refused.text.en]}
    _say(answer)


def _tell(share: float, text: str | None = None) -> None:
    _say({"share": round(share, 1), "text": text})


def _say(what: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(what, ensure_ascii=False, default=str) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
