"""What the environment says of the server's surroundings: its address in public, its certificate, where copies and messages also go."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

URL, CERT, KEY = "OPS_URL", "OPS_CERT", "OPS_KEY"
LOG, LOG_MB, LOG_KEEP = "OPS_LOG", "OPS_LOG_MB", "OPS_LOG_KEEP"
BACKUP_TO, METRICS = "OPS_BACKUP_TO", "OPS_METRICS_TOKEN"
MOST_MB, MOST_KEPT, SHORTEST_TOKEN = 1000, 100, 20
REMOTE = re.compile(
    r"[\w.+@-][\w.+@ -]+:.*"
)  # as rclone names one; a single letter before the colon is a disk of Windows


@dataclass(frozen=True)
class Surroundings:
    """As read; empty where nothing is said. log_mb, log_keep: when the log is turned over, and how many older ones stay."""

    url: str = ""
    cert: Path | None = None
    key: Path | None = None
    log: Path | None = None
    log_mb: int = 10
    log_keep: int = 5
    backup_to: str = ""
    metrics: str = ""


def read(environ: Mapping[str, str] = os.environ) -> Surroundings:
    """Raises ValueError with the sentence for a bad one."""
    cert, key = (_file(environ, name) for name in (CERT, KEY))
    if (cert is None) != (key is None):
        raise ValueError(f"{CERT} and {KEY} go together: the certificate's chain and its private key, as PEM files")
    metrics = environ.get(METRICS, "")
    if metrics and len(metrics) < SHORTEST_TOKEN:
        raise ValueError(f"{METRICS} must have {SHORTEST_TOKEN} characters or more")
    return Surroundings(
        _url(environ.get(URL, "")),
        cert,
        key,
        _file(environ, LOG),
        _number(environ, LOG_MB, 10, MOST_MB),
        _number(environ, LOG_KEEP, 5, MOST_KEPT),
        _place(environ.get(BACKUP_TO, "").strip()),
        metrics,
    )


def is_remote(place: str) -> bool:
    """Whether copies go there by rclone; else it is a folder."""
    return REMOTE.fullmatch(place) is not None


def _file(environ: Mapping[str, str], name: str) -> Path | None:
    text = environ.get(name, "").strip()
    return Path(text).expanduser().absolute() if text else None


def _number(environ: Mapping[str, str], name: str, usual: int, most: int) -> int:
    text = environ.get(name) or str(usual)
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise ValueError(f"{name} must be a number from 1 to {most}, not {text!r}")
    return int(text)


def _url(text: str) -> str:
    """Where people reach it, without a path of its own: NiceGUI's addresses begin at the root."""
    if not text:
        return ""
    try:
        url = urlsplit(text.strip())
        right = url.scheme in ("http", "https") and bool(url.hostname) and url.path in ("", "/") and not url.query
        right = right and (url.port is None or url.port > 0)
    except ValueError:
        right = False
    if not right:
        raise ValueError(f"{URL} must look like https://ops.example.com, not {text!r}")
    return text.strip().rstrip("/")


def _place(text: str) -> str:
    if text and not is_remote(text) and not Path(text).expanduser().is_absolute():
        raise ValueError(
            f"{BACKUP_TO} must be a folder's whole path, or a remote of rclone as store:folder, not {text!r}"
        )
    return text
