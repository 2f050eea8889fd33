"""The weekly digest: on time, once, for managers, and something to learn from."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import Message
from bot.rehearsal.model.interactions import Interaction
from bot.rehearsal.people.person import Person
from tests.e2e.harness import UNKNOWN, Harness, choose, components, told, words

#: The harness's day is a Sunday; the digest comes on Monday at nine, Seoul time.
POSTED = datetime(2026, 11, 23, 0, tzinfo=UTC)
WEEK = timedelta(weeks=1)


def digests(harness: Harness) -> list[Message]:
    """Return the digests at the team's desk."""
    return [
        said
        for said in harness.fan_server.team_desk.messages
        if said.embeds and "2026-W" in (said.embeds[0].get("footer") or {}).get("text", "")
    ]


async def digest(harness: Harness, number: int = 1) -> Message:
    return (await harness.until(lambda: digests(harness)[number - 1 : number]))[0]


async def nothing_more(harness: Harness, seconds: float = 0.6) -> int:
    """Give the schedule time for a few looks, and return how many digests there are then."""
    await asyncio.sleep(seconds)
    await harness.settled()
    return len(digests(harness))


@pytest.fixture
async def posting(empty_harness: Harness) -> Harness:
    """A harness whose digest is posted at the team's desk on Mondays at nine."""
    harness = empty_harness
    await harness.open_store()
    server = replace(
        harness.fan_server.server(), digest_channel_id=harness.fan_server.team_desk.id, reminds=False
    )
    await harness.store.servers.save(server)
    await harness.start_bot()
    await harness.eventually(lambda: harness.count("SELECT count(*) FROM digest_starts"))
    return harness


async def asked(harness: Harness, text: str = UNKNOWN) -> Message:
    message = await harness.leo.say(harness.fan_server.questions, text)
    await harness.card()
    await harness.question(message)
    return message


def at(harness: Harness, moment: datetime) -> None:
    harness.fan_server.world.clock.set(moment)


# --- every week ---------------------------------------------------------------------------------------


async def test_a_digest_comes_on_monday_morning_with_a_picture_and_a_table(posting: Harness) -> None:
    harness = posting
    question = await asked(harness)
    harness.move(minutes=42)
    await harness.sera.reply(question, "yes!")
    await harness.answered(question)
    at(harness, POSTED - timedelta(minutes=1))
    assert await nothing_more(harness) == 0
    at(harness, POSTED)
    post = await digest(harness)
    assert "2026-W47" in words(post)
    assert "42 min" in words(post)
    picture, table = post.attachments
    assert picture.content.startswith(b"\x89PNG")
    assert "fans" in (picture.description or "")
    assert post.embeds[0]["image"]["url"].endswith(picture.path)
    assert UNKNOWN.encode() in table.content
    assert await nothing_more(harness) == 1


async def test_an_empty_week_is_told_kindly(posting: Harness) -> None:
    at(posting, POSTED)
    assert "Enjoy the calm!" in words(await digest(posting))


async def test_a_digest_speaks_the_server_s_language(posting: Harness) -> None:
    server = posting.store.servers.get(posting.fan_server.guild.id)
    await posting.store.servers.save(replace(server, language="ko"))
    at(posting, POSTED)
    assert "2026년 11월 16일" in words(await digest(posting))


async def test_a_digest_missed_while_the_bot_was_down_comes_when_it_is_back(posting: Harness) -> None:
    harness = posting
    await harness.stop_bot()
    at(harness, POSTED + timedelta(days=2))
    await harness.start_bot()
    assert "2026-W47" in words(await digest(harness))
    await harness.restart_bot()
    assert await nothing_more(harness) == 1


async def test_after_three_weeks_away_only_the_last_week_is_looked_back_on(posting: Harness) -> None:
    harness = posting
    await harness.stop_bot()
    at(harness, POSTED + 2 * WEEK)
    await harness.start_bot()
    assert "2026-W49" in words(await digest(harness))
    assert await nothing_more(harness) == 1


async def test_a_server_set_up_on_monday_gets_its_first_digest_a_week_later(empty_harness: Harness) -> None:
    harness = empty_harness
    at(harness, POSTED + timedelta(hours=1))
    await harness.open_store()
    server = replace(harness.fan_server.server(), digest_channel_id=harness.fan_server.team_desk.id)
    await harness.store.servers.save(server)
    await harness.start_bot()
    assert await nothing_more(harness) == 0
    at(harness, POSTED + WEEK)
    assert "2026-W48" in words(await digest(harness))


