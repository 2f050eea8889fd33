"""Web addresses in what fans write: which show a work, which is the same as another, which lead nowhere public.

Nothing here, and nothing that uses it, ever opens an address.
"""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qs, urlsplit

MOST_LINK = 300
#: Where fans put pictures, music and films; a subdomain counts as well.
HOSTS = (
    "youtube.com", "youtu.be", "soundcloud.com", "bandcamp.com", "instagram.com", "x.com", "twitter.com",
    "tiktok.com", "pixiv.net", "vimeo.com", "deviantart.com", "artstation.com", "tumblr.com", "bsky.app",
    "behance.net", "nicovideo.jp", "bilibili.com", "tv.naver.com", "audius.co", "mixcloud.com", "postype.com",
    "threads.net", "threads.com", "twitch.tv", "imgur.com",
)  # fmt: skip
_FILES = re.compile(r"\.(?:png|jpe?g|gif|webp|mp3|wav|flac|ogg|m4a|mp4|mov|webm)$", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
_LOCAL = (".local", ".localhost", ".internal", ".lan", ".home", ".arpa", ".test", ".invalid", ".onion")
_HOST = re.compile(r"[a-z0-9.-]+\.[a-z][a-z0-9-]*[a-z0-9]")
_HIDDEN = re.compile(r"\|\|.*?\|\|", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that leads to the public web. `print` is the same for every way of writing it."""

    written: str
    url: str
    print: str
    shows_media: bool
    hidden: bool = False


def public_link(text: str) -> str | None:
    """Return an address fit to be shown to everybody; None for what is none, or leads to a private place."""
    text = text.strip()
    parts = _split(text)
    if parts is None or len(text) > MOST_LINK or any(sign in text for sign in " \n\t<>|`\\()[]"):
        return None
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or parts.username is not None or not _is_public(host):
        return None
    return text


def _split(text: str) -> SplitResult | None:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return None
    return parts


def _is_public(host: str) -> bool:
    """Whether a host is a name of the public web: never an address in figures, however written."""
    try:
        name = host.encode("idna").decode("ascii").lower()
    except UnicodeError:
        return False
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return bool(_HOST.fullmatch(name)) and not name.endswith(_LOCAL)
    return False


def links_in(text: str) -> list[Link]:
    """Return the public links of a text in their order, each once."""
    hidden = "".join(_HIDDEN.findall(text))
    return list({link.print: link for link in _found(text, hidden)}.values())


def _found(text: str, hidden: str) -> Iterator[Link]:
    for written in _ADDRESS.findall(text):
        url = public_link(_trimmed(written))
        if url is not None:
            parts = urlsplit(url)
            yield Link(
                written=written,
                url=url,
                print=_print(parts),
                shows_media=_shows_media(parts),
                hidden=written in hidden,
            )


def _trimmed(written: str) -> str:
    return written.rstrip(".,;:!?'\"…*_~").rstrip(")").rstrip(".,;:!?")


def _shows_media(parts: SplitResult) -> bool:
    host = (parts.hostname or "").lower()
    known = any(host == name or host.endswith(f".{name}") for name in HOSTS)
    return (known and len(parts.path.strip("/")) > 0) or _FILES.search(parts.path) is not None


def _print(parts: SplitResult) -> str:
    """Write an address without what changes from share to share."""
    host = (parts.hostname or "").lower().removeprefix("www.").removeprefix("m.")
    path = parts.path.rstrip("/")
    query = parse_qs(parts.query)
    if host == "youtu.be":
        return f"youtube:{path.strip('/')}"
    if host.endswith("youtube.com"):
        video = query.get("v", [path.rsplit("/", 1)[-1]])[0]
        return f"youtube:{video}"
    if host == "twitter.com":
        host = "x.com"
    return f"{host}{path}"
