"""The certificate the server shows: looked at before it listens, and taken anew when its files are."""

import logging
import ssl
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from ..text import Refused, Text

log = logging.getLogger("opsdesk.certificate")
NO_FILE = Text("读不到 {setting} 指定的文件 {path}：{why}", "Can't read {path}, named by {setting}: {why}")
NO_PAIR = Text(
    "{cert} 和 {key} 不是一对可用的证书和私钥（PEM 格式，私钥不加口令）：{why}",
    "{cert} and {key} are no certificate with its private key (PEM, the key without a passphrase): {why}",
)


def load(context: ssl.SSLContext, cert: Path, key: Path) -> None:
    """Into a context, also one that is in use: whoever connects from then on is shown the new one. Raises Refused."""
    for setting, path in (("OPS_CERT", cert), ("OPS_KEY", key)):
        try:
            path.read_bytes()
        except OSError as error:
            raise Refused(NO_FILE(setting=setting, path=path, why=error.strerror)) from error
    try:
        context.load_cert_chain(cert, key, password=_no_passphrase)
    except (ssl.SSLError, ValueError, OSError) as error:
        why = getattr(error, "reason", None) or str(error)
        raise Refused(NO_PAIR(cert=cert.name, key=key.name, why=why)) from error


def _no_passphrase() -> str:
    """Else OpenSSL would ask at the terminal."""
    return ""


def refuse_bad(cert: Path, key: Path) -> datetime:
    """Before anything is promised on it. Returns until when it is good (UTC). Raises Refused; one that ran out is no reason."""
    load(ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), cert, key)
    return lasts_until(cert)


def lasts_until(cert: Path) -> datetime:
    """The end of the first certificate of the chain, as naive UTC."""
    from cryptography import x509  # eight megabytes, for those who have a certificate

    return x509.load_pem_x509_certificate(cert.read_bytes()).not_valid_after_utc.replace(tzinfo=None)


def kept_new(make: Callable[[], ssl.SSLContext], cert: Path, key: Path) -> ssl.SSLContext:
    """A context that shows whoever connects the pair as it lies there now. A pair that doesn't fit (yet) leaves the one before."""
    first = make()
    current, seen = first, _changed(cert, key)

    def look(connection: ssl.SSLObject, name: str | None, context: ssl.SSLContext) -> None:
        nonlocal current, seen
        if (there := _changed(cert, key)) != seen:
            seen = there
            try:
                refuse_bad(cert, key)
                current = make()
                log.info("the new certificate is shown from now on")
            except (Refused, ValueError, OSError) as error:
                log.warning("the new certificate can't be used: %s", error)
        connection.context = current

    first.sni_callback = look
    return first


def _changed(cert: Path, key: Path) -> tuple[float, ...]:
    return tuple(path.stat().st_mtime_ns if path.exists() else 0 for path in (cert, key))
