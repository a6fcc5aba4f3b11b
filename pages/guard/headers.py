"""Security headers on every answer, and NiceGUI's page template with a nonce on its own scripts."""

import secrets
from functools import partial
from typing import Any

from jinja2 import DictLoader
from nicegui import client as nicegui_client
from nicegui import version as nicegui_version
from starlette.datastructures import MutableHeaders

# 'unsafe-eval' can't go: NiceGUI evaluates what its server sends. Inline handlers and foreign scripts don't run.
POLICY = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
YEAR = 31_536_000
NICEGUI = f"/_nicegui/{nicegui_version.__version__}"
ASSETS = ("/assets/", *(f"{NICEGUI}/{folder}/" for folder in ("static", "libraries", "components", "resources", "esm")))


class Headers:
    """Stamps every answer; what a route set itself for its content policy stays, what it allowed other sites goes."""

    def __init__(self, app: Any, guard: Any):
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        scope["ops.nonce"] = secrets.token_urlsafe(18)
        await self.app(scope, receive, partial(self._send, scope, send))

    async def _send(self, scope, send, message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in ALWAYS.items():
                headers[name] = value
            headers.setdefault("Content-Security-Policy", POLICY.format(nonce=scope["ops.nonce"]))
            for name in [name for name in headers if name.startswith("access-control-")]:
                del headers[name]
            if not scope["path"].startswith(ASSETS) and scope["path"] != "/favicon.ico":
                headers["Cache-Control"] = "no-store"
            if scope["scheme"] == "https":
                headers["Strict-Transport-Security"] = f"max-age={YEAR}; includeSubDomains"
        await send(message)


class NoPrefix:
    """Takes away the header by which anyone could choose where NiceGUI's redirects and scripts lead (N20)."""

    def __init__(self, app: Any, guard: Any):
        self.app = app

    async def __call__(self, scope, receive, send) -> None:
        if "headers" in scope:
            scope["headers"] = [pair for pair in scope["headers"] if pair[0].lower() != b"x-forwarded-prefix"]
        await self.app(scope, receive, send)


# NiceGUI's page tries to reach the server again for ever; one whose session ended meanwhile must sign in instead. Twice without an
# answer it would load itself anew, which over a hanging line leaves nothing to look at, with unsaved work behind it: ours goes on trying.
COMES_BACK = """<script>
      addEventListener("load", () => {
        const { socket } = window;
        if (!socket) return;
        socket.io.on("reconnect_error", async () => {
          const answer = await fetch("/auth/session", {headers: {"X-Background": "1"}}).catch(() => null);
          if (answer?.status === 401) location.href = "/login?next=" + encodeURIComponent(location.pathname + location.search);
        });
        const others = socket.listeners("connect_error");
        socket.off("connect_error").on("connect_error", (error) => {
          if (error.message === "timeout") socket.io.opts.transports = ["polling", "websocket"];
          else for (const hear of others) hear(error);
        });
      });
    </script>
  </body>"""


def stamp_template(app: Any, guard: Any) -> None:
    """Give NiceGUI's own `<script` tags the nonce, in its template: nothing a person wrote is ever stamped."""
    environment = nicegui_client.templates.env
    source, _, _ = nicegui_client.templates.env.loader.get_source(environment, "index.html")
    if 'nonce="' not in source:
        source = source.replace("</body>", COMES_BACK).replace(
            "<script", "<script nonce=\"{{ request.scope.get('ops.nonce', '') }}\""
        )
    environment.loader = DictLoader({"index.html": source})
    environment.cache.clear()
