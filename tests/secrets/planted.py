"""Twenty secrets, a gateway that repeats them wherever it can, and a search that finds them in any output."""

import base64
import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.stand_in import Served, serve
from tests.stand_in.gateway import StandIn
from tests.stand_in.verify import TokenService
from tui_app.demo.application import ACCESS_KEY, ORG_ID, USER_ID
from tui_app.demo.reply import Reply
from tui_app.demo.stamps import night_suffix
from tui_app.demo.world import World

BEGAN = datetime.now(UTC)
"""The world's beginning: midnight may pass before it is made."""
NIGHT = night_suffix(BEGAN)
ALERTED, CAUSE, FLOW = f"900106-{NIGHT}", f"900103-{NIGHT}", f"900100-{NIGHT}"
NO_SUCH = "118979-2021020299"

OWN = {
    "access key": ACCESS_KEY,
    "secret key": "9c41d7e2-77aa-4c1f-b6d3-5e0f8a2b3c4d",
    "secret key of another profile": "1d2c3b4a-88bb-4d2e-a7c4-6f1e9b3c4d5e",
    "proxy password": "Pr0xyGeheim77",
}
"""Ours: they stand nowhere. Tokens, signatures and digests come to them as they are made."""

THEIRS = {
    "password in a log": "Kw1-q8ZtRf",
    "password in an option": "Kw2-m3XvLp",
    "password of a URL": "Kw3-b7NcHd",
    "password of a JDBC address": "Kw4-t5GyWs",
    "environment variable": "Kw5-r2JkQn",
    "token in JSON": "Kw6-c9VbMx",
    "token in JSON within JSON": "Kw7-z4FdTg",
    "authorization header": "Kw8w6PhSbNcHdQ",
    "private key": "Kw9MIIEvQIBADANBg",
    "password in XML": "Kw0-e8UaYj",
    "access key of a cloud": "AKIAKWIOSFODNN7PLANT",
    "API key in a note": "KwA-n6DxCv",
}
"""Other people's, in what the server sends and in what the person notes: shown, but written nowhere."""

_T = THEIRS
HARM = [
    f"login with password={_T['password in a log']}",
    f"mysql --password {_T['password in an option']} --host db",
    f"git clone https://robot:{_T['password of a URL']}@git.example.com/x",
    f"jdbc:oracle:thin:scott/{_T['password of a JDBC address']}@db:1521",
    f"export DB_PASSWORD='{_T['environment variable']}'",
    json.dumps({"accessToken": _T["token in JSON"]}),
    json.dumps(json.dumps({"client_secret": _T["token in JSON within JSON"]})),
    f"Authorization: Bearer {_T['authorization header']}",
    f"<password>{_T['password in XML']}</password>",
    f"used {_T['access key of a cloud']}",
]
PEM = f"-----BEGIN PRIVATE KEY-----\n{_T['private key']}\n-----END PRIVATE KEY-----"
NOTE = f"api_key: {_T['API key in a note']}"

_TOKEN = re.compile(r"\b[0-9a-f]{40}\b")


class Leaky(StandIn):
    """A stand-in that repeats every secret it knows in all that it says."""

    def __init__(self) -> None:
        super().__init__(
            World(BEGAN),
            lambda: int(datetime.now(UTC).timestamp() * 1000),
            tokens=TokenService({ACCESS_KEY: OWN["secret key"]}),
        )
        self.targets: list[str] = []
        """What stood on the request lines."""
        self.sent = b""
        """All headers and bodies that came, less what has to carry a token, a signature or the access key."""
        self.made: set[str] = set()
        """Tokens, signatures and digests so far."""
        self.tokens_made: set[str] = set()
        """The tokens alone that this client was given."""

    def handle(self, method: str, raw_target: str, headers: Mapping[str, str], body: bytes) -> Reply:
        lower = {name.lower(): value for name, value in headers.items()}
        self.targets.append(raw_target)
        rest = {name: value for name, value in lower.items() if not name.startswith("apim-")}
        self.sent += json.dumps(rest).encode() + (b"" if "token" in raw_target else body)
        self.made |= {lower[name] for name in ("apim-accesstoken", "apim-signature") if name in lower}
        if "/token/" in raw_target:
            self.made.add(json.loads(body)["encryption"])
        # What another process was given, and this client never was, it cannot know.
        tokens = sorted(self.tokens_made)
        answer = super().handle(method, raw_target, {**headers, "accept-encoding": ""}, body)
        if "/token/" not in raw_target:
            return self._repeating(answer, lower["apim-signature"], tokens)
        self.tokens_made |= set(_TOKEN.findall(answer.body.decode()))
        self.made |= self.tokens_made
        return answer

    def _repeating(self, answer: Reply, signature: str, tokens: list[str]) -> Reply:
        ours = [ACCESS_KEY, OWN["secret key"], signature, *tokens]
        said = json.loads(answer.body)
        if said.get("code"):
            said["msg"] = " ".join([said["msg"], *ours])
        elif isinstance(data := said.get("data"), dict) and "log" in data:
            lines = data["log"].split("\n")
            data["log"] = "\n".join(
                f"{line} {HARM[n % len(HARM)]} {ours[n % len(ours)]}" for n, line in enumerate(lines)
            )
            data["log"] += f"\n{PEM}"
        elif isinstance(data, dict):
            self._into(data, ours)
        return Reply(answer.status, dict(answer.headers), json.dumps(said).encode(), answer.delay_s)

    def _into(self, record: dict[str, Any], ours: list[str]) -> None:
        for name in ("taskName", "flowName", "cmd", "stsDesc", "resourceName"):
            if name in record:
                record[name] = f"{record[name]} {ours[0]} {' '.join(HARM)} {' '.join(ours)}"
        record["runMode"] = json.dumps({"env": HARM, "pem": PEM, **{one: one for one in ours}})
        record["echo"] = ours


