"""What a manager types in /setup, and how it is told again."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

import discord
import pytest

from bot.domain.server import Server
from bot.domain.shows.label import Label
from bot.interface.errors import Refusal
from bot.interface.i18n import Texts, texts_for
from cogs.setup import menus
from cogs.setup.changes import begun, finished, with_ids, with_text
from cogs.setup.parsing import read_claim, read_holidays, read_hours, read_target, read_zone
from cogs.setup.steps import STEPS, Setting, step_of
from cogs.setup.view import length, shown

NOW = datetime(2026, 11, 22, 5, tzinfo=UTC)
LABEL = Label(name="Small Hours", timezone=ZoneInfo("Asia/Seoul"), languages=("ko", "en"))
SERVER = Server(guild_id=1)
ENGLISH, KOREAN = texts_for("en"), texts_for("ko")


def told(key: Setting, server: Server, texts: Texts = ENGLISH) -> str:
    return shown(step_of(key), server, LABEL, now=NOW, texts=texts)


# --- reading ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Asia/Seoul", "Asia/Seoul"),
        (" asia/seoul ", "Asia/Seoul"),
        ("Seoul", "Asia/Seoul"),
        ("서울", "Asia/Seoul"),
        ("new york", "America/New_York"),
        ("America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("UTC", "UTC"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_a_time_zone_is_known_by_its_name_or_its_city(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


def test_a_misspelt_time_zone_is_answered_with_the_one_that_was_meant() -> None:
    for typed, meant in (("Asia/Soul", "Asia/Seoul"), ("berln", "Europe/Berlin"), ("new yrok", "New_York")):
        with pytest.raises(Refusal) as refused:
            read_zone(typed)
        assert meant in ENGLISH.say(refused.value.sentence)


def test_what_is_like_no_time_zone_is_answered_with_well_known_ones() -> None:
    with pytest.raises(Refusal) as refused:
        read_zone("qqqqqqq")
    assert "Asia/Seoul, Europe/London" in ENGLISH.say(refused.value.sentence)


def test_markup_in_what_was_typed_is_made_harmless_in_the_answer() -> None:
    with pytest.raises(Refusal) as refused:
        read_zone("**<@&123>** " + "x" * 500)
    said = ENGLISH.say(refused.value.sentence)
    assert "**" not in said
    assert len(said) < 300


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("4", 240),
        ("0.5", 30),
        ("0,5", 30),
        ("90 min", 90),
        ("1h30m", 90),
        ("1 hour 30 minutes", 90),
        ("2시간", 120),
        ("1시간 30분", 90),
        ("４", 240),
        ("200", 12_000),
    ],
)
def test_a_target_is_read_in_hours_unless_it_says_otherwise(typed: str, minutes: int) -> None:
    assert read_target(typed) == minutes


@pytest.mark.parametrize("typed", ["0", "0 min", "-4", "", "soon", "201", "99999999999", "1:30", "4 4"])
def test_what_is_no_target_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        read_target(typed)


def test_a_claim_is_read_in_minutes_unless_it_says_otherwise() -> None:
    assert [read_claim(typed) for typed in ("30", "1 h", "24시간")] == [30, 60, 1440]
    for typed in ("0", "1441", "25 h", "long"):
        with pytest.raises(Refusal):
            read_claim(typed)


def test_opening_hours_and_holidays_are_kept_as_they_were_typed() -> None:
    zone = LABEL.timezone
    assert read_hours("  월-금 10:00-19:00 ", zone) == "월-금 10:00-19:00"
    assert read_hours("", zone) == ""
    assert read_holidays(" 2026-12-25,2027-01-01 ") == "2026-12-25,2027-01-01"
    for typed in ("closed", "Mon", "someday 10-12"):
        with pytest.raises(Refusal):
            read_hours(typed, zone)
    with pytest.raises(Refusal):
        read_holidays("2026-02-30")


# --- changing -----------------------------------------------------------------------------------------


def test_every_field_of_a_server_is_set_at_some_step() -> None:
    known = {setting.field for step in STEPS for setting in step.settings}
    assert known | {"guild_id"} == {field.name for field in fields(Server)}
    assert [setting for step in STEPS for setting in step.settings] == list(Setting)


@pytest.mark.parametrize("setting", Setting)
def test_every_setting_has_something_to_change_it_with(setting: Setting) -> None:
    chosen = setting in menus.ROLES or setting in menus.CHANNELS
    offered = menus.values(setting, SERVER, LABEL, ENGLISH)
    assert chosen or offered or menus.field(setting, LABEL, ENGLISH), f"{setting!r} is missing in menus.py"


def test_a_set_up_begins_in_the_label_s_first_language() -> None:
    assert begun(SERVER, LABEL).language == "ko"
    assert begun(SERVER, replace(LABEL, languages=("ja", "ko"))).language == "en"
    old = replace(SERVER, listened=frozenset({5}))
    assert begun(old, LABEL) == old


def test_the_digest_goes_to_the_team_s_channel_only_when_that_is_new_and_nothing_else_was_said() -> None:
    desk = replace(SERVER, staff_channel_id=5)
    assert finished(SERVER, desk).digest_channel_id == 5
    assert finished(SERVER, replace(desk, digest_channel_id=6)).digest_channel_id == 6
    assert finished(desk, replace(desk, staff_channel_id=7)).digest_channel_id is None


def test_one_is_set_or_none_where_there_can_be_only_one() -> None:
    assert with_ids(SERVER, Setting.ON_DUTY, [5]).on_duty_role_id == 5
    assert with_ids(replace(SERVER, on_duty_role_id=5), Setting.ON_DUTY, []).on_duty_role_id is None
    assert with_ids(SERVER, Setting.LISTENED, [5, 6], besides=[7]).listened == {5, 6, 7}


@pytest.mark.parametrize("setting", list(Setting))
def test_every_option_of_every_menu_can_be_chosen(setting: Setting) -> None:
    options = menus.values(setting, SERVER, LABEL, KOREAN) or []
    assert len(options) <= 25
    assert sum(option.default for option in options) == bool(options)
    for option in options:
        server = with_text(SERVER, setting, option.value, LABEL)
        assert type(setting.of(server)) is type(setting.of(SERVER))
        again = menus.values(setting, server, LABEL, KOREAN) or []
        assert [one.value for one in again if one.default] == [option.value]


@pytest.mark.parametrize(
    "setting", [Setting.ZONE, Setting.HOURS, Setting.HOLIDAYS, Setting.TARGET, Setting.CLAIM]
)
def test_what_a_form_starts_with_changes_nothing_when_it_is_sent_as_it_is(setting: Setting) -> None:
    server = replace(
        SERVER,
        timezone="Europe/London",
        opening_hours="Mon-Fri 10-19",
        holidays="2026-12-25",
        target_minutes=95,
        claim_minutes=45,
    )
    assert with_text(server, setting, menus.typed(setting, server), LABEL) == server
    for texts in (ENGLISH, KOREAN):
        field = menus.field(setting, LABEL, texts)
        assert field is not None
        assert with_text(server, setting, field.example, LABEL)
        assert len(field.hint) <= 100


def test_the_zones_of_the_menu_exist() -> None:
    assert set(menus.ZONES) <= available_timezones()


# --- telling ------------------------------------------------------------------------------------------


def test_lengths_are_told_in_hours_and_never_in_days() -> None:
    assert [length(minutes, ENGLISH) for minutes in (5, 60, 90, 240, 1440, 2430)] == [
        "5 min",
        "1 hour",
        "1 hour 30 min",
        "4 hours",
        "24 hours",
        "40 hours 30 min",
    ]
    assert length(90, KOREAN) == "1시간 30분"


def test_opening_hours_are_told_in_the_reader_s_language_however_they_were_typed() -> None:
    server = replace(SERVER, opening_hours="평일 10시-19시, Sat 12:00-17:00")
    assert told(Setting.HOURS, server) == "Mon-Fri 10:00-19:00, Sat 12:00-17:00"
    assert told(Setting.HOURS, server, KOREAN) == "월-금 10:00-19:00, 토 12:00-17:00"
    assert told(Setting.HOURS, SERVER) == "always"


def test_only_the_next_holidays_are_told() -> None:
    days = ", ".join(["2020-01-01", *(f"2027-01-{day:02}" for day in range(1, 9))])
    said = told(Setting.HOLIDAYS, replace(SERVER, holidays=days))
    assert said.startswith("2027-01-01, 2027-01-02")
    assert said.endswith("2027-01-05 …and 3 more")
    assert told(Setting.HOLIDAYS, replace(SERVER, holidays="2020-01-01")) == "all over"
    assert told(Setting.HOLIDAYS, SERVER) == "none"


def test_the_digest_s_day_is_told_in_the_reader_s_language() -> None:
    server = replace(SERVER, digest_channel_id=5, digest_weekday=6, digest_hour=7)
    assert told(Setting.DIGEST_CHANNEL, server) == "<#5> · Sunday 07:00"
    assert told(Setting.DIGEST_CHANNEL, server, KOREAN) == "<#5> · 일요일 07:00"
    assert told(Setting.DIGEST_CHANNEL, SERVER) == "none"


def test_every_step_says_something_in_korean_that_discord_has_room_for() -> None:
    for step in STEPS:
        assert KOREAN.say(step.words) != step.words.message
        assert len(KOREAN.say(step.name)) <= 45
        assert told(step.key, SERVER, KOREAN)
        assert discord.SelectOption(label=KOREAN.say(step.name), value=str(step.key.value))
