"""AutoMod at work: which messages its rules stop, and what else they do about them."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, ClassVar

from bot.rehearsal.model import messages
from bot.rehearsal.model.channels import ALERT, Channel
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import GuildEvent
from bot.rehearsal.model.moderation import AutoModerationRule
from bot.rehearsal.model.users import User

Json = dict[str, Any]

MESSAGE_SENT = 1
KEYWORD, MENTIONS = 1, 5
BLOCK, SEND_ALERT, TIME_OUT = 1, 2, 3
_MENTION = re.compile(r"<@[!&]?\d+>")


def moderate(guild: Guild, channel: Channel, author: User, text: str) -> str | None:
    """Have the rules look at a message before it is sent; returns what a blocked author is told, "" for no more."""
    blocked = None
    for rule in guild.auto_moderation_rules.values():
        if not _concerns(rule.form, guild, channel, author):
            continue
        found = _found(rule.form, text)
        if found is None:
            continue
        for action in rule.form["actions"]:
            _act(action, guild, channel, author, text)
            event = AutoModerationActionExecution(
                guild=guild, channel=channel, rule=rule, user=author, action=action, text=text, found=found
            )
            guild.timeline.tell(event)
            if action["type"] == BLOCK:
                blocked = (action.get("metadata") or {}).get("custom_message") or ""
    return blocked


def _concerns(form: Json, guild: Guild, channel: Channel, author: User) -> bool:
    member = guild.member(author)
    if not form.get("enabled") or form["event_type"] != MESSAGE_SENT or member is None:
        return False
    if member.may("manage_guild"):
        return False
    roles = {str(role.id) for role in member.roles}
    places = {str(place.id) for place in (channel, channel.parent) if place}
    exempt = {str(one) for key in ("exempt_roles", "exempt_channels") for one in form.get(key) or []}
    return not exempt & (roles | places)


def _found(form: Json, text: str) -> tuple[str, str] | None:
    """Return the keyword and the content that set a rule off; None where nothing does."""
    metadata = form.get("trigger_metadata") or {}
    if form["trigger_type"] == MENTIONS:
        mentioned = set(_MENTION.findall(text))
        return ("", "") if len(mentioned) > metadata.get("mention_total_limit", 50) else None
    if form["trigger_type"] != KEYWORD:
        return None
    allowed = [_pattern(word) for word in metadata.get("allow_list") or []]
    wanted = {word: _pattern(word) for word in metadata.get("keyword_filter") or []}
    wanted |= {word: re.compile(word, re.IGNORECASE) for word in metadata.get("regex_patterns") or []}
    for word, pattern in wanted.items():
        for match in pattern.finditer(text):
            if not any(one.search(match[0]) for one in allowed):
                return word, match[0]
    return None


def _pattern(word: str) -> re.Pattern[str]:
    """Return what a keyword means: a whole word, or with `*` at an end any part of one."""
    bare = re.escape(word.strip("*"))
    before = r"\S*" if word.startswith("*") else r"(?<!\w)"
    after = r"\S*" if word.endswith("*") else r"(?!\w)"
    return re.compile(before + bare + after, re.IGNORECASE)


def _act(action: Json, guild: Guild, channel: Channel, author: User, text: str) -> None:
    metadata = action.get("metadata") or {}
    if action["type"] == TIME_OUT:
        member = guild.members[author.id]
        seconds = timedelta(seconds=metadata.get("duration_seconds", 0))
        member.timed_out_until = guild.timeline.clock.now() + seconds
        guild.member_changed(member)
    elif action["type"] == SEND_ALERT:
        place = guild.channels.get(int(metadata.get("channel_id") or 0))
        if place:
            embed = {
                "type": "auto_moderation_message",
                "description": text,
                "fields": [{"name": "channel_id", "value": str(channel.id), "inline": False}],
            }
            messages.post(place, author, kind=ALERT, embeds=[embed])


# --- what happens -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class AutoModerationActionExecution(GuildEvent):
    """A rule did something about a message; `found`: keyword and content."""

    channel: Channel
    rule: AutoModerationRule
    user: User
    action: Json
    text: str
    found: tuple[str, str]
    needs: ClassVar[tuple[str, ...]] = ("manage_guild",)
