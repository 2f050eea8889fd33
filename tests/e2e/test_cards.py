"""Cards at the team's desk over time."""

from dataclasses import replace

from house import House, cards_in, words

PUZZLE = "can I park my van near the Busan venue?"


async def test_an_old_card_stays_true_after_the_team_moved_to_another_channel(house: House) -> None:
    asked = await house.person(house.stage.leo).say(house.stage.questions, PUZZLE)
    card = await house.card()
    desk = house.stage.guild.text_channel("new-desk")
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, staff_channel_id=desk.id))
    await house.person(house.stage.sera).reply(asked, "Two streets away.")
    await house.until(lambda: "Sera answered" in words(card))


async def test_a_card_that_was_on_its_way_while_the_team_moved_and_answered_stays_true(house: House) -> None:
    old_desk = f"/channels/{house.stage.team_desk.id}/messages"
    house.discord.faults.hang("POST", old_desk, 0.5, after=True)
    asked = await house.leo.say(house.stage.questions, PUZZLE)
    card = await house.card()
    desk = house.stage.guild.text_channel("new-desk")
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, staff_channel_id=desk.id))
    await house.sera.reply(asked, "Two streets away.")
    await house.card_says(card, "Sera answered")
    await house.settled()
    assert cards_in(desk) == []


async def test_the_team_is_told_once_of_a_channel_that_cannot_be_read(house: House) -> None:
    house.stage.questions.deny(None, ["read_message_history"])
    (bot_role,) = house.stage.guild.members[house.stage.application.id].roles
    house.stage.questions.deny(bot_role, ["read_message_history"])
    await house.stop_bot()
    await house.start_bot()

    def told() -> list[str]:
        return [said.content for said in house.stage.team_desk.messages if "can’t read" in said.content]

    await house.until(told)
    house.move(minutes=6)
    await house.settled()
    assert told() == [
        (
            f"I can’t read <#{house.stage.questions.id}>, so I may miss what fans ask there. "
            "Please give me View Channel and Read Message History."
        )
    ]
