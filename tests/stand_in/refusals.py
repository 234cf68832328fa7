"""Refusals of a gateway that only tests meet: those of the token service, and two rarer forms of HTTP 401.

Guesses, as in `tui_app.demo.reply`: the vendor documents none of the bodies.
"""

from tui_app.demo.reply import Reply, json_reply


def token_refusal(code: int, message: str) -> Reply:
    """The token service's refusal, codes 1001 to 1204."""
    return json_reply({"status": code, "msg": message, "business": "apim-token-service"})


def token_expired() -> Reply:
    """HTTP 200 whose body says that the token has expired."""
    return token_refusal(1203, "access token expired")


def unauthorized_in_prose() -> Reply:
    """HTTP 401 with a body that is not JSON."""
    return Reply(401, {"content-type": "text/plain"}, b"401 Authorization Required\n")
