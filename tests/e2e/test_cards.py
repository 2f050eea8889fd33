"""Cards at the team's desk over time."""

from dataclasses import replace

from tests.e2e.harness import Harness, cards_in, words

PUZZLE = "can I park my van near the Busan venue?"


async def test_an_old_card_stays_true_after_the_team_moved_to_another_channel(harness: Harness) -> None:
    asked = await harness.person(harness.fan_server.leo).say(harness.fan_server.questions, PUZZLE)
    card = await harness.card()
    desk = harness.fan_server.guild.text_channel("new-desk")
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, staff_channel_id=desk.id))
    await harness.person(harness.fan_server.sera).reply(asked, "Two streets away.")
    await harness.until(lambda: "Sera answered" in words(card))


async def test_a_card_that_was_on_its_way_while_the_team_moved_and_answered_stays_true(
    harness: Harness,
) -> None:
    old_desk = f"/channels/{harness.fan_server.team_desk.id}/messages"
    harness.discord.faults.hang("POST", old_desk, 0.5, after=True)
    asked = await harness.leo.say(harness.fan_server.questions, PUZZLE)
    card = await harness.card()
    desk = harness.fan_server.guild.text_channel("new-desk")
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, staff_channel_id=desk.id))
    await harness.sera.reply(asked, "Two streets away.")
    await harness.card_says(card, "Sera answered")
    await harness.settled()
    assert cards_in(desk) == []


async def test_the_team_is_told_once_of_a_channel_that_cannot_be_read(harness: Harness) -> None:
    harness.fan_server.questions.deny(None, ["read_message_history"])
    (bot_role,) = harness.fan_server.guild.members[harness.fan_server.application.id].roles
    harness.fan_server.questions.deny(bot_role, ["read_message_history"])
    await harness.stop_bot()
    await harness.start_bot()

    def told() -> list[str]:
        return [
            said.content for said in harness.fan_server.team_desk.messages if "can’t read" in said.content
        ]

    await harness.until(told)
    harness.move(minutes=6)
    await harness.settled()
    assert told() == [
        (
            f"I can’t read <#{harness.fan_server.questions.id}>, so I may miss what fans ask there. "
            "Please give me View Channel and Read Message History."
        )
    ]
