"""A manager sets the bot up: step by step, one thing at a time, or with one command."""

import asyncio
from typing import Any

import pytest

from bot.cli.demo.fan_server import store_with
from bot.domain.server import Server
from bot.rehearsal.model import permissions
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.people.person import Person
from cogs.setup.steps import STEPS, Setting
from tests.e2e.harness import KNOWN, UNKNOWN, Harness, components, labels, told, words


@pytest.fixture
async def new_house(empty_harness: Harness) -> Harness:
    """A harness that nobody has set up, whose manager reads English."""
    context = store_with(empty_harness.database, empty_harness.label)
    empty_harness.store = await empty_harness._store_stack.enter_async_context(context)
    empty_harness.fan_server.hana.locale = "en-US"
    await empty_harness.start_bot()
    return empty_harness


@pytest.fixture
def english_house(harness: Harness) -> Harness:
    """A harness that is set up, whose manager reads English."""
    harness.fan_server.hana.locale = "en-US"
    return harness


def kept(harness: Harness) -> Server:
    return harness.store.servers.get(harness.fan_server.guild.id)


async def panel(harness: Harness, who: Person | None = None, **options: Any) -> Message:
    """Open the panel."""
    done = await (await (who or harness.hana).slash(harness.fan_server.team_desk, "setup", **options)).done()
    assert done.message is not None
    return done.message


async def press(who: Person, message: Message, label: str) -> Interaction:
    return await (await who.press(message, label)).done()


async def pick(who: Person, message: Message, name: str, *values: Any) -> Interaction:
    """Choose in the menu whose id starts with that."""
    (menu,) = [one["custom_id"] for one in components(message) if one["custom_id"].startswith(name)]
    return await (await who.choose(message, menu, values)).done()


async def write(who: Person, message: Message, button: str, text: str) -> Interaction:
    """Open a form, fill it in and send it."""
    form = await press(who, message, button)
    return await (await who.submit(form, typed=text)).done()


async def open_step(harness: Harness, setting: Setting) -> Message:
    """Open the panel and go to one thing alone."""
    message = await panel(harness)
    await pick(harness.hana, message, "setup_change", str(setting.value))
    return message


def chosen(message: Message, name: str) -> list[int]:
    """Return what a menu of roles or channels shows as chosen."""
    (menu,) = [one for one in components(message) if one["custom_id"].startswith(name)]
    return [int(value["id"]) for value in menu.get("default_values", [])]


# --- the guide ----------------------------------------------------------------------------------------


async def test_the_guide_leads_a_manager_from_nothing_to_a_whole_set_up(new_house: Harness) -> None:
    fan_server, hana = new_house.fan_server, new_house.hana
    message = await panel(new_house)
    assert message.ephemeral_to is fan_server.hana
    assert "Choose the team’s role" in words(message)
    assert labels(message) == ["Start"]

    await press(hana, message, "Start")
    assert "Step 1 of 13: Team" in words(message)
    assert labels(message) == ["Back", "Skip"]
    await pick(hana, message, "setup_roles", fan_server.team)
    assert fan_server.team.mention in words(message)
    assert chosen(message, "setup_roles") == [fan_server.team.id]
    await press(hana, message, "Next")
    await pick(hana, message, "setup_roles", fan_server.managers)
    await press(hana, message, "Next")
    await pick(hana, message, "setup_channels", fan_server.team_desk)
    await press(hana, message, "Next")
    await pick(hana, message, "setup_channels", fan_server.questions, fan_server.forum)
    await press(hana, message, "Next")
    await pick(hana, message, "setup_channels", fan_server.lounge)
    await press(hana, message, "Next")
    await pick(hana, message, "setup_value", "한국어")
    await press(hana, message, "Next")
    await pick(hana, message, "setup_value", "Asia/Tokyo")
    await press(hana, message, "Next")
    await write(hana, message, "Write it", "Mon-Fri 10:00-19:00, Sat 12:00-17:00")
    assert "Mon-Fri 10:00-19:00, Sat 12:00-17:00" in words(message)
    await press(hana, message, "Next")
    await write(hana, message, "Write it", "2026-12-25, 2020-01-01")
    assert "2026-12-25" in words(message)
    assert "2020-01-01" not in words(message)
    await press(hana, message, "Next")
    await pick(hana, message, "setup_value", "2 hours")
    await press(hana, message, "Next")
    await pick(hana, message, "setup_value", "Remind the team")
    await pick(hana, message, "setup_roles", fan_server.team)
    await press(hana, message, "Next")
    await write(hana, message, "Something else…", "25")
    assert "25 min" in words(message)
    await press(hana, message, "Next")
    await pick(hana, message, "setup_value:15", "Tuesday")
    await pick(hana, message, "setup_value:16", "18:00")
    await press(hana, message, "Finish")

    assert kept(new_house) == Server(
        guild_id=fan_server.guild.id,
        language="ko",
        staff_channel_id=fan_server.team_desk.id,
        staff_roles=frozenset({fan_server.team.id}),
        manager_roles=frozenset({fan_server.managers.id}),
        listened=frozenset({fan_server.questions.id, fan_server.forum.id}),
        announced=frozenset({fan_server.lounge.id}),
        timezone="Asia/Tokyo",
        opening_hours="Mon-Fri 10:00-19:00, Sat 12:00-17:00",
        holidays="2026-12-25, 2020-01-01",
        target_minutes=120,
        digest_channel_id=fan_server.team_desk.id,
        digest_weekday=1,
        digest_hour=18,
        on_duty_role_id=fan_server.team.id,
        reminds=True,
        claim_minutes=25,
    )
    await says_what_it_will_do(new_house, message)


