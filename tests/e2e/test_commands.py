"""/shows, /replies, and how commands are registered."""

import pytest
from house import KNOWN, UNKNOWN, House, components, labels, press, told, words

from bot.rehearsal.invocations import Invocation
from bot.rehearsal.person import Person
from bot.rehearsal.refusals import Refused

# --- /shows -------------------------------------------------------------------------------------------


async def shows(house: House, who: Person, **filters: str) -> Invocation:
    return await (await who.slash(house.stage.lounge, "shows", **filters)).done()


def titles(house: House, used: Invocation) -> list[str]:
    """Return the ids of the shows on a page, in its order."""
    said = [field["value"] for field in used.message.embeds[0].get("fields", [])]
    return [
        show.id
        for value in said
        for show in house.label.shows
        if value.startswith(f"<t:{int(show.start.timestamp())}:")
    ]


async def test_shows_lists_what_is_coming_up_soonest_first(house: House) -> None:
    used = await shows(house, house.leo)
    assert told(used)
    assert titles(house, used)[:2] == ["hongdae-free", "gh-incheon"]
    assert "₩44,000" in words(used.message)


async def test_shows_is_in_the_language_of_the_fan_s_app(house: House) -> None:
    assert "Upcoming shows" in told(await shows(house, house.leo))
    assert "다가오는 공연" in told(await shows(house, house.minji))


async def test_shows_of_one_artist_by_any_name_fans_use(house: House) -> None:
    for name in ("Glass Harbor", "유리항구", "gh"):
        used = await shows(house, house.leo, artist=name)
        assert titles(house, used) == ["gh-incheon", "yearend", "gh-tokyo", "gh-taipei"]


async def test_shows_in_one_city(house: House) -> None:
    used = await shows(house, house.leo, city="Incheon")
    assert titles(house, used) == ["gh-incheon"]


async def test_shows_of_one_artist_in_one_city(house: House) -> None:
    used = await shows(house, house.leo, artist="Glass Harbor", city="Seoul")
    assert titles(house, used) == ["yearend"]


async def test_shows_that_do_not_exist_are_said_not_to(house: House) -> None:
    assert "No shows" in told(await shows(house, house.leo, artist="Glass Harbor", city="Busan"))
    assert "don’t know an artist" in told(await shows(house, house.leo, artist="Nobody @everyone"))
    assert "No show is planned in Paris" in told(await shows(house, house.leo, city="Paris"))


async def test_shows_offers_artists_and_cities_while_typing(house: House) -> None:
    async def offered(focused: str, typed: str) -> list[str]:
        found = await house.leo.autocomplete(house.stage.lounge, "shows", focused=focused, **{focused: typed})
        return [choice["name"] for choice in found]

    assert await offered("artist", "유리") == ["Glass Harbor"]
    assert len(await offered("artist", "")) == len(house.label.artists)
    assert await offered("city", "inch") == ["Incheon"]
    assert await offered("city", "zzz") == []


async def test_shows_turns_pages_and_the_filter_stays(house: House) -> None:
    used = await shows(house, house.leo)
    first = titles(house, used)
    assert labels(used.message) == ["Later"]
    await press(house.leo, used.message, "shows")
    second = titles(house, used)
    assert not set(first) & set(second)
    assert labels(used.message) == ["Earlier", "Later"]
    back = components(used.message)[0]["custom_id"]
    await (await house.leo.press(used.message, back)).done()
    assert titles(house, used) == first


async def test_a_page_of_shows_turns_after_a_restart(house: House) -> None:
    used = await shows(house, house.leo)
    await house.restart_bot()
    await press(house.leo, used.message, "shows")
    assert "Page 2" in words(used.message)


async def test_a_page_that_has_gone_meanwhile_shows_the_last_one(house: House) -> None:
    used = await shows(house, house.leo)
    house.move(days=60)
    await press(house.leo, used.message, "shows")
    assert set(titles(house, used)) <= {"weather-gwangju", "radio-seoul", "gh-taipei", "whale-jeonju"}
    assert titles(house, used)


