"""Messages as applications send them: read, checked, and refused as Discord refuses them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.rehearsal.checks import components, embeds
from bot.rehearsal.checks.fields import items, number
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.channels import COMPONENTS_V2, EPHEMERAL, SUPPRESS_EMBEDS, VOICE_MESSAGE, Message

Json = dict[str, Any]

CONTENT, NONCE, ATTACHMENTS, STICKERS = 2000, 25, 10, 3
_SETTABLE = SUPPRESS_EMBEDS | EPHEMERAL | COMPONENTS_V2 | VOICE_MESSAGE | 1 << 12


_LEGACY = ("MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "Not with these components.")

FORWARD = 1
"""A `message_reference` of this type sends a message on."""


@dataclass(frozen=True)
class Upload:
    """A file that came with a request."""

    filename: str
    content: bytes = field(repr=False)


@dataclass(kw_only=True)
class Draft:
    """What a request wants a message to be; None: not said."""

    content: str | None = None
    embeds: list[Json] | None = None
    components: list[Json] | None = None
    attachments: list[Json] | None = None
    uploads: dict[int, Upload] = field(default_factory=dict)
    flags: int | None = None
    nonce: str | int | None = None
    enforce_nonce: bool = False
    tts: bool = False
    allowed: Mapping[str, Any] | None = None
    reference: Json | None = None
    poll: Json | None = None
    sticker_ids: list[int] = field(default_factory=list)

    @property
    def empty(self) -> bool:
        """Say whether nothing would be seen of it."""
        seen = any(not embeds.empty(one) for one in self.embeds or [])
        bare = not (self.content or seen or self.components or self.attachments or self.uploads)
        return bare and not (self.poll or self.sticker_ids or self.forwards)

    @property
    def forwards(self) -> bool:
        """Say whether it sends another message on."""
        return (self.reference or {}).get("type") == FORWARD

    @property
    def voice(self) -> bool:
        """Say whether it is spoken."""
        return bool((self.flags or 0) & VOICE_MESSAGE)


def read(body: Json, uploads: dict[int, Upload], *, path: str = "", editing: Message | None = None) -> Draft:
    """Return a request's message; Refused 50035 with all that is wrong with it, 50006 if it is empty."""
    problems = Problems()
    flags = _flags(body, problems, path)
    layout = bool((flags or 0) & COMPONENTS_V2 or (editing and editing.flags & COMPONENTS_V2))
    draft = Draft(
        content=_content(body, problems, path, layout=layout),
        uploads=uploads,
        flags=flags,
        nonce=_nonce(body, problems, path),
        enforce_nonce=bool(body.get("enforce_nonce")),
        tts=bool(body.get("tts")),
        allowed=_allowed(body, problems, path),
        reference=body.get("message_reference"),
        poll=body.get("poll"),
        sticker_ids=[number(one) or 0 for one in items(body, "sticker_ids", problems, path + "sticker_ids")],
    )
    problems.count(path + "sticker_ids", draft.sticker_ids, most=STICKERS)
    if layout and (draft.poll or draft.sticker_ids):
        problems.add(path + "flags", *_LEGACY)
    if "embeds" in body:
        draft.embeds = embeds.read(
            items(body, "embeds", problems, path + "embeds"), problems, path + "embeds"
        )
        if layout and draft.embeds:
            problems.add(
                path + "embeds",
                *_LEGACY,
            )
    if "components" in body:
        listed = items(body, "components", problems, path + "components")
        draft.components = components.read(listed, problems, layout=layout, path=path + "components")
    if "attachments" in body:
        draft.attachments = items(body, "attachments", problems, path + "attachments")
        problems.count(path + "attachments", draft.attachments, most=ATTACHMENTS)
    problems.refuse()
    if draft.empty and not editing:
        raise Refused(50006)
    if draft.forwards and (draft.content or draft.embeds or draft.uploads or draft.components or draft.poll):
        text = "A forwarded message cannot have content of its own"
        problems.add(path + "message_reference", "MESSAGE_FORWARD_CANNOT_HAVE_CONTENT", text)
        problems.refuse()
    if editing:
        _check_editable(editing)
    elif draft.voice:
        _check_voice(draft)
    return draft


def _check_editable(message: Message) -> None:
    if message.poll:
        raise Refused(520003)
    if message.flags & VOICE_MESSAGE:
        raise Refused(50162)


def _check_voice(draft: Draft) -> None:
    """Refuse what is no recording alone, with its length and the picture of its sound."""
    if draft.content or draft.embeds or draft.components or draft.poll or draft.sticker_ids:
        raise Refused(50159)
    if len(draft.uploads) != 1:
        raise Refused(50160)
    told = (draft.attachments or [{}])[0]
    if not told.get("duration_secs") or not told.get("waveform"):
        raise Refused(50161)


def would_be_empty(message: Message, draft: Draft) -> bool:
    """Say whether an edit would leave nothing to see."""
    left = {
        "content": message.content if draft.content is None else draft.content,
        "embeds": message.embeds if draft.embeds is None else draft.embeds,
        "components": message.components if draft.components is None else draft.components,
        "attachments": message.attachments if draft.attachments is None else draft.attachments,
    }
    return not any(left.values()) and not draft.uploads


def _content(body: Json, problems: Problems, path: str, *, layout: bool) -> str | None:
    if "content" not in body:
        return None
    content = body["content"]
    if content is None:
        return ""
    if isinstance(content, (int, float)) and not isinstance(content, bool):
        content = str(content)
    problems.length(path + "content", content, most=CONTENT)
    if layout and content:
        problems.add(
            path + "content",
            *_LEGACY,
        )
    return content.strip() if isinstance(content, str) else ""


def _flags(body: Json, problems: Problems, path: str) -> int | None:
    flags = body.get("flags")
    if flags is None:
        return None
    read_flags = number(flags)
    if read_flags is None:
        problems.add(path + "flags", "NUMBER_TYPE_COERCE", f'Value "{flags}" is not int.')
        return None
    return read_flags & _SETTABLE


def _nonce(body: Json, problems: Problems, path: str) -> str | int | None:
    nonce = body.get("nonce")
    if nonce is None or isinstance(nonce, int):
        return nonce
    problems.length(path + "nonce", nonce, most=NONCE)
    return str(nonce)


def _allowed(body: Json, problems: Problems, path: str) -> Mapping[str, Any] | None:
    allowed = body.get("allowed_mentions")
    if not isinstance(allowed, dict):
        return None
    here = path + "allowed_mentions"
    parse = allowed.get("parse") or []
    for index, kind in enumerate(parse):
        if kind not in ("users", "roles", "everyone"):
            problems.choice(f"{here}.parse.{index}", ("users", "roles", "everyone"))
    for kind in ("users", "roles"):
        named = allowed.get(kind) or []
        problems.count(f"{here}.{kind}", named, most=100)
        if named and kind in parse:
            text = f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.'
            problems.add(here, "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", text)
    return allowed
