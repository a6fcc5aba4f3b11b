"""Ports for the servers that tests start."""

import secrets
import socket
from contextlib import suppress

FIRST, MANY = 20_000, 12_000


def free_port() -> int:
    """None of those that the system gives to whoever calls out: by the time a server stands, one of them may be a browser's."""
    while True:
        port = FIRST + secrets.randbelow(MANY)
        with socket.socket() as trying, suppress(OSError):
            trying.bind(("127.0.0.1", port))
            return port