async def says_what_it_will_do(harness: Harness, message: Message) -> None:
    fan_server, said = harness.fan_server, words(message)
    assert f"I answer what fans ask in {fan_server.questions.mention} {fan_server.forum.mention}" in said
    assert "within 2 hours of opening hours (Mon-Fri 10:00-19:00, Sat 12:00-17:00)" in said
    assert f"mention {fan_server.team.mention} at its end" in said
    assert f"Every week (Tuesday, 18:00) I post in {fan_server.team_desk.mention}" in said
    assert "To do" not in said
    assert labels(message) == ["Go through every step"]
    await harness.store.servers.load()
    assert kept(harness).holidays == "2026-12-25, 2020-01-01"


async def test_everything_can_be_skipped_and_nothing_is_changed_by_that(new_house: Harness) -> None:
    message = await panel(new_house)
    await press(new_house.hana, message, "Start")
    for _ in STEPS[1:]:
        onward = "Skip" if "Skip" in labels(message) else "Next"
        await press(new_house.hana, message, onward)
    await press(new_house.hana, message, "Finish")
    assert labels(message) == ["Start"]
    assert new_house.store.servers.all() == []


async def test_back_leads_to_the_step_before_and_from_the_first_to_the_overview(new_house: Harness) -> None:
    message = await panel(new_house)
    await press(new_house.hana, message, "Start")
    await press(new_house.hana, message, "Skip")
    await press(new_house.hana, message, "Back")
    assert "Step 1 of 13" in words(message)
    await press(new_house.hana, message, "Back")
    assert "How Stagedoor is set up here" in words(message)


async def test_the_guide_speaks_the_manager_s_language(harness: Harness) -> None:
    message = await panel(harness)
    assert labels(message) == ["처음부터 차례로 보기"]
    assert "목표" in words(message)
    await press(harness.hana, message, "처음부터 차례로 보기")
    assert "13단계 중 1단계: 팀" in words(message)


async def test_the_digest_goes_to_the_team_s_channel_on_monday_at_nine_unless_told_otherwise(
    new_house: Harness,
) -> None:
    fan_server = new_house.fan_server
    message = await panel(new_house, team_channel=fan_server.team_desk)
    server = kept(new_house)
    assert (server.digest_channel_id, server.digest_weekday, server.digest_hour) == (
        fan_server.team_desk.id,
        0,
        9,
    )
    assert "Monday 09:00" in words(message)
    await pick(new_house.hana, message, "setup_change", str(Setting.DIGEST_CHANNEL.value))
    await pick(new_house.hana, message, "setup_channels")
    await panel(new_house, team_channel=fan_server.lounge)
    assert kept(new_house).digest_channel_id is None


# --- one thing ----------------------------------------------------------------------------------------


async def test_one_thing_can_be_changed_alone(english_house: Harness) -> None:
    before = kept(english_house)
    message = await open_step(english_house, Setting.LANGUAGE)
    assert "Step" not in words(message)
    assert labels(message) == ["Done"]
    await pick(english_house.hana, message, "setup_value", "한국어")
    await press(english_house.hana, message, "Done")
    assert "How Stagedoor is set up here" in words(message)
    after = kept(english_house)
    assert after.language == "ko"
    assert after.listened == before.listened
    assert after.staff_roles == before.staff_roles


