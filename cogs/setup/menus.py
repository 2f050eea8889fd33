"""What can be chosen in each menu, and what each form asks for."""

from dataclasses import dataclass
from typing import Any

import discord

from bot.domain.languages.language import languages
from bot.domain.server import Server
from bot.domain.shows.label import Label
from bot.interface.i18n import Texts
from cogs.setup.changes import LABELS_OWN, OFF, ON
from cogs.setup.steps import Setting
from cogs.setup.view import day_name, length

MOST_PICKED = 25
MOST_ROLES = 10
TEXT = (discord.ChannelType.text, discord.ChannelType.news)

#: How few and how many roles or channels may be chosen.
ROLES = {Setting.TEAM: (1, MOST_ROLES), Setting.MANAGERS: (0, MOST_ROLES), Setting.ON_DUTY: (0, 1)}
CHANNELS = {
    Setting.TEAM_CHANNEL: (1, 1),
    Setting.LISTENED: (0, MOST_PICKED),
    Setting.ANNOUNCED: (0, MOST_PICKED),
    Setting.DIGEST_CHANNEL: (0, 1),
}
CHANNEL_TYPES = {Setting.LISTENED: (*TEXT, discord.ChannelType.forum)}

ZONES = (
    "Asia/Seoul",
    "Asia/Tokyo",
    "Asia/Shanghai",
    "Asia/Taipei",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Asia/Manila",
    "Asia/Jakarta",
    "Asia/Bangkok",
    "Asia/Kolkata",
    "Europe/Istanbul",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/London",
    "Europe/Lisbon",
    "America/Sao_Paulo",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Mexico_City",
    "Australia/Sydney",
    "Pacific/Auckland",
)
TARGETS = (30, 60, 120, 180, 240, 360, 480, 720, 1440, 2400)
CLAIMS = (5, 10, 15, 20, 30, 45, 60, 120, 240)
HOURS_IN_DAY = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedField:
    """A form's only field. `hint` stands above it, `example` in it."""

    hint: str
    example: str
    most: int
    long: bool = False


def values(setting: Setting, server: Server, label: Label, texts: Texts) -> list[discord.SelectOption] | None:
    """Return what a menu offers, with what is set chosen already; None for what has no such menu."""
    offered = _offered(setting, label, texts)
    if offered is None:
        return None
    now = _value(setting, server)
    return [
        discord.SelectOption(label=name, value=value, default=value == now) for value, name in offered.items()
    ]


def _offered(setting: Setting, label: Label, texts: Texts) -> dict[str, str] | None:
    """Return the values of a menu, each with its name."""
    match setting:
        case Setting.LANGUAGE:
            return {language.code: language.name for language in languages()}
        case Setting.ZONE:
            own = texts.t("{zone} (the label’s)", zone=label.timezone.key)
            return {LABELS_OWN: own, **{zone: zone.replace("_", " ") for zone in ZONES}}
        case Setting.TARGET:
            return {f"{minutes} min": length(minutes, texts) for minutes in TARGETS}
        case Setting.CLAIM:
            return {f"{minutes} min": length(minutes, texts) for minutes in CLAIMS}
        case Setting.REMINDS:
            return {ON: texts.t("Remind the team"), OFF: texts.t("Don’t remind the team")}
        case Setting.DIGEST_DAY:
            return {str(day): day_name(day, texts) for day in range(7)}
        case Setting.DIGEST_HOUR:
            return {str(hour): f"{hour:02d}:00" for hour in range(HOURS_IN_DAY)}
        case _:
            return None


def _value(setting: Setting, server: Server) -> str:
    """Return what is set as its menu has it."""
    value = setting.of(server)
    match setting:
        case Setting.ZONE:
            return server.timezone or LABELS_OWN
        case Setting.TARGET | Setting.CLAIM:
            return f"{value} min"
        case Setting.REMINDS:
            return ON if server.reminds else OFF
        case _:
            return str(value)


def field(setting: Setting, label: Label, texts: Texts) -> TypedField | None:
    """Return what a form asks for; None for what is never typed."""
    match setting:
        case Setting.ZONE:
            hint = texts.t("A city or an IANA name; empty for {zone}", zone=label.timezone.key)
            return TypedField(hint=hint, example="Asia/Seoul", most=60)
        case Setting.HOURS:
            hint = texts.t("Days and times; empty for always")
            return TypedField(
                hint=hint, example=texts.t("Mon-Fri 10:00-19:00, Sat 12:00-17:00"), most=300, long=True
            )
        case Setting.HOLIDAYS:
            hint = texts.t("Dates; empty for none")
            return TypedField(hint=hint, example="2026-12-25, 2027-01-01", most=1500, long=True)
        case Setting.TARGET:
            return TypedField(hint=texts.t("In hours of open time"), example=texts.t("1 h 30 min"), most=20)
        case Setting.CLAIM:
            return TypedField(hint=texts.t("In minutes"), example="30", most=20)
        case _:
            return None


def typed(setting: Setting, server: Server) -> str:
    """Return what a form starts with: what is set, as somebody would type it."""
    match setting:
        case Setting.TARGET:
            hours, minutes = divmod(server.target_minutes, 60)
            return " ".join(f"{count} {unit}" for count, unit in ((hours, "h"), (minutes, "min")) if count)
        case _:
            return str(setting.of(server))


def placeholder(setting: Setting, texts: Texts) -> str:
    """Say what a menu is for, as long as nothing is chosen in it."""
    match setting:
        case Setting.TEAM | Setting.MANAGERS:
            return texts.t("Choose roles")
        case Setting.ON_DUTY:
            return texts.t("Who is on duty: nobody is mentioned")
        case Setting.LISTENED | Setting.ANNOUNCED:
            return texts.t("Choose channels")
        case Setting.TEAM_CHANNEL | Setting.DIGEST_CHANNEL:
            return texts.t("Choose a channel")
        case _:
            return texts.t("Choose")


def present(setting: Setting, server: Server, guild: discord.Guild) -> list[int]:
    """Return the ids that are set and still exist, in the order of the menu."""
    value: Any = setting.of(server)
    ids = sorted(value) if isinstance(value, frozenset) else [value]
    there = guild.get_role if setting in ROLES else guild.get_channel
    return [one for one in ids if one is not None and there(one) is not None]