async def test_without_a_channel_for_it_no_digest_is_posted(harness: Harness) -> None:
    at(harness, POSTED)
    assert await nothing_more(harness) == 0


async def test_where_no_file_may_be_attached_the_words_come_alone(posting: Harness) -> None:
    harness = posting
    (role,) = harness.fan_server.guild.members[harness.fan_server.application.id].roles
    for one in (role, harness.fan_server.guild.everyone):
        one.revoke("attach_files")
    await harness.settled()
    at(harness, POSTED)
    post = await digest(harness)
    assert post.attachments == []
    assert "2026-W47" in words(post)


# --- at any time --------------------------------------------------------------------------------------


async def look_back(harness: Harness, person: Person, **options: str) -> Interaction:
    return await (await person.slash(harness.fan_server.team_desk, "digest", **options)).done()


async def test_a_manager_looks_back_on_any_week_alone(harness: Harness) -> None:
    await asked(harness)
    used = await look_back(harness, harness.hana, week="2026-W47")
    assert "2026-W47" in told(used)
    shown = used.message or used.followups[0]
    assert [one.filename.rsplit(".")[-1] for one in shown.attachments] == ["png", "csv"]
    assert "2026-W46" in told(await look_back(harness, harness.hana))
    assert digests(harness) == []


async def test_discord_offers_it_to_those_in_charge_only(harness: Harness) -> None:
    with pytest.raises(Refused):
        await look_back(harness, harness.sera, week="2026-W47")
    assert "2026-W47" in told(
        await look_back(harness, harness.person(harness.fan_server.guild.owner), week="2026-W47")
    )


@pytest.mark.parametrize("week", ["last", "2026-W99", "2026-W54", "0000-W01"])
async def test_a_week_that_does_not_exist_is_refused_with_an_example(harness: Harness, week: str) -> None:
    assert "2026-W46" in told(await look_back(harness, harness.hana, week=week))


async def test_a_week_to_come_is_refused(harness: Harness) -> None:
    assert "아직" in told(await look_back(harness, harness.hana, week="2026-W48"))


async def test_recent_weeks_are_offered(harness: Harness) -> None:
    found = await harness.hana.autocomplete(harness.fan_server.team_desk, "digest", focused="week", week="W4")
    assert [choice["value"] for choice in found][:2] == ["2026-W47", "2026-W46"]


# --- learning from it ---------------------------------------------------------------------------------


async def test_a_frequent_question_is_written_from_the_digest(posting: Harness) -> None:
    harness = posting
    first = await asked(harness, "can I bring my dog?")
    harness.move(minutes=10)
    second = await harness.dohyun.say(harness.fan_server.questions, "can I bring my little dog?")
    await harness.question(second)
    await harness.sera.reply(first, "Dogs are welcome, on a leash.")
    await harness.answered(first)
    at(harness, POSTED)
    post = await digest(harness)
    (menu,) = [part for part in components(post) if part["type"] == 3]
    (option,) = menu["options"]
    assert "2" in option["description"]
    await harness.restart_bot()
    form = await choose(harness.sera, post, option["value"], "learn_which")
    examples = "can I bring my dog?\ncan I bring my little dog?"
    answer = "Dogs are welcome, on a leash."
    assert form.modal is not None
    used = await (await harness.sera.submit(form, examples=examples, answer_en=answer)).done()
    assert "Learned" in told(used)
    asked_again = await harness.minji.say(harness.fan_server.questions, "can I bring my dog?")
    assert answer in words(await harness.reply_to(asked_again))


async def test_a_fan_cannot_write_frequent_questions_from_the_digest(posting: Harness) -> None:
    harness, lounge = posting, posting.fan_server.lounge
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, digest_channel_id=lounge.id))
    await asked(harness)
    at(harness, POSTED)
    (post,) = await harness.until(lambda: [said for said in lounge.messages if said.embeds])
    (menu,) = [part for part in components(post) if part["type"] == 3]
    used = await choose(harness.leo, post, menu["options"][0]["value"], "learn_which")
    assert "Only the team can do this." in told(used)
