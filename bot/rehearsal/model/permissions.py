"""Discord's permission bits, and what a channel's overwrites make of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

_BITS = {
    "create_instant_invite": 0,
    "kick_members": 1,
    "ban_members": 2,
    "administrator": 3,
    "manage_channels": 4,
    "manage_guild": 5,
    "add_reactions": 6,
    "view_audit_log": 7,
    "priority_speaker": 8,
    "stream": 9,
    "view_channel": 10,
    "read_messages": 10,
    "send_messages": 11,
    "send_tts_messages": 12,
    "manage_messages": 13,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "mention_everyone": 17,
    "external_emojis": 18,
    "use_external_emojis": 18,
    "view_guild_insights": 19,
    "connect": 20,
    "speak": 21,
    "mute_members": 22,
    "deafen_members": 23,
    "move_members": 24,
    "use_voice_activation": 25,
    "change_nickname": 26,
    "manage_nicknames": 27,
    "manage_roles": 28,
    "manage_permissions": 28,
    "manage_webhooks": 29,
    "manage_expressions": 30,
    "manage_emojis": 30,
    "use_application_commands": 31,
    "request_to_speak": 32,
    "manage_events": 33,
    "manage_threads": 34,
    "create_public_threads": 35,
    "create_private_threads": 36,
    "external_stickers": 37,
    "use_external_stickers": 37,
    "send_messages_in_threads": 38,
    "use_embedded_activities": 39,
    "moderate_members": 40,
    "view_creator_monetization_analytics": 41,
    "use_soundboard": 42,
    "create_expressions": 43,
    "create_events": 44,
    "use_external_sounds": 45,
    "send_voice_messages": 46,
    "set_voice_channel_status": 48,
    "send_polls": 49,
    "create_polls": 49,
    "use_external_apps": 50,
    "pin_messages": 51,
    "bypass_slowmode": 52,
}
_DEFAULTS = (
    "create_instant_invite",
    "add_reactions",
    "stream",
    "view_channel",
    "send_messages",
    "embed_links",
    "attach_files",
    "read_message_history",
    "mention_everyone",
    "use_external_emojis",
    "connect",
    "speak",
    "use_voice_activation",
    "change_nickname",
    "use_application_commands",
    "request_to_speak",
    "create_public_threads",
    "create_private_threads",
    "use_external_stickers",
    "send_messages_in_threads",
    "use_embedded_activities",
    "use_soundboard",
    "use_external_sounds",
    "send_voice_messages",
    "send_polls",
    "use_external_apps",
)


def bits(names: Iterable[str]) -> int:
    """Return the permission number of `names` (discord.py's names); KeyError for an unknown name."""
    number = 0
    for name in names:
        number |= 1 << _BITS[name]
    return number


ALL = bits(_BITS)
DEFAULT = bits(_DEFAULTS)
QUIET = bits(["view_channel", "read_message_history"])
"""What is left to a member in a time-out."""
ADMINISTRATOR = bits(["administrator"])
VIEW = bits(["view_channel"])
NEEDS_SENDING = bits(
    ["send_messages", "mention_everyone", "send_tts_messages", "embed_links", "attach_files"]
)
"""What nobody may do where they may not speak."""


@dataclass(kw_only=True)
class Overwrite:
    """What a channel allows and denies a role (kind 0) or a member (kind 1)."""

    target_id: int
    kind: int
    allow: int = 0
    deny: int = 0


def overwritten(
    number: int, overwrites: Mapping[int, Overwrite], *, everyone: int, roles: Iterable[int], member: int
) -> int:
    """Return what is held after a channel's overwrites: everyone's, then all roles', then the member's own."""
    layers = ([everyone], list(roles), [member])
    for layer in layers:
        found = [overwrites[target] for target in layer if target in overwrites]
        for one in found:
            number &= ~one.deny
        for one in found:
            number |= one.allow
    return number
