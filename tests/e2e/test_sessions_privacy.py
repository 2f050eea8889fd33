"""Who asks without a name stays without one, also when the team answers after the session."""

from tests.e2e.harness import Harness, words
from tests.e2e.sessions import ask, begin, end, fans_of, plan

PARKING = "can I park my van anywhere near the Incheon show?"


async def test_an_anonymous_question_left_to_the_team_is_answered_to_its_asker_alone(
    harness: Harness,
) -> None:
    session = await plan(harness)
    (fan,) = fans_of(harness, 1)
    await ask(harness, fan, session, "What do you cook at home?")
    await ask(harness, fan, session, PARKING, who="anonymous")
    await begin(harness, session)
    await end(harness, session)
    card = await harness.until(
        lambda: next(
            (
                m
                for m in harness.said_by_bot(harness.fan_server.team_desk)
                if "van" in words(m) and "Waiting" in words(m)
            ),
            None,
        )
    )
    form = await (await harness.sera.press(card, "Reply")).done()
    await (await harness.sera.submit(form, {"answer": "Two streets away."})).done()
    alone = harness.fan_server.world.direct(fan, harness.fan_server.application.user)
    await harness.until(lambda: any("Two streets away." in words(m) for m in alone.messages))
    await harness.settled()
    public = [
        words(m)
        for channel in harness.fan_server.guild.channels.values()
        if channel is not harness.fan_server.team_desk
        for m in channel.messages
    ]
    assert not any("Two streets away." in said for said in public)
