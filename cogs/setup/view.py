"""How a server is set up, what that means, and the guide's pages, in words."""

from collections.abc import Iterable
from datetime import datetime, timedelta

import discord

from bot.domain.hours.opening_hours_text import write_holidays, write_week
from bot.domain.hours.server_hours import hours_in, zone_in
from bot.domain.languages.language import language_of
from bot.domain.server import Server
from bot.domain.shows.label import Label
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_FIELD, fit
from cogs.setup.problems import problems
from cogs.setup.steps import STEPS, Setting, Step

COLOUR = discord.Colour(0x3B7A78)
#: Room for a list of channels in a field, and in a sentence.
MOST_CHANNELS, MOST_IN_SENTENCE = 600, 200
MOST_TO_DO = 2000
MOST_HOLIDAYS = 5


def setup_embed(
    server: Server,
    guild: discord.Guild,
    label: Label,
    *,
    now: datetime,
    message_content: bool,
    texts: Texts,
) -> discord.Embed:
    """Show how a server is set up, what that means, and all that stands in the way."""
    embed = discord.Embed(
        colour=COLOUR,
        title=texts.t("How Stagedoor is set up here"),
        description=fit(_in_words(server, label, texts), MOST_TO_DO),
    )
    for step in STEPS:
        value = shown(step, server, label, now=now, texts=texts)
        embed.add_field(name=texts.say(step.name), value=value, inline=step.key is not Setting.LISTENED)
    embed.add_field(name=texts.t("Label"), value=_label(label, texts))
    to_do = problems(server, guild, message_content=message_content, texts=texts)
    for number, page in enumerate(_pages(to_do)):
        name = texts.t("To do") if number == 0 else texts.t("…and further")
        embed.add_field(name=name, value=page, inline=False)
    return embed


def step_embed(
    step: Step,
    server: Server,
    guild: discord.Guild,
    label: Label,
    *,
    guided: bool,
    now: datetime,
    message_content: bool,
    texts: Texts,
) -> discord.Embed:
    """Show one step: what it is about, how it is set now, and what stands in its way."""
    name = texts.say(step.name)
    if guided:
        name = texts.t("Step {number} of {count}: {name}", number=step.number, count=len(STEPS), name=name)
    embed = discord.Embed(colour=COLOUR, title=name, description=texts.say(step.words))
    value = shown(step, server, label, now=now, texts=texts)
    embed.add_field(name=texts.t("As it is now"), value=value, inline=False)
    to_do = problems(server, guild, message_content=message_content, texts=texts, settings=set(step.settings))
    if to_do and step.is_settled(server):
        embed.add_field(name=texts.t("To do"), value=fit(to_do, MOST_FIELD), inline=False)
    return embed


def shown(  # noqa: C901, PLR0911, PLR0912  # one case for each step
    step: Step, server: Server, label: Label, *, now: datetime, texts: Texts
) -> str:
    """Say how one step's settings are."""
    nothing = texts.t("not set")
    match step.key:
        case Setting.TEAM:
            return _roles(server.staff_roles) or nothing
        case Setting.MANAGERS:
            return _roles(server.manager_roles) or texts.t("whoever has Manage Server")
        case Setting.TEAM_CHANNEL:
            return _channel(server.staff_channel_id) or nothing
        case Setting.LISTENED:
            return _channels(server.listened) or nothing
        case Setting.ANNOUNCED:
            return _channels(server.announced) or nothing
        case Setting.LANGUAGE:
            return language_of(server.language).name
        case Setting.ZONE:
            return server.timezone or texts.t("{zone} (the label’s)", zone=label.timezone.key)
        case Setting.HOURS:
            return _hours(server, label, texts) or texts.t("always")
        case Setting.HOLIDAYS:
            return _holidays(server, label, now, texts) or texts.t("none")
        case Setting.TARGET:
            return length(server.target_minutes, texts)
        case Setting.REMINDS:
            return _reminders(server, texts)
        case Setting.CLAIM:
            return length(server.claim_minutes, texts)
        case _:
            return _digest(server, texts) or texts.t("none")


def day_name(weekday: int, texts: Texts) -> str:
    """Name a day of the week."""
    return texts.record.days("wide")[weekday]