@contextmanager
def a_leaky_gateway() -> Iterator[tuple[Served, Leaky]]:
    """On a loopback socket."""
    leaky = Leaky()
    with serve(leaky) as served:
        yield served, leaky


def write_settings(home: Path, gateway: str) -> Path:
    """A config.toml with one profile whose key a command prints, and another with a key in it."""
    vault = home / "vault"
    vault.write_text(OWN["secret key"])
    common = (
        f'org_id = "{ORG_ID}"\nuser_id = "{USER_ID}"\naccess_key = "{ACCESS_KEY}"\ngateway = "{gateway}"\n'
    )
    config = home / ".config" / "enos-tui" / "config.toml"
    config.parent.mkdir(parents=True)
    config.touch(mode=0o600)
    config.write_text(
        f'default_profile = "prod"\n[profiles.prod]\n{common}secret_command = "cat {vault}"\n'
        f'[profiles.other]\n{common}secret_key = "{OWN["secret key of another profile"]}"\n'
    )
    return config


def environment(home: Path) -> dict[str, str]:
    """What a person's shell says who sits behind a proxy that wants a password, but not for this machine."""
    return {
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "HOME": str(home),
        "PATH": os.environ["PATH"],
        "HTTP_PROXY": f"http://me:{OWN['proxy password']}@127.0.0.1:9",
        "NO_PROXY": "127.0.0.1",
    }


_SEQUENCES = re.compile(rb"\x1b\[[0-9;:<=>?]*[ -/]*[@-~]|\x1b[()][0-9A-B]|[\r\n]")
_CLIPBOARD = re.compile(rb"\x1b\]52;c;([A-Za-z0-9+/=]*)")


def drawn(sent: bytes) -> bytes:
    """What a terminal was sent: as it is, without what moves and colours, and what was copied."""
    copies = [base64.b64decode(one) for one in _CLIPBOARD.findall(sent)]
    return b"\n".join([sent, _SEQUENCES.sub(b"", sent), *copies])


def found(secrets: Mapping[str, str], output: bytes | str) -> list[str]:
    """Names of the secrets that stand in an output in any form this program could give them."""
    text = output if isinstance(output, bytes) else output.encode("utf-8", "surrogatepass")
    lower = text.lower()
    return [name for name, secret in secrets.items() if any(form in lower for form in _forms(secret))]


def _forms(secret: str) -> set[bytes]:
    raw = secret.encode()
    # In base64 a text looks otherwise at each of three places; its ends depend on what is beside it.
    based = [base64.b64encode(b"\0" * shift + raw)[shift + 4 : -4] for shift in range(3)]
    spelt = "".join(f"\\u{ord(letter):04x}" for letter in secret).encode()
    percent = "".join(f"%{byte:02x}" for byte in raw).encode()
    forms = {raw, raw[::-1], quote(secret, safe="").encode(), spelt, percent, raw.hex().encode(), *based}
    return {form.lower() for form in forms}


def all_files(*folders: Path, but: tuple[Path, ...] = ()) -> bytes:
    """Every byte in the files of some folders."""
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file() and path not in but]
    return b"\n".join(os.fsencode(path) + path.read_bytes() for path in sorted(paths))