async def test_reminders_can_be_turned_off_and_nobody_be_on_duty(english_house: Harness) -> None:
    message = await open_step(english_house, Setting.REMINDS)
    await pick(english_house.hana, message, "setup_roles", english_house.fan_server.team)
    assert kept(english_house).on_duty_role_id == english_house.fan_server.team.id
    await pick(english_house.hana, message, "setup_roles")
    await pick(english_house.hana, message, "setup_value", "off")
    assert not kept(english_house).reminds
    assert kept(english_house).on_duty_role_id is None
    await press(english_house.hana, message, "Done")
    assert "I remind" not in words(message)


async def test_a_city_will_do_for_a_time_zone_and_nothing_for_the_label_s_own(english_house: Harness) -> None:
    message = await open_step(english_house, Setting.ZONE)
    await write(english_house.hana, message, "Something else…", "뉴욕")
    assert kept(english_house).timezone == "America/New_York"
    await write(english_house.hana, message, "Something else…", "")
    assert kept(english_house).timezone == ""
    assert "Asia/Seoul (the label’s)" in words(message)


async def test_opening_hours_are_shown_as_they_were_understood(english_house: Harness) -> None:
    message = await open_step(english_house, Setting.HOURS)
    await write(english_house.hana, message, "Write it", "평일 오전 10시부터 오후 7시까지")
    assert "Mon-Fri 10:00-19:00" in words(message)
    form = await press(english_house.hana, message, "Write it")
    assert form.modal["components"][0]["component"]["value"] == "평일 오전 10시부터 오후 7시까지"
    await (await english_house.hana.submit(form, typed="")).done()
    assert kept(english_house).opening_hours == ""


async def test_more_channels_than_a_menu_holds_are_not_lost_when_one_is_taken_out(
    english_house: Harness,
) -> None:
    fan_server = english_house.fan_server
    channels = [fan_server.guild.text_channel(f"room-{number}") for number in range(30)]
    await english_house.settled()
    for channel in channels:
        await panel(english_house, listen=channel)
    everything = kept(english_house).listened
    assert len(everything) == 32
    message = await open_step(english_house, Setting.LISTENED)
    shown = chosen(message, "setup_channels")
    assert len(shown) == 25
    left = [fan_server.guild.channels[channel_id] for channel_id in shown[1:]]
    await pick(english_house.hana, message, "setup_channels", *left)
    assert kept(english_house).listened == everything - {shown[0]}


# --- what can't be ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "button", "typed", "sentence"),
    [
        (Setting.ZONE, "Something else…", "Asia/Soul", "Write it like Asia/Seoul"),
        (Setting.ZONE, "Something else…", "../../etc/passwd", "is not a time zone I know"),
        (Setting.ZONE, "Something else…", "Asia", "is not a time zone I know"),
        (Setting.HOURS, "Write it", "whenever", "Write it like Mon-Fri 10:00-19:00"),
        (Setting.HOURS, "Write it", "Mon 10:00-26:00", "is not a time of day"),
        (Setting.HOURS, "Write it", "closed", "The team has to be there at some time"),
        (Setting.HOLIDAYS, "Write it", "Christmas", "is not a date"),
        (Setting.TARGET, "Something else…", "0", "more than 0"),
        (Setting.TARGET, "Something else…", "", "such as 4 or 1 h 30 min"),
        (Setting.CLAIM, "Something else…", "2 days", "from 1 to 1440 minutes"),
    ],
)
async def test_what_cannot_be_read_is_answered_with_how_to_write_it_and_changes_nothing(
    english_house: Harness, setting: Setting, button: str, typed: str, sentence: str
) -> None:
    before = kept(english_house)
    message = await open_step(english_house, setting)
    shown = words(message)
    assert sentence in told(await write(english_house.hana, message, button, typed))
    assert kept(english_house) == before
    assert words(message) == shown


async def test_everyone_cannot_be_the_team(english_house: Harness) -> None:
    before = kept(english_house)
    everyone = english_house.fan_server.guild.everyone
    for setting in (Setting.TEAM, Setting.REMINDS):
        message = await open_step(english_house, setting)
        assert "@everyone can’t be" in told(await pick(english_house.hana, message, "setup_roles", everyone))
    done = await (
        await english_house.hana.slash(english_house.fan_server.lounge, "setup", team=everyone)
    ).done()
    assert "@everyone can’t be" in told(done)
    assert kept(english_house) == before


