"""/shows, /replies, and how commands are registered."""

import pytest

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.people.person import Person
from tests.e2e.harness import KNOWN, UNKNOWN, Harness, components, labels, press, told, words

# --- /shows -------------------------------------------------------------------------------------------


async def shows(harness: Harness, who: Person, **filters: str) -> Interaction:
    return await (await who.slash(harness.fan_server.lounge, "shows", **filters)).done()


def titles(harness: Harness, used: Interaction) -> list[str]:
    """Return the ids of the shows on a page, in its order."""
    said = [field["value"] for field in used.message.embeds[0].get("fields", [])]
    return [
        show.id
        for value in said
        for show in harness.label.shows
        if value.startswith(f"<t:{int(show.start.timestamp())}:")
    ]


async def test_shows_lists_what_is_coming_up_soonest_first(harness: Harness) -> None:
    used = await shows(harness, harness.leo)
    assert told(used)
    assert titles(harness, used)[:2] == ["hongdae-free", "gh-incheon"]
    assert "₩44,000" in words(used.message)


async def test_shows_is_in_the_language_of_the_fan_s_app(harness: Harness) -> None:
    assert "Upcoming shows" in told(await shows(harness, harness.leo))
    assert "다가오는 공연" in told(await shows(harness, harness.minji))


async def test_shows_of_one_artist_by_any_name_fans_use(harness: Harness) -> None:
    for name in ("Glass Harbor", "유리항구", "gh"):
        used = await shows(harness, harness.leo, artist=name)
        assert titles(harness, used) == ["gh-incheon", "yearend", "gh-tokyo", "gh-taipei"]


async def test_shows_in_one_city(harness: Harness) -> None:
    used = await shows(harness, harness.leo, city="Incheon")
    assert titles(harness, used) == ["gh-incheon"]


async def test_shows_of_one_artist_in_one_city(harness: Harness) -> None:
    used = await shows(harness, harness.leo, artist="Glass Harbor", city="Seoul")
    assert titles(harness, used) == ["yearend"]


async def test_shows_that_do_not_exist_are_said_not_to(harness: Harness) -> None:
    assert "No shows" in told(await shows(harness, harness.leo, artist="Glass Harbor", city="Busan"))
    assert "don’t know an artist" in told(await shows(harness, harness.leo, artist="Nobody @everyone"))
    assert "No show is planned in Paris" in told(await shows(harness, harness.leo, city="Paris"))


async def test_shows_offers_artists_and_cities_while_typing(harness: Harness) -> None:
    async def offered(focused: str, typed: str) -> list[str]:
        found = await harness.leo.autocomplete(
            harness.fan_server.lounge, "shows", focused=focused, **{focused: typed}
        )
        return [choice["name"] for choice in found]

    assert await offered("artist", "유리") == ["Glass Harbor"]
    assert len(await offered("artist", "")) == len(harness.label.artists)
    assert await offered("city", "inch") == ["Incheon"]
    assert await offered("city", "zzz") == []


async def test_shows_turns_pages_and_the_filter_stays(harness: Harness) -> None:
    used = await shows(harness, harness.leo)
    first = titles(harness, used)
    assert labels(used.message) == ["Later"]
    await press(harness.leo, used.message, "shows")
    second = titles(harness, used)
    assert not set(first) & set(second)
    assert labels(used.message) == ["Earlier", "Later"]
    back = components(used.message)[0]["custom_id"]
    await (await harness.leo.press(used.message, back)).done()
    assert titles(harness, used) == first


async def test_a_page_of_shows_turns_after_a_restart(harness: Harness) -> None:
    used = await shows(harness, harness.leo)
    await harness.restart_bot()
    await press(harness.leo, used.message, "shows")
    assert "Page 2" in words(used.message)


async def test_a_page_that_has_gone_meanwhile_shows_the_last_one(harness: Harness) -> None:
    used = await shows(harness, harness.leo)
    harness.move(days=60)
    await press(harness.leo, used.message, "shows")
    assert set(titles(harness, used)) <= {"weather-gwangju", "radio-seoul", "gh-taipei", "whale-jeonju"}
    assert titles(harness, used)


async def test_shows_works_in_a_direct_message(harness: Harness) -> None:
    direct = harness.fan_server.world.direct(harness.fan_server.leo, harness.me)
    used = await (await harness.leo.slash(direct, "shows")).done()
    assert "Upcoming shows" in words(used.message)


# --- /replies -----------------------------------------------------------------------------------------


