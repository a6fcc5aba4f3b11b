"""Where messages of the program also go: a file that is turned over before it grows too large."""

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from .surroundings import Surroundings

FORM = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Private(RotatingFileHandler):
    """For this user's eyes only, each new file too."""

    def _open(self):
        opened = super()._open()
        if os.name != "nt":
            os.chmod(self.baseFilename, 0o600)
        return opened


def to_file(around: Surroundings) -> Path | None:
    """From here on; what is told on the terminal stays there, too. Raises OSError where it can't be written."""
    if around.log is None:
        return None
    around.log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handler = Private(
        around.log, maxBytes=around.log_mb * 1024**2, backupCount=around.log_keep, encoding="utf-8", delay=False
    )
    handler.setFormatter(logging.Formatter(FORM))
    root, ours = logging.getLogger(), logging.getLogger("opsdesk")
    if not root.handlers:
        terminal = logging.StreamHandler()  # else a first handler of our own would silence the terminal
        terminal.setLevel(logging.WARNING)
        root.addHandler(terminal)
    root.addHandler(handler)
    ours.setLevel(logging.INFO)  # of ours alone: what libraries say at this level names addresses with their keys
    return around.log
