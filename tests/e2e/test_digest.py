"""The weekly digest: on time, once, for managers, and something to learn from."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from house import UNKNOWN, House, choose, components, told, words

from bot.rehearsal.invocations import Invocation
from bot.rehearsal.messages import Message
from bot.rehearsal.person import Person
from bot.rehearsal.refusals import Refused

#: The house's day is a Sunday; the digest comes on Monday at nine, Seoul time.
POSTED = datetime(2026, 11, 23, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def digests(house: House) -> list[Message]:
    """Return the digests at the team's desk."""
    return [
        said
        for said in house.stage.team_desk.messages
        if said.embeds and "2026-W" in (said.embeds[0].get("footer") or {}).get("text", "")
    ]


async def digest(house: House, number: int = 1) -> Message:
    found = await house.until(lambda: len(digests(house)) >= number and digests(house))
    return found[number - 1]


async def nothing_more(house: House, seconds: float = 0.6) -> int:
    """Give the schedule time for a few looks, and return how many digests there are then."""
    await asyncio.sleep(seconds)
    await house.settled()
    return len(digests(house))


@pytest.fixture
async def posting(empty_house: House) -> House:
    """A house whose digest is posted at the team's desk on Mondays at nine."""
    house = empty_house
    await house.open_store()
    server = replace(house.stage.server(), digest_channel_id=house.stage.team_desk.id, reminds=False)
    await house.store.servers.save(server)
    await house.start_bot()
    await house.eventually(lambda: house.count("SELECT count(*) FROM digest_starts"))
    return house


async def asked(house: House, text: str = UNKNOWN) -> Message:
    message = await house.leo.say(house.stage.questions, text)
    await house.card()
    await house.question(message)
    return message


def at(house: House, moment: datetime) -> None:
    house.stage.world.clock.set(moment)


# --- every week ---------------------------------------------------------------------------------------


async def test_a_digest_comes_on_monday_morning_with_a_picture_and_a_table(posting: House) -> None:
    house = posting
    question = await asked(house)
    house.move(minutes=42)
    await house.sera.reply(question, "yes!")
    await house.answered(question)
    at(house, POSTED - timedelta(minutes=1))
    assert await nothing_more(house) == 0
    at(house, POSTED)
    post = await digest(house)
    assert "2026-W47" in words(post)
    assert "42 min" in words(post)
    picture, table = post.attachments
    assert picture.content.startswith(b"\x89PNG")
    assert "fans" in (picture.description or "")
    assert post.embeds[0]["image"]["url"].endswith(picture.path)
    assert UNKNOWN.encode() in table.content
    assert await nothing_more(house) == 1


async def test_an_empty_week_is_told_kindly(posting: House) -> None:
    at(posting, POSTED)
    assert "Enjoy the calm!" in words(await digest(posting))


async def test_a_digest_speaks_the_server_s_language(posting: House) -> None:
    server = posting.store.servers.get(posting.stage.guild.id)
    await posting.store.servers.save(replace(server, language="ko"))
    at(posting, POSTED)
    assert "2026년 11월 16일" in words(await digest(posting))


async def test_a_digest_missed_while_the_bot_was_down_comes_when_it_is_back(posting: House) -> None:
    house = posting
    await house.stop_bot()
    at(house, POSTED + timedelta(days=2))
    await house.start_bot()
    assert "2026-W47" in words(await digest(house))
    await house.restart_bot()
    assert await nothing_more(house) == 1


async def test_after_three_weeks_away_only_the_last_week_is_looked_back_on(posting: House) -> None:
    house = posting
    await house.stop_bot()
    at(house, POSTED + 2 * WEEK)
    await house.start_bot()
    assert "2026-W49" in words(await digest(house))
    assert await nothing_more(house) == 1


async def test_a_server_set_up_on_monday_gets_its_first_digest_a_week_later(empty_house: House) -> None:
    house = empty_house
    at(house, POSTED + timedelta(hours=1))
    await house.open_store()
    server = replace(house.stage.server(), digest_channel_id=house.stage.team_desk.id)
    await house.store.servers.save(server)
    await house.start_bot()
    assert await nothing_more(house) == 0
    at(house, POSTED + WEEK)
    assert "2026-W48" in words(await digest(house))


