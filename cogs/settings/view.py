"""How a server is set up, and what is still missing, in words."""

from collections.abc import Iterable

import discord

from bot.domain.label import Label
from bot.domain.members import Server
from bot.i18n import Texts
from bot.lengths import MOST_FIELD, fit

COLOUR = discord.Colour(0x3B7A78)
NEEDED = ("view_channel", "send_messages", "send_messages_in_threads", "read_message_history", "embed_links")
NEEDED_BY_STAFF_CHANNEL = ("view_channel", "send_messages", "read_message_history", "embed_links")


def missing(
    channel: discord.abc.GuildChannel, me: discord.Member, needed: Iterable[str] = NEEDED
) -> list[str]:
    """Return what the bot may not do in a channel although it needs to, by discord.py's names."""
    granted = channel.permissions_for(me)
    return [name for name in needed if not getattr(granted, name)]


def setup_embed(
    server: Server, guild: discord.Guild, label: Label, *, message_content: bool, texts: Texts
) -> discord.Embed:
    """Show how a server is set up, and all that stands in the way."""
    embed = discord.Embed(colour=COLOUR, title=texts.t("How Stagedoor is set up here"))
    nothing = texts.t("not set")
    channels = fit((f"<#{channel_id}>" for channel_id in sorted(server.listened)), MOST_FIELD, " ")
    embed.add_field(name=texts.t("Team"), value=_roles(server.staff_roles) or nothing)
    embed.add_field(name=texts.t("Managers"), value=_roles(server.manager_roles) or nothing)
    staff_channel = f"<#{server.staff_channel_id}>" if server.staff_channel_id else nothing
    embed.add_field(name=texts.t("The team’s channel"), value=staff_channel)
    embed.add_field(name=texts.t("I listen in"), value=channels or nothing, inline=False)
    embed.add_field(
        name=texts.t("Language of the team’s posts"),
        value=texts.t("English") if server.language == "en" else "한국어",
    )
    embed.add_field(name=texts.t("Label"), value=_label(label, texts))
    problems = _problems(server, guild, message_content=message_content, texts=texts)
    if problems:
        embed.add_field(name=texts.t("To do"), value=fit(problems, MOST_FIELD), inline=False)
    return embed


def _roles(role_ids: Iterable[int]) -> str:
    return " ".join(f"<@&{role_id}>" for role_id in sorted(role_ids))


def _label(label: Label, texts: Texts) -> str:
    if not label.name:
        return texts.t("nothing imported yet")
    return texts.n("{label}, {count} show", "{label}, {count} shows", len(label.shows), label=label.name)


def _problems(server: Server, guild: discord.Guild, *, message_content: bool, texts: Texts) -> list[str]:
    problems = []
    if not server.staff_roles:
        problems.append(texts.t("• Choose the team’s role: /setup team"))
    roles = [guild.get_role(role_id) for role_id in sorted(server.staff_roles)]
    problems += [
        texts.t(
            "• Discord hides the team’s commands from <@&{role}>: give that role Manage Messages, "
            "or allow the commands under Server Settings → Integrations.",
            role=role.id,
        )
        for role in roles
        if role is not None and not (role.permissions.manage_messages or role.permissions.administrator)
    ]
    if server.staff_channel_id is None:
        problems.append(texts.t("• Choose the team’s channel: /setup team_channel"))
    if not server.listened:
        problems.append(texts.t("• Choose a channel for me to listen in: /setup listen"))
    if not message_content:
        problems.append(
            texts.t(
                "• Without the Message Content intent I only hear mentions, replies to me, direct messages and /ask."
            )
        )
    wanted: dict[int, Iterable[str]] = dict.fromkeys(sorted(server.listened), NEEDED)
    if server.staff_channel_id is not None:
        wanted[server.staff_channel_id] = NEEDED_BY_STAFF_CHANNEL
    for channel_id, needed in wanted.items():
        channel = guild.get_channel(channel_id)
        if channel is None:
            problems.append(texts.t("• I can’t see <#{channel}>.", channel=channel_id))
            continue
        lacking = missing(channel, guild.me, needed)
        if lacking:
            names = ", ".join(name.replace("_", " ").title() for name in lacking)
            problems.append(
                texts.t("• In <#{channel}> I lack: {permissions}", channel=channel_id, permissions=names)
            )
    return problems