def _in_words(server: Server, label: Label, texts: Texts) -> list[str]:
    """Say what the bot will do, a line each."""
    desk = _channel(server.staff_channel_id)
    lines = [_answering(server, texts)]
    if desk is not None:
        lines.append(texts.t("• What I don’t know I bring to {desk}, and tell the fan so.", desk=desk))
    lines.append(_target(server, label, texts))
    if desk is not None and server.reminds:
        lines.append(
            texts.t("• I remind {desk} at half of that time and at its end.", desk=desk)
            if server.on_duty_role_id is None
            else texts.t(
                "• I remind {desk} at half of that time, and mention <@&{role}> at its end.",
                desk=desk,
                role=server.on_duty_role_id,
            )
        )
    if desk is not None and server.reminds and server.opening_hours:
        lines.append(texts.t("• When the team comes in, I list who waited overnight."))
    if server.digest_channel_id is not None:
        lines.append(
            texts.t(
                "• Every week ({day}, {time}) I post in <#{channel}> how last week went.",
                day=day_name(server.digest_weekday, texts),
                time=_clock(server.digest_hour),
                channel=server.digest_channel_id,
            )
        )
    if server.announced:
        lines.append(
            texts.t(
                "• In {channels} I count how many fans take part in each announcement.",
                channels=_channels(server.announced, MOST_IN_SENTENCE),
            )
        )
    return lines


def _answering(server: Server, texts: Texts) -> str:
    if not server.listened:
        return texts.t("• I answer fans who mention me, write to me, or use /ask.")
    return texts.t(
        "• I answer what fans ask in {channels}, in direct messages and with /ask, from the label’s data.",
        channels=_channels(server.listened, MOST_IN_SENTENCE),
    )


def _target(server: Server, label: Label, texts: Texts) -> str:
    within = length(server.target_minutes, texts)
    hours = _hours(server, label, texts)
    if not hours:
        return texts.t("• Every fan should hear back within {length}, day and night.", length=within)
    return texts.t(
        "• Every fan should hear back within {length} of opening hours ({hours}).", length=within, hours=hours
    )


def _hours(server: Server, label: Label, texts: Texts) -> str:
    """Write the opening hours as they were understood, in the reader's language; empty for always."""
    if not server.opening_hours:
        return ""
    hours = hours_in(server, label.timezone)
    return fit(write_week(hours.week, texts.record.days()).split(", "), MOST_IN_SENTENCE, ", ")


def _holidays(server: Server, label: Label, now: datetime, texts: Texts) -> str:
    """List the next holidays; those that are over are not told."""
    if not server.holidays:
        return ""
    today = now.astimezone(zone_in(server, label.timezone)).date()
    coming = sorted(day for day in hours_in(server, label.timezone).holidays if day >= today)
    if not coming:
        return texts.t("all over")
    rest = len(coming) - MOST_HOLIDAYS
    more = texts.t("…and {count} more", count=rest) if rest > 0 else ""
    return " ".join(filter(None, [write_holidays(frozenset(coming[:MOST_HOLIDAYS])), more]))


def _reminders(server: Server, texts: Texts) -> str:
    if not server.reminds:
        return texts.t("off")
    if server.on_duty_role_id is None:
        return texts.t("on, nobody is mentioned")
    return texts.t("on, <@&{role}> is mentioned at the target", role=server.on_duty_role_id)


def _digest(server: Server, texts: Texts) -> str:
    if server.digest_channel_id is None:
        return ""
    day, time = day_name(server.digest_weekday, texts), _clock(server.digest_hour)
    return f"<#{server.digest_channel_id}> · {day} {time}"


def length(minutes: int, texts: Texts) -> str:
    """Write a number of minutes; never in days, which would mean something else in opening hours."""
    hours, rest = divmod(minutes, 60)
    parts = [
        texts.n("{count} hour", "{count} hours", hours) if hours else "",
        texts.duration(timedelta(minutes=rest)) if rest else "",
    ]
    return " ".join(filter(None, parts))


def _clock(hour: int) -> str:
    return f"{hour:02d}:00"


def _roles(role_ids: Iterable[int]) -> str:
    return " ".join(f"<@&{role_id}>" for role_id in sorted(role_ids))


def _channel(channel_id: int | None) -> str | None:
    return None if channel_id is None else f"<#{channel_id}>"


def _channels(channel_ids: Iterable[int], most: int = MOST_CHANNELS) -> str:
    return fit((f"<#{channel_id}>" for channel_id in sorted(channel_ids)), most, " ")


def _label(label: Label, texts: Texts) -> str:
    if not label.name:
        return texts.t("nothing imported yet")
    return texts.n("{label}, {count} show", "{label}, {count} shows", len(label.shows), label=label.name)


def _pages(lines: list[str]) -> list[str]:
    """Lay lines out over fields, as many as there is room for."""
    pages: list[list[str]] = [[]]
    for line in fit(lines, MOST_TO_DO).split("\n"):
        if len("\n".join([*pages[-1], line])) > MOST_FIELD:
            pages.append([])
        pages[-1].append(line)
    return [fit(page, MOST_FIELD) for page in pages if any(page)]
