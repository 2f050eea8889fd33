"""Who asks without a name stays without one, also when the team answers after the session."""

from house import House, words
from sessions import ask, begin, end, fans_of, plan

PARKING = "can I park my van anywhere near the Incheon show?"


async def test_an_anonymous_question_left_to_the_team_is_answered_to_its_asker_alone(house: House) -> None:
    session = await plan(house)
    (fan,) = fans_of(house, 1)
    await ask(house, fan, session, "What do you cook at home?")
    await ask(house, fan, session, PARKING, who="anonymous")
    await begin(house, session)
    await end(house, session)
    card = await house.until(
        lambda: next(
            (
                m
                for m in house.said_by_bot(house.stage.team_desk)
                if "van" in words(m) and "Waiting" in words(m)
            ),
            None,
        )
    )
    form = await (await house.sera.press(card, "Reply")).done()
    await (await house.sera.submit(form, {"answer": "Two streets away."})).done()
    alone = house.stage.world.direct(fan, house.stage.application.user)
    await house.until(lambda: any("Two streets away." in words(m) for m in alone.messages))
    await house.settled()
    public = [
        words(m)
        for channel in house.stage.guild.channels.values()
        if channel is not house.stage.team_desk
        for m in channel.messages
    ]
    assert not any("Two streets away." in said for said in public)