async def replies(harness: Harness) -> str:
    return told(await (await harness.hana.slash(harness.fan_server.team_desk, "replies")).done())


@pytest.fixture
def _hana_reads_english(harness: Harness) -> None:
    harness.fan_server.hana.locale = "en-US"


@pytest.mark.usefixtures("_hana_reads_english")
async def test_replies_show_a_manager_the_figures_and_who_waits(harness: Harness) -> None:
    for number, minutes in enumerate((10, 20, 60)):
        fan = harness.fan_server.world.user(f"fan{number}")
        harness.fan_server.guild.join(fan)
        asked = await harness.person(fan).say(harness.fan_server.questions, UNKNOWN)
        await harness.question(asked)
        harness.move(minutes=minutes)
        await harness.sera.reply(asked, "yes")
        await harness.answered(asked)
    known = await harness.leo.say(harness.fan_server.questions, KNOWN)
    await harness.question(known)
    waiting = await harness.dohyun.say(harness.fan_server.questions, "can I bring my dog?")
    await harness.question(waiting)
    harness.move(minutes=5)
    said = await replies(harness)
    assert "5 questions" in said
    assert "3 answered by the team" in said
    assert "1 answered by me" in said
    assert "1 open" in said
    assert "Median first reply: 20 min (from 3 replies)" in said
    assert "90th percentile: 52 min (from 3 replies)" in said
    assert f"/{waiting.id}) can I bring my dog?" in said


@pytest.mark.usefixtures("_hana_reads_english")
async def test_replies_of_last_week_stand_beside_this_week_s(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.question(asked)
    await harness.sera.reply(asked, "yes")
    await harness.answered(asked)
    harness.move(days=7)
    used = await (await harness.hana.slash(harness.fan_server.team_desk, "replies")).done()
    this_week, last_week, waiting = (field["value"] for field in used.message.embeds[0]["fields"])
    assert "0 questions" in this_week
    assert "1 question\n" in last_week
    assert "Nobody" in waiting


@pytest.mark.usefixtures("_hana_reads_english")
async def test_replies_say_how_many_were_set_by_hand(harness: Harness) -> None:
    asked = await harness.leo.say(harness.fan_server.questions, UNKNOWN)
    await harness.question(asked)
    harness.move(minutes=6)
    answer = await harness.sera.say(harness.fan_server.questions, "yes!")
    await (await harness.sera.menu(answer, "This answers…")).done()
    assert "1 reply set by hand" in await replies(harness)


async def test_the_figures_are_hidden_from_who_is_no_manager(harness: Harness) -> None:
    for person in (harness.leo, harness.sera):
        with pytest.raises(Refused, match="10063"):
            await person.slash(harness.fan_server.lounge, "replies")


async def test_the_figures_are_refused_even_where_an_admin_shows_the_command_to_all(harness: Harness) -> None:
    for command in harness.fan_server.application.commands.values():
        command.form["default_member_permissions"] = None
    for person, no in (
        (harness.leo, "Only the label’s managers"),
        (harness.sera, "Only the label’s managers"),
    ):
        assert no in told(await (await person.slash(harness.fan_server.lounge, "replies")).done())
    used = await (await harness.leo.slash(harness.fan_server.lounge, "setup")).done()
    assert "Only the label’s managers" in told(used)


async def test_an_empty_week_has_figures_too(harness: Harness) -> None:
    assert "아직" in await replies(harness)


# --- registered ---------------------------------------------------------------------------------------


async def test_commands_have_korean_names_and_descriptions(harness: Harness) -> None:
    forms = {command.name: command.form for command in harness.fan_server.application.commands.values()}
    assert forms["shows"]["name_localizations"]["ko"] == "공연"
    assert forms["ask"]["name_localizations"]["ko"] == "질문"
    assert forms["replies"]["name_localizations"]["ko"] == "답변시간"
    assert forms["This is a question"]["name_localizations"]["ko"] == "질문이에요"
    for name, form in forms.items():
        assert "ko" in form["name_localizations"], name
        if form.get("description"):
            assert "ko" in form["description_localizations"], name
        for option in form.get("options", []):
            assert "ko" in option["description_localizations"], (name, option["name"])


async def test_commands_are_registered_once_however_often_we_connect(harness: Harness) -> None:
    puts = len(harness.discord.record.of("PUT", "/commands"))
    harness.discord.gateway.drop()
    harness.discord.gateway.forget_sessions()
    await harness.until(lambda: harness.discord.gateway.sessions.identifies == 2)
    await harness.settled()
    assert len(harness.discord.record.of("PUT", "/commands")) == puts == 1