async def test_who_is_no_manager_any_more_can_change_nothing_with_an_old_panel(
    english_house: Harness,
) -> None:
    fan_server, hana = english_house.fan_server, english_house.hana
    on_roles = await open_step(english_house, Setting.TEAM)
    on_channels = await open_step(english_house, Setting.LISTENED)
    on_values = await open_step(english_house, Setting.TARGET)
    overview = await panel(english_house)
    form = await press(hana, on_values, "Something else…")
    before = kept(english_house)
    fan_server.guild.members[fan_server.hana.id].roles[:] = [fan_server.team]
    refused = [
        await pick(hana, on_roles, "setup_roles", fan_server.managers),
        await pick(hana, on_channels, "setup_channels"),
        await pick(hana, on_values, "setup_value", "2 hours"),
        await press(hana, on_values, "Something else…"),
        await press(hana, on_values, "Done"),
        await press(hana, overview, "Go through every step"),
        await pick(hana, overview, "setup_change", "1"),
        await (await hana.submit(form, typed="1")).done(),
    ]
    for done in refused:
        assert "Only the label’s managers" in told(done)
    assert kept(english_house) == before


async def test_whoever_has_manage_server_may_set_up_without_the_managers_role(new_house: Harness) -> None:
    fan_server = new_house.fan_server
    fan_server.team.permissions |= permissions.bits(["manage_guild"])
    message = await panel(new_house, new_house.sera)
    await press(new_house.sera, message, "Start")
    await pick(new_house.sera, message, "setup_roles", fan_server.team)
    assert kept(new_house).staff_roles == {fan_server.team.id}


# --- what is missing ----------------------------------------------------------------------------------


async def test_missing_permissions_are_told_by_channel(english_house: Harness) -> None:
    fan_server = english_house.fan_server
    fan_server.questions.deny(english_house.me, ["embed_links", "read_message_history"])
    fan_server.forum.deny(english_house.me, ["manage_threads"])
    fan_server.team_desk.deny(english_house.me, ["attach_files"])
    await english_house.settled()
    message = await panel(english_house)
    said = words(message)
    assert f"In {fan_server.questions.mention} I lack: Embed Links, Read Message History" in said
    assert f"In {fan_server.forum.mention} I lack: Manage Threads" in said
    assert "Attach Files" not in said
    await pick(english_house.hana, message, "setup_change", str(Setting.DIGEST_CHANNEL.value))
    await pick(english_house.hana, message, "setup_channels", fan_server.team_desk)
    assert f"In {fan_server.team_desk.mention} I lack: Attach Files" in words(message)
    assert "Embed Links" not in words(message)


async def test_a_team_s_channel_that_everybody_reads_is_told(english_house: Harness) -> None:
    message = await open_step(english_house, Setting.TEAM_CHANNEL)
    assert "To do" not in words(message)
    await pick(english_house.hana, message, "setup_channels", english_house.fan_server.lounge)
    assert f"Everybody can read {english_house.fan_server.lounge.mention}" in words(message)


async def test_an_on_duty_role_that_the_bot_cannot_mention_is_told(english_house: Harness) -> None:
    fan_server = english_house.fan_server
    fan_server.team_desk.deny(english_house.me, ["mention_everyone"])
    await english_house.settled()
    message = await open_step(english_house, Setting.REMINDS)
    await pick(english_house.hana, message, "setup_roles", fan_server.team)
    assert f"I can’t mention {fan_server.team.mention}" in words(message)


async def test_a_panel_with_very_many_channels_and_problems_still_fits(english_house: Harness) -> None:
    fan_server = english_house.fan_server
    channels = [fan_server.guild.text_channel(f"room-{number}") for number in range(120)]
    for number, channel in enumerate(channels):
        channel.deny(english_house.me, ["view_channel"] if number % 2 else ["embed_links"])
    await english_house.settled()
    server = kept(english_house)
    many = frozenset(channel.id for channel in channels)
    await english_house.store.servers.change(
        server.guild_id,
        lambda _: Server(
            guild_id=server.guild_id,
            staff_channel_id=channels[0].id,
            listened=many,
            announced=many,
            opening_hours=", ".join(
                f"{day} 01:00-02:00 03:00-04:00 05:00-06:00" for day in ("Mon", "Tue", "Wed")
            ),
        ),
    )
    message = await panel(english_house)
    assert "Embed Links" in words(message)


# --- restarts, and two at once ------------------------------------------------------------------------


