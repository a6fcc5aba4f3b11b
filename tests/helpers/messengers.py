"""WeCom, DingTalk and Feishu on this machine, as far as signing in goes: one code each time, good once, for who knows the secret."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

CLIENT, SECRET, AGENT = "corp-1", "a secret of both", "1000002"


class Messengers:
    """says: what each says of whoever signs in there. down: the status with which everything is answered."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {
            "wecom": {"userid": "bo"},
            "dingtalk": {"mobile": "bo", "nick": "小波", "email": "bo"},
            "feishu": {"mobile": "+86bo", "email": "bo"},
        }
        self.codes: set[str] = set()
        self.down = 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def sign_in(self, platform: str, address: str) -> str:
        """What a person does there; returns where it leads back to."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert CLIENT in (asked.get("appid"), asked.get("client_id")) and asked.get("agentid", AGENT) == AGENT
        self.codes.add("the-code")
        name = "authCode" if platform == "dingtalk" else "code"
        return f"{urlsplit(asked['redirect_uri']).path}?{name}=the-code&state={asked['state']}"

    def _token(self, code: str, client: str, secret: str) -> bool:
        good = code in self.codes and (client, secret) == (CLIENT, SECRET)
        self.codes.discard(code)
        return good

    def answer(self, path: str, query: dict[str, str], form: dict[str, Any], heads: Any) -> Any:
        if path == "/cgi-bin/gettoken":
            good = (query["corpid"], query["corpsecret"]) == (CLIENT, SECRET)
            return {"errcode": 0, "access_token": "t"} if good else {"errcode": 40001, "errmsg": "invalid credential"}
        if path == "/cgi-bin/auth/getuserinfo":
            good = query["access_token"] == "t" and self._token(query["code"], CLIENT, SECRET)
            return {"errcode": 0} | self.says["wecom"] if good else {"errcode": 40029, "errmsg": "invalid code"}
        if path == "/v1.0/oauth2/userAccessToken":
            return {"accessToken": "t"} if self._token(form["code"], form["clientId"], form["clientSecret"]) else None
        if path == "/v1.0/contact/users/me":
            return self.says["dingtalk"] if heads["x-acs-dingtalk-access-token"] == "t" else None
        if path == "/open-apis/authen/v2/oauth/token":
            good = self._token(form["code"], form["client_id"], form["client_secret"])
            return {"code": 0, "access_token": "t"} if good else {"code": 20003, "error_description": "invalid code"}
        if path == "/open-apis/authen/v1/user_info":
            good = heads["Authorization"] == "Bearer t"
            return {"code": 0, "msg": "success", "data": self.says["feishu"]} if good else None
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        messengers = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._do({})

            def do_POST(self) -> None:
                self._do(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

            def _do(self, form: dict[str, Any]) -> None:
                url = urlsplit(self.path)
                query = {name: values[0] for name, values in parse_qs(url.query).items()}
                said = messengers.answer(url.path, query, form, self.headers)
                status = messengers.down or (400 if said is None else 200)
                body = json.dumps(said or {"code": "refused", "message": "no"}).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        return Handler