async def test_shows_works_in_a_direct_message(house: House) -> None:
    direct = house.stage.world.direct(house.stage.leo, house.me)
    used = await (await house.leo.slash(direct, "shows")).done()
    assert "Upcoming shows" in words(used.message)


# --- /replies -----------------------------------------------------------------------------------------


async def replies(house: House) -> str:
    return told(await (await house.hana.slash(house.stage.team_desk, "replies")).done())


@pytest.fixture
def _hana_reads_english(house: House) -> None:
    house.stage.hana.locale = "en-US"


@pytest.mark.usefixtures("_hana_reads_english")
async def test_replies_show_a_manager_the_figures_and_who_waits(house: House) -> None:
    for number, minutes in enumerate((10, 20, 60)):
        fan = house.stage.world.user(f"fan{number}")
        house.stage.guild.join(fan)
        asked = await house.person(fan).say(house.stage.questions, UNKNOWN)
        await house.question(asked)
        house.move(minutes=minutes)
        await house.sera.reply(asked, "yes")
        await house.answered(asked)
    known = await house.leo.say(house.stage.questions, KNOWN)
    await house.question(known)
    waiting = await house.dohyun.say(house.stage.questions, "can I bring my dog?")
    await house.question(waiting)
    house.move(minutes=5)
    said = await replies(house)
    assert "5 questions" in said
    assert "3 answered by the team" in said
    assert "1 answered by me" in said
    assert "1 open" in said
    assert "Median first reply: 20 min (from 3 replies)" in said
    assert "90th percentile: 52 min (from 3 replies)" in said
    assert f"/{waiting.id}) can I bring my dog?" in said


@pytest.mark.usefixtures("_hana_reads_english")
async def test_replies_of_last_week_stand_beside_this_week_s(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.question(asked)
    await house.sera.reply(asked, "yes")
    await house.answered(asked)
    house.move(days=7)
    used = await (await house.hana.slash(house.stage.team_desk, "replies")).done()
    this_week, last_week, waiting = (field["value"] for field in used.message.embeds[0]["fields"])
    assert "0 questions" in this_week
    assert "1 question\n" in last_week
    assert "Nobody" in waiting


@pytest.mark.usefixtures("_hana_reads_english")
async def test_replies_say_how_many_were_set_by_hand(house: House) -> None:
    asked = await house.leo.say(house.stage.questions, UNKNOWN)
    await house.question(asked)
    house.move(minutes=6)
    answer = await house.sera.say(house.stage.questions, "yes!")
    await (await house.sera.menu(answer, "This answers…")).done()
    assert "1 reply set by hand" in await replies(house)


async def test_the_figures_are_hidden_from_who_is_no_manager(house: House) -> None:
    for person in (house.leo, house.sera):
        with pytest.raises(Refused, match="10063"):
            await person.slash(house.stage.lounge, "replies")


async def test_the_figures_are_refused_even_where_an_admin_shows_the_command_to_all(house: House) -> None:
    for command in house.stage.application.commands.values():
        command.form["default_member_permissions"] = None
    for person, no in ((house.leo, "Only the label’s managers"), (house.sera, "Only the label’s managers")):
        assert no in told(await (await person.slash(house.stage.lounge, "replies")).done())
    used = await (await house.leo.slash(house.stage.lounge, "setup")).done()
    assert "Only the label’s managers" in told(used)


async def test_an_empty_week_has_figures_too(house: House) -> None:
    assert "아직" in await replies(house)


# --- registered ---------------------------------------------------------------------------------------


async def test_commands_have_korean_names_and_descriptions(house: House) -> None:
    forms = {command.name: command.form for command in house.stage.application.commands.values()}
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


async def test_commands_are_registered_once_however_often_we_connect(house: House) -> None:
    puts = len(house.discord.record.of("PUT", "/commands"))
    house.discord.gateway.drop()
    house.discord.gateway.forget_sessions()
    await house.until(lambda: house.discord.gateway.identifies == 2)
    await house.settled()
    assert len(house.discord.record.of("PUT", "/commands")) == puts == 1