async def test_without_a_channel_for_it_no_digest_is_posted(house: House) -> None:
    at(house, POSTED)
    assert await nothing_more(house) == 0


async def test_where_no_file_may_be_attached_the_words_come_alone(posting: House) -> None:
    house = posting
    (role,) = house.stage.guild.members[house.stage.application.id].roles
    for one in (role, house.stage.guild.everyone):
        one.revoke("attach_files")
    await house.settled()
    at(house, POSTED)
    post = await digest(house)
    assert post.attachments == []
    assert "2026-W47" in words(post)


# --- at any time --------------------------------------------------------------------------------------


async def look_back(house: House, person: Person, **options: str) -> Invocation:
    return await (await person.slash(house.stage.team_desk, "digest", **options)).done()


async def test_a_manager_looks_back_on_any_week_alone(house: House) -> None:
    await asked(house)
    used = await look_back(house, house.hana, week="2026-W47")
    assert "2026-W47" in told(used)
    shown = used.message or used.followups[0]
    assert [one.filename.rsplit(".")[-1] for one in shown.attachments] == ["png", "csv"]
    assert "2026-W46" in told(await look_back(house, house.hana))
    assert digests(house) == []


async def test_discord_offers_it_to_those_in_charge_only(house: House) -> None:
    with pytest.raises(Refused):
        await look_back(house, house.sera, week="2026-W47")
    assert "2026-W47" in told(await look_back(house, house.person(house.stage.guild.owner), week="2026-W47"))


@pytest.mark.parametrize("week", ["last", "2026-W99", "2026-W54", "0000-W01"])
async def test_a_week_that_does_not_exist_is_refused_with_an_example(house: House, week: str) -> None:
    assert "2026-W46" in told(await look_back(house, house.hana, week=week))


async def test_a_week_to_come_is_refused(house: House) -> None:
    assert "아직" in told(await look_back(house, house.hana, week="2026-W48"))


async def test_recent_weeks_are_offered(house: House) -> None:
    found = await house.hana.autocomplete(house.stage.team_desk, "digest", focused="week", week="W4")
    assert [choice["value"] for choice in found][:2] == ["2026-W47", "2026-W46"]


# --- learning from it ---------------------------------------------------------------------------------


async def test_a_frequent_question_is_written_from_the_digest(posting: House) -> None:
    house = posting
    first = await asked(house, "can I bring my dog?")
    house.move(minutes=10)
    second = await house.dohyun.say(house.stage.questions, "can I bring my little dog?")
    await house.question(second)
    await house.sera.reply(first, "Dogs are welcome, on a leash.")
    await house.answered(first)
    at(house, POSTED)
    post = await digest(house)
    (menu,) = [part for part in components(post) if part["type"] == 3]
    (option,) = menu["options"]
    assert "2" in option["description"]
    await house.restart_bot()
    form = await choose(house.sera, post, option["value"], "learn_which")
    examples = "can I bring my dog?\ncan I bring my little dog?"
    answer = "Dogs are welcome, on a leash."
    assert form.modal is not None
    used = await (await house.sera.submit(form, examples=examples, answer_en=answer)).done()
    assert "Learned" in told(used)
    asked_again = await house.minji.say(house.stage.questions, "can I bring my dog?")
    assert answer in words(await house.reply_to(asked_again))


async def test_a_fan_cannot_write_frequent_questions_from_the_digest(posting: House) -> None:
    house, lounge = posting, posting.stage.lounge
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, digest_channel_id=lounge.id))
    await asked(house)
    at(house, POSTED)
    (post,) = await house.until(lambda: [said for said in lounge.messages if said.embeds])
    (menu,) = [part for part in components(post) if part["type"] == 3]
    used = await choose(house.leo, post, menu["options"][0]["value"], "learn_which")
    assert "Only the team can do this." in told(used)
