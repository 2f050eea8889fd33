"""Kinds of faults of single requests: limits, errors, lost connections, silence."""

from collections.abc import Mapping
from typing import Any

from bot.rehearsal.faults.kind import RequestKind, Strike
from bot.rehearsal.faults.request_faults import HTML, Fault

VIA = {"Via": "1.1 google"}
SERVER_ERRORS = (500, 502, 503, 504)
EDGE_ERRORS = (520, 521, 522, 523, 524)


def _fault(**parts: Any) -> Fault:
    return Fault(method="*", path="*", times=1, **{"after": False, **parts})


def _limited(strike: Strike, scope: str, headers: Mapping[str, str]) -> Fault:
    told = {
        **headers,
        "Retry-After": str(int(strike.seconds) + 1),
        "X-RateLimit-Scope": scope,
        **({"X-RateLimit-Global": "true"} if scope == "global" else {}),
    }
    body = {
        "message": "You are being rate limited.",
        "retry_after": strike.seconds,
        "global": scope == "global",
    }
    return _fault(status=429, body=body, headers=told)


def _server_error(strike: Strike) -> Fault:
    return _fault(status=strike.random.choice(SERVER_ERRORS), body={"message": "Server Error", "code": 0})


def _edge_error(strike: Strike) -> Fault:
    status = strike.random.choice(EDGE_ERRORS)
    return _fault(status=status, body=HTML.replace("502 Bad Gateway", str(status)))


KINDS = (
    RequestKind(
        name="rate_limit",
        summary="429 for this bot, from Discord itself (`Via`): wait and ask again",
        strike=lambda strike: _limited(strike, "user", VIA),
    ),
    RequestKind(
        name="rate_limit_shared",
        summary="429 because of others in the same place: no fault of the bot's",
        strike=lambda strike: _limited(strike, "shared", VIA),
    ),
    RequestKind(
        name="rate_limit_global",
        summary="429 for everything this bot asks",
        strike=lambda strike: _limited(strike, "global", VIA),
    ),
    RequestKind(
        name="rate_limit_without_via",
        summary="429 and HTML from the edge, without `Via`: the address is banned for a while",
        strike=lambda _: _fault(status=429, body=HTML),
    ),
    RequestKind(
        name="server_error",
        summary="500, 502, 503 or 504, and nothing was done",
        strike=_server_error,
    ),
    RequestKind(
        name="edge_error",
        summary="520 to 524 and HTML from the edge, and nothing was done",
        strike=_edge_error,
    ),
    RequestKind(
        name="answer_lost",
        summary="502 and HTML, though the request was carried out",
        strike=lambda _: _fault(status=502, after=True),
    ),
    RequestKind(
        name="html_body",
        summary="200 and HTML instead of JSON, and nothing was done",
        strike=lambda _: _fault(status=200),
    ),
    RequestKind(
        name="reset_before",
        summary="the connection is reset before the request is carried out",
        strike=lambda _: _fault(cut=True),
    ),
    RequestKind(
        name="reset_after",
        summary="the connection is reset after the request was carried out",
        strike=lambda _: _fault(cut=True, after=True),
    ),
    RequestKind(
        name="hang_before",
        summary="silence, then the request is carried out",
        strike=lambda strike: _fault(hang=strike.seconds),
    ),
    RequestKind(
        name="hang_after",
        summary="the request is carried out, then silence before the answer",
        strike=lambda strike: _fault(hang=strike.seconds, after=True),
    ),
)