async def test_a_panel_goes_on_after_a_restart_where_it_was(english_house: Harness) -> None:
    fan_server, hana = english_house.fan_server, english_house.hana
    overview = await panel(english_house)
    on_roles = await open_step(english_house, Setting.TEAM)
    on_channels = await open_step(english_house, Setting.LISTENED)
    on_values = await open_step(english_house, Setting.TARGET)
    form = await press(hana, on_values, "Something else…")
    await english_house.restart_bot()
    await press(hana, overview, "Go through every step")
    assert "Step 1 of 13" in words(overview)
    await pick(hana, on_roles, "setup_roles", fan_server.team, fan_server.managers)
    await pick(hana, on_channels, "setup_channels", fan_server.lounge)
    await (await hana.submit(form, typed="1 h 30 min")).done()
    assert "1 hour 30 min" in words(on_values)
    await pick(hana, on_values, "setup_value", "8 hours")
    server = kept(english_house)
    assert server.staff_roles == {fan_server.team.id, fan_server.managers.id}
    assert server.listened == {fan_server.lounge.id}
    assert server.target_minutes == 480


async def test_two_managers_at_once_do_not_undo_each_other(english_house: Harness) -> None:
    fan_server, hana = english_house.fan_server, english_house.hana
    fan_server.guild.members[fan_server.sera.id].roles.append(fan_server.managers)
    team = await open_step(english_house, Setting.TEAM)
    target = await panel(english_house, english_house.sera)
    await pick(english_house.sera, target, "setup_change", str(Setting.TARGET.value))
    for minutes, roles in (
        ("1 hour", [fan_server.team, fan_server.managers]),
        ("3 hours", [fan_server.team]),
    ):
        await asyncio.gather(
            pick(hana, team, "setup_roles", *roles), pick(english_house.sera, target, "setup_value", minutes)
        )
        server = kept(english_house)
        assert server.staff_roles == {role.id for role in roles}
        assert server.target_minutes == int(minutes[0]) * 60


# --- listening ----------------------------------------------------------------------------------------


async def test_what_was_said_before_a_channel_was_added_is_left_alone(english_house: Harness) -> None:
    lounge = english_house.fan_server.lounge
    before = await english_house.leo.say(lounge, KNOWN)
    english_house.move(minutes=2)
    message = await open_step(english_house, Setting.LISTENED)
    await pick(english_house.hana, message, "setup_channels", english_house.fan_server.questions, lounge)
    english_house.move(minutes=6)
    after = await english_house.minji.say(lounge, KNOWN)
    await english_house.reply_to(after)
    await asyncio.sleep(0.5)
    await english_house.restart_bot()
    await english_house.settled()
    await english_house.no_question(before)


async def test_a_post_in_an_added_forum_is_heard_and_the_older_ones_are_left_alone(
    new_house: Harness,
) -> None:
    fan_server = new_house.fan_server
    old = await new_house.leo.post(fan_server.forum, "Signing?", UNKNOWN)
    await panel(new_house, team=fan_server.team, team_channel=fan_server.team_desk, listen=fan_server.forum)
    new = await new_house.leo.post(fan_server.forum, "Signing, again?", UNKNOWN)
    await new_house.card()
    assert (await new_house.question(new.messages[0])).is_open
    await new_house.restart_bot()
    await new_house.no_question(old.messages[0])


async def test_naming_a_channel_again_that_is_listened_in_skips_nothing_in_it(english_house: Harness) -> None:
    english_house.bot.inbox.hold()
    asked = await english_house.leo.say(english_house.fan_server.questions, KNOWN)
    await panel(english_house, listen=english_house.fan_server.questions)
    await english_house.bot.inbox.save_cursors()
    await english_house.restart_bot()
    await english_house.reply_to(asked)


# --- the quick way ------------------------------------------------------------------------------------


async def test_the_command_s_options_set_several_things_at_once(new_house: Harness) -> None:
    fan_server = new_house.fan_server
    message = await panel(
        new_house,
        team=fan_server.team,
        managers=fan_server.managers,
        team_channel=fan_server.team_desk,
        listen=fan_server.questions,
        language="ko",
    )
    assert labels(message) == ["Go through every step"]
    await panel(new_house, listen=fan_server.forum, stop_listening=fan_server.questions)
    server = kept(new_house)
    assert server.listened == {fan_server.forum.id}
    assert server.staff_roles == {fan_server.team.id}
    assert server.manager_roles == {fan_server.managers.id}
    assert server.language == "ko"
    done = await new_house.hana.slash(
        fan_server.lounge, "setup", listen=fan_server.questions, stop_listening=fan_server.questions
    )
    assert "Choose different channels" in told(await done.done())
    assert kept(new_house) == server
