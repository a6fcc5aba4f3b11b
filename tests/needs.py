"""The browser and the Chinese font that the browser tests need: found where they are, else installed."""

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from itertools import chain
from pathlib import Path

# The shell is the same browser without windows: a quarter less work for the same pages.
SHELL, WHOLE = "chromium-headless-shell", "chromium"
NAMES = (SHELL, WHOLE, "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")
ON_A_MAC = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
Run = Callable[[list[str]], bool]


class Lacking(Exception):
    """What is missing and couldn't be had, with what a person can do about it."""


def browser() -> str | None:
    """The path of a Chromium that starts: CHROMIUM, one of the system, Chrome, or Playwright's own; None without one."""
    asked = os.environ.get("CHROMIUM")
    if asked:
        return asked
    last = (look() for look in [_playwrights])  # started only where the others have none
    places = chain(map(shutil.which, NAMES), ON_A_MAC, last)
    return next((path for path in places if path and _starts(path)), None)


def chinese() -> bool:
    """Whether pages with Chinese have a font to be drawn in."""
    if platform.system() != "Linux":
        return True
    if not shutil.which("fc-list"):
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True).stdout.strip())


def provide(run: Run | None = None) -> str:
    """The browser's path, after installing what this machine lacks. Raises Lacking."""
    run = run or _run
    from_system(run)
    program = browser()
    if not program:
        _by_playwright(run)
        program = browser()
    if not program:
        raise Lacking(
            "no Chromium or Chrome, and none could be installed: install Debian's `chromium`, or set CHROMIUM to a browser's path"
        )
    if not chinese():
        raise Lacking(
            "no font with Chinese characters, and none could be installed: install Debian's `fontconfig fonts-noto-cjk`"
        )
    return program


def from_system(run: Run | None = None) -> None:
    """Installs from the system's own packages what is missing of both; needs nothing but Python, so it can go on beside pip."""
    if shutil.which("apt-get") and not (browser() and chinese()):
        _by_apt(run or _run)


def _by_apt(run: Run) -> None:
    fonts = [] if chinese() else ["fontconfig", "fonts-noto-cjk"]
    root = as_root()
    if root is None or not run([*root, "apt-get", "update", "-qq"]):
        return
    install = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", "-qq"]
    if browser():
        run([*install, *fonts])
    elif not run([*install, SHELL, *fonts]):  # where only the whole browser is packed
        run([*install, WHOLE, *fonts])


def _by_playwright(run: Run) -> None:
    run([sys.executable, "-m", "playwright", "install", "chromium"])


def as_root() -> list[str] | None:
    """What stands before a command that root must run; None where nobody here may. Asks for a password only a person who can type it."""
    if os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        return None
    return ["sudo"] if sys.stdin.isatty() else ["sudo", "-n"]


def _run(command: list[str]) -> bool:
    print("tests:", *command, flush=True)
    return subprocess.run(command, stdout=subprocess.DEVNULL).returncode == 0


def _playwrights() -> str | None:
    try:
        from playwright.sync_api import sync_playwright
    except ModuleNotFoundError:  # what the tests need of Python's packages isn't there yet
        return None
    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return str(path) if path.exists() else None


def _starts(path: str) -> bool:
    """Ubuntu's chromium-browser may be a note that says to install a snap: it is there and no browser."""
    try:
        return subprocess.run([path, "--version"], capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False
