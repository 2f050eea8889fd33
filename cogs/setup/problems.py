"""What stands in the way of a server's set-up: what is not chosen, and what the bot may not do where."""

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby

import discord

from bot.domain.sentences import Sentence, sentence
from bot.domain.server import Server
from bot.interface.i18n import Texts
from cogs.setup.steps import Setting

_READS = ("view_channel", "read_message_history")
_POSTS = ("view_channel", "send_messages", "read_message_history", "embed_links")
NEEDED = (*_POSTS, "send_messages_in_threads")
NEEDED_BY_FORUM = (*_READS, "send_messages_in_threads", "embed_links", "manage_threads")
NEEDED_BY_DIGEST = (*_POSTS, "attach_files")
#: So many channels stand on one line.
IN_A_LINE = 20

#: As Discord names them, in the order of its pages.
_NAMES = {
    "view_channel": sentence("View Channel"),
    "send_messages": sentence("Send Messages"),
    "send_messages_in_threads": sentence("Send Messages in Threads"),
    "embed_links": sentence("Embed Links"),
    "attach_files": sentence("Attach Files"),
    "read_message_history": sentence("Read Message History"),
    "manage_threads": sentence("Manage Threads"),
}


def missing(
    channel: discord.abc.GuildChannel, me: discord.Member, needed: Collection[str] = NEEDED
) -> list[str]:
    """Return what the bot may not do in a channel although it needs to, by discord.py's names."""
    granted = channel.permissions_for(me)
    return [name for name in _NAMES if name in needed and not getattr(granted, name)]


def problems(
    server: Server,
    guild: discord.Guild,
    *,
    message_content: bool,
    texts: Texts,
    settings: Collection[Setting] = tuple(Setting),
) -> list[str]:
    """Say, a line each, what stands in the way of some of the settings."""
    lines = [texts.say(words) for setting, words in _unset(server) if setting in settings]
    if Setting.TEAM in settings:
        lines += _hidden(server, guild, texts)
    if Setting.LISTENED in settings and not message_content:
        lines.append(
            texts.t(
                "• Without the Message Content intent I only hear mentions, replies to me, direct messages and /ask."
            )
        )
    lines += _lacking(_wanted(server, guild, settings), guild, texts)
    if Setting.TEAM_CHANNEL in settings:
        lines += _exposed(server, guild, texts)
    if Setting.ON_DUTY in settings:
        lines += _unmentionable(server, guild, texts)
    return lines


def _unset(server: Server) -> Iterator[tuple[Setting, Sentence]]:
    if not server.staff_roles:
        yield Setting.TEAM, sentence("• Choose the team’s role: /setup team")
    if server.staff_channel_id is None:
        yield Setting.TEAM_CHANNEL, sentence("• Choose the team’s channel: /setup team_channel")
    if not server.listened:
        yield Setting.LISTENED, sentence("• Choose a channel for me to listen in: /setup listen")


def _hidden(server: Server, guild: discord.Guild, texts: Texts) -> list[str]:
    roles = [guild.get_role(role_id) for role_id in sorted(server.staff_roles)]
    return [
        texts.t(
            "• Discord hides the team’s commands from <@&{role}>: give that role Manage Messages, "
            "or allow the commands under Server Settings → Integrations.",
            role=role.id,
        )
        for role in roles
        if role is not None and not (role.permissions.manage_messages or role.permissions.administrator)
    ]


def _wanted(server: Server, guild: discord.Guild, settings: Collection[Setting]) -> dict[int, set[str]]:
    """Return all that each channel needs for these settings."""
    uses: list[tuple[Setting, Iterable[int | None], Iterable[str]]] = [
        (Setting.TEAM_CHANNEL, [server.staff_channel_id], _POSTS),
        (Setting.LISTENED, server.listened, NEEDED),
        (Setting.ANNOUNCED, server.announced, _READS),
        (Setting.DIGEST_CHANNEL, [server.digest_channel_id], NEEDED_BY_DIGEST),
    ]
    wanted: dict[int, set[str]] = {}
    for setting, channel_ids, needed in uses:
        if setting in settings:
            for channel_id in sorted(filter(None, channel_ids)):
                forum = needed is NEEDED and isinstance(guild.get_channel(channel_id), discord.ForumChannel)
                wanted.setdefault(channel_id, set()).update(NEEDED_BY_FORUM if forum else needed)
    return wanted


def _lacking(wanted: dict[int, set[str]], guild: discord.Guild, texts: Texts) -> list[str]:
    """Say what is missing where; channels that lack the same stand on one line."""
    channels = {channel_id: guild.get_channel(channel_id) for channel_id in wanted}
    unseen = [channel_id for channel_id, channel in channels.items() if channel is None]
    lines = [texts.t("• I can’t see <#{channel}>.", channel=channel_id) for channel_id in unseen]
    lacking = {
        channel_id: missing(channel, guild.me, wanted[channel_id])
        for channel_id, channel in channels.items()
        if channel is not None
    }
    for names, alike in groupby(sorted(filter(lacking.get, lacking), key=lacking.__getitem__), lacking.get):
        mentions = [f"<#{channel_id}>" for channel_id in alike]
        lines += [
            texts.t(
                "• In {channels} I lack: {permissions}",
                channels=" ".join(mentions[start : start + IN_A_LINE]),
                permissions=", ".join(texts.say(_NAMES[name]) for name in names or ()),
            )
            for start in range(0, len(mentions), IN_A_LINE)
        ]
    return lines


def _exposed(server: Server, guild: discord.Guild, texts: Texts) -> list[str]:
    channel = guild.get_channel(server.staff_channel_id or 0)
    if channel is None or not channel.permissions_for(guild.default_role).view_channel:
        return []
    return [texts.t("• Everybody can read <#{channel}>. A private channel is better.", channel=channel.id)]


def _unmentionable(server: Server, guild: discord.Guild, texts: Texts) -> list[str]:
    role = guild.get_role(server.on_duty_role_id or 0)
    channel = guild.get_channel(server.staff_channel_id or 0)
    if role is None or channel is None or role.mentionable:
        return []
    if channel.permissions_for(guild.me).mention_everyone:
        return []
    return [
        texts.t(
            "• I can’t mention <@&{role}>: let anyone @mention that role (Server Settings → Roles).",
            role=role.id,
        )
    ]
