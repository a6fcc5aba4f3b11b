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
OIDC, OIDC_CLIENT, OIDC_SECRET = "OPS_OIDC", "OPS_OIDC_CLIENT", "OPS_OIDC_SECRET"
TRIAL = "OPS_TRIAL"
OIDC_NAME, OIDC_CLAIM, OIDC_AGENT = "OPS_OIDC_NAME", "OPS_OIDC_CLAIM", "OPS_OIDC_AGENT"
# Those who aren't OpenID Connect, by the word that OPS_OIDC takes, with what usually names the login of theirs.
PLATFORMS = {"wecom": "userid", "dingtalk": "mobile", "feishu": "mobile"}
MOST_MB, MOST_KEPT, SHORTEST_TOKEN = 1000, 100, 20
LOCAL = ("127.0.0.1", "localhost", "::1")
REMOTE = re.compile(
    r"[\w.+@-][\w.+@ -]+:.*"
)  # as rclone names one; a single letter before the colon is a disk of Windows


@dataclass(frozen=True)
class Provider:
    """Who says elsewhere who somebody is: issuer's address, or a name in PLATFORMS. claim: which of what is said names the login
    here. name: what the button says; empty for a platform's own. agent: which application it is there, as WeCom asks.
    """

    issuer: str
    client: str
    secret: str
    name: str
    claim: str
    agent: str = ""


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
    provider: Provider | None = None
    trial: bool = False  # a company to try things on, which another server began and will throw away


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
        _provider(environ),
        environ.get(TRIAL) == "1",
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


def _provider(environ: Mapping[str, str]) -> Provider | None:
    """Signing in elsewhere needs all of it, and the address at which people come back."""
    issuer = environ.get(OIDC, "").strip().rstrip("/")
    if not issuer:
        return None
    if issuer in PLATFORMS:
        return _platform(environ, issuer)
    url = urlsplit(issuer)
    if not url.hostname or (url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOCAL)):
        raise ValueError(f"{OIDC} must be the issuer's address, as https://id.example.com, not {issuer!r}")
    if lacking := [name for name in (OIDC_CLIENT, OIDC_SECRET, URL) if not environ.get(name)]:
        raise ValueError(f"{OIDC} needs {' and '.join(lacking)} besides")
    name, claim = environ.get(OIDC_NAME) or url.hostname, environ.get(OIDC_CLAIM) or "preferred_username"
    return Provider(issuer, environ[OIDC_CLIENT], environ[OIDC_SECRET], name, claim)


def _platform(environ: Mapping[str, str], platform: str) -> Provider:
    needed = (OIDC_CLIENT, OIDC_SECRET, *([OIDC_AGENT] if platform == "wecom" else []), URL)
    if lacking := [name for name in needed if not environ.get(name)]:
        raise ValueError(f"{OIDC}={platform} needs {' and '.join(lacking)} besides")
    claim = environ.get(OIDC_CLAIM) or PLATFORMS[platform]
    given = (environ[OIDC_CLIENT], environ[OIDC_SECRET], environ.get(OIDC_NAME, ""), claim)
    return Provider(platform, *given, environ.get(OIDC_AGENT, ""))


def _place(text: str) -> str:
    if text and not is_remote(text) and not Path(text).expanduser().is_absolute():
        raise ValueError(
            f"{BACKUP_TO} must be a folder's whole path, or a remote of rclone as store:folder, not {text!r}"
        )
    return text
