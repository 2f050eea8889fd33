"""What was promised around a Q&A reaches somebody: the fan, else the team."""

from tests.e2e.harness import Harness, words
from tests.e2e.sessions import (
    RAIN,
    SONG,
    ask,
    begin,
    being_asked,
    desk_says,
    end,
    fans_of,
    host_presses,
    plan,
)


async def test_the_team_hears_that_who_asked_without_a_name_could_not_be_told(harness: Harness) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, RAIN, who="anonymous")
    fan.open_to_direct = False
    await begin(harness, session)
    await end(harness, session)
    await harness.until(lambda: desk_says(harness, "takes no direct messages"))
    await harness.settled()
    desk = " ".join(words(one) for one in harness.said_by_bot(harness.fan_server.team_desk))
    assert f"<@{fan.id}>" not in desk


async def test_an_answer_for_the_artist_that_can_be_posted_nowhere_is_given_back(harness: Harness) -> None:
    session = await plan(harness, artist_account=None)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, SONG)
    thread = await begin(harness, session)
    await being_asked(harness, thread, SONG)
    form = await host_presses(harness, session, "qna_relay")
    harness.fan_server.lounge.deny(harness.me, ["send_messages_in_threads"])
    await (await harness.sera.submit(form, answer="In May")).done()
    harness.move(hours=1, minutes=1)
    await harness.settled()
    harness.fan_server.guild.delete_thread(thread)
    harness.fan_server.guild.delete_channel(harness.fan_server.lounge)
    for _ in range(3):
        harness.move(minutes=11)
        await harness.settled()
    await harness.until(lambda: desk_says(harness, "In May"))
    assert desk_says(harness, "couldn’t post this answer")
