"""The given certificate is the one shown, a renewed one without a restart, and a bad one is a sentence before anything begins."""

import asyncio
import os
import ssl
from dataclasses import replace

import pytest
from cryptography import x509
from uvicorn import Config

from models.kit import Refused
from models.kit.server import certificate, surroundings
from models.kit.server.surroundings import Surroundings
from pages import serving
from tests.helpers.certificates import pair


async def shown(port: int) -> str:
    """Whose name stands in the certificate that a newcomer is shown."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=trusting, server_hostname="localhost")
    raw = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return x509.load_der_x509_certificate(raw).subject.rfc4514_string()


async def test_a_renewed_certificate_is_shown_at_once_and_a_half_written_one_never(tmp_path):
    around = replace(Surroundings(), cert=tmp_path / "cert.pem", key=tmp_path / "key.pem")
    pair(tmp_path, name="first.example")
    config = Config(lambda scope: None, **serving.encrypted(around))
    config.load()
    server = await asyncio.start_server(lambda reader, writer: writer.close(), "127.0.0.1", 0, ssl=config.ssl)
    port = server.sockets[0].getsockname()[1]
    assert await shown(port) == "CN=first.example"
    key = around.key.read_bytes()
    pair(tmp_path, name="second.example")
    new = around.key.read_bytes()
    around.key.write_bytes(key)
    assert await shown(port) == "CN=first.example", "the new certificate with the key before it is no pair"
    around.key.write_bytes(new)
    os.utime(around.key, (1, 1))
    assert await shown(port) == "CN=second.example"
    server.close()


def test_without_a_certificate_the_server_is_told_nothing():
    assert serving.encrypted(Surroundings()) == {}
    assert serving.addresses("127.0.0.1", 443, "https") == ["https://127.0.0.1:443"]


def test_a_pair_that_is_none_is_told_by_its_setting(tmp_path):
    cert, key = pair(tmp_path)
    assert certificate.refuse_bad(cert, key)
    with pytest.raises(Refused, match="OPS_KEY"):
        certificate.refuse_bad(cert, tmp_path / "gone.pem")
    key.write_text("x")
    with pytest.raises(Refused, match="no certificate with its private key"):
        certificate.refuse_bad(cert, key)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("OPS_CERT", "/x/cert.pem", "go together"),
        ("OPS_URL", "ops.example.com", "must look like"),
        ("OPS_URL", "https://ops.example.com/desk", "must look like"),
        ("OPS_LOG_MB", "0", "from 1 to"),
        ("OPS_LOG_KEEP", "many", "from 1 to"),
        ("OPS_METRICS_TOKEN", "short", "20 characters"),
    ],
)
def test_a_bad_surrounding_is_told(name, value, says):
    with pytest.raises(ValueError, match=says):
        surroundings.read({name: value})
