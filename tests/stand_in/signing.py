"""A client's side of signing in a few lines, so that these tests lean on neither side of the product."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from tests.stand_in.gateway import StandIn
from tui_app.demo.application import ACCESS_KEY, ORG_ID, SECRET_KEY, USER_ID
from tui_app.demo.reply import Reply

GET_TOKEN = "/apim-token-service/v2.0/token/get"
REFRESH_TOKEN = "/apim-token-service/v2.0/token/refresh"
BASE = "/batch-processing-service/v2.1/"
JSON = {"Content-Type": "application/json"}
WHO = {"userId": USER_ID, "orgId": ORG_ID}


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def token_body(at_ms: int, key: str = ACCESS_KEY, secret: str = SECRET_KEY, **changes: Any) -> bytes:
    digest = sha256(f"{key}{at_ms}{secret}")
    return json.dumps({"appKey": key, "encryption": digest, "timestamp": at_ms} | changes).encode()


def headers_for(
    token: str, timestamp: int, params: Mapping[str, str], body: bytes = b"", secret: str = SECRET_KEY
) -> dict[str, str]:
    text = "".join(name + params[name] for name in sorted(params)) + body.decode()
    return {
        "apim-accesstoken": token,
        "apim-timestamp": str(timestamp),
        "apim-signature": sha256(f"{token}{text}{timestamp}{secret}"),
    }


class Caller:
    """Signs what it asks of a stand-in, with a token of its own."""

    def __init__(self, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self._tick = 0

    def token(self) -> str:
        self._tick += 1
        body = token_body(self.stand_in.now_ms() + self._tick)
        reply = self.stand_in.handle("POST", GET_TOKEN, JSON, body)
        return str(json.loads(reply.body)["data"]["accessToken"])

    def ask(self, method: str, resource: str, body: bytes = b"", *, params: Mapping[str, str]) -> Reply:
        query = WHO | dict(params)
        signed = headers_for(self.token(), self.stand_in.now_ms(), query, body)
        return self.stand_in.handle(method, f"{BASE}{resource}?{urlencode(query)}", signed, body)

    def task(self, instance_id: str) -> Any:
        return self._get("taskInstances", action="get", taskInstId=instance_id)

    def log(self, instance_id: str, **params: str) -> Any:
        return self._get("taskInstances", action="getLog", taskInstId=instance_id, **params)

    def flow(self, instance_id: str) -> Any:
        return self._get("flowInstances", action="get", flowInstId=instance_id)

    def _get(self, resource: str, **params: str) -> Any:
        return json.loads(self.ask("GET", resource, params=params).body)

    def search(self, **changes: Any) -> Any:
        body = {
            "type": 1,
            "expression": "",
            "owner": "",
            "fromTriggerTime": 0,
            "toTriggerTime": self.stand_in.now_ms() + 86_400_000,
            "status": "",
            "pagination": {"pageNo": 1, "pageSize": 50},
        }
        sent = json.dumps(body | changes).encode()
        return json.loads(self.ask("POST", "flowInstances", sent, params={"action": "search"}).body)
