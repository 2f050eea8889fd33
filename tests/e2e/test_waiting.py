"""The list of who is waiting, who is on it, and the reminders."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.rehearsal.model.channels import Message
from tests.e2e.harness import Harness, words

PUZZLE = "can I park my van near the Busan venue?"


async def ask(harness: Harness, text: str = PUZZLE, fan: str = "leo") -> Message:
    asked = await harness.person(getattr(harness.fan_server, fan)).say(harness.fan_server.questions, text)
    await harness.reply_to(asked)
    await harness.settled()
    return asked


async def test_staff_see_who_waits_longest_first_with_both_waits(harness: Harness) -> None:
    await ask(harness)
    harness.move(minutes=30)
    await ask(harness, "인천 공연 끝나고 사인회 하나요?", "minji")
    harness.move(minutes=10)
    listed = await (
        await harness.person(harness.fan_server.sera).slash(harness.fan_server.team_desk, "questions")
    ).done()
    told = words(listed.message)
    assert told.index("van") < told.index("사인회")
    assert "40 min · " in told
    assert listed.message.ephemeral_to is harness.fan_server.sera


async def test_the_list_can_be_narrowed_to_old_ones_and_to_mine(harness: Harness) -> None:
    await ask(harness)
    harness.move(hours=3)
    await ask(harness, "인천 공연 끝나고 사인회 하나요?", "minji")
    sera = harness.person(harness.fan_server.sera)
    old = await (await sera.slash(harness.fan_server.team_desk, "questions", older_than=2)).done()
    assert "van" in words(old.message)
    assert "사인회" not in words(old.message)
    await (await sera.press(await harness.card(2), "I’ll take it")).done()
    mine = await (await sera.slash(harness.fan_server.team_desk, "questions", mine=True)).done()
    assert "사인회" in words(mine.message)
    assert "van" not in words(mine.message)


async def test_a_long_list_has_pages(harness: Harness) -> None:
    for number, fan in enumerate(["leo", "minji", "dohyun"] * 2):
        await ask(harness, f"{PUZZLE} ({number})", fan)
        harness.move(minutes=6)
    sera = harness.person(harness.fan_server.sera)
    listed = await (await sera.slash(harness.fan_server.team_desk, "questions")).done()
    assert "(0)" in words(listed.message)
    assert "1–4 of 6" in words(listed.message)
    await (await sera.press(listed.message, "Later")).done()
    await harness.until(lambda: "(5)" in words(listed.message))
    assert "(0)" not in words(listed.message)


async def test_a_question_that_a_colleague_took_cannot_be_answered_by_another_until_the_claim_lapses(
    harness: Harness,
) -> None:
    await ask(harness)
    card = await harness.card()
    sera, jun = harness.person(harness.fan_server.sera), harness.person(harness.fan_server.jun)
    await (await sera.press(card, "I’ll take it")).done()
    await harness.until(lambda: "Sera is on it" in words(card))
    refused = await (await jun.press(card, "Reply")).done()
    assert "Sera" in refused.message.content
    assert refused.modal is None
    harness.move(minutes=31)
    form = await (await jun.press(card, "Reply")).done()
    assert form.modal is not None


async def test_letting_go_frees_a_question(harness: Harness) -> None:
    await ask(harness)
    card = await harness.card()
    sera, jun = harness.person(harness.fan_server.sera), harness.person(harness.fan_server.jun)
    await (await sera.press(card, "I’ll take it")).done()
    await harness.until(lambda: "Sera is on it" in words(card))
    await (await sera.press(card, "Let go")).done()
    await harness.until(lambda: "Sera is on it" not in words(card))
    assert (await (await jun.press(card, "Reply")).done()).modal is not None


async def test_only_one_of_two_who_press_at_once_gets_the_question(harness: Harness) -> None:
    await ask(harness)
    card = await harness.card()
    pressed = [
        await harness.person(who).press(card, "I’ll take it")
        for who in (harness.fan_server.sera, harness.fan_server.jun)
    ]
    said = [(await one.done()).message.content for one in pressed]
    assert sum("yours for 30 minutes" in words_ for words_ in said) == 1


async def test_a_question_is_handed_to_a_colleague_who_is_told(harness: Harness) -> None:
    await ask(harness)
    card = await harness.card()
    sera = harness.person(harness.fan_server.sera)
    asked_whom = await (await sera.press(card, "Hand to…")).done()
    await sera.choose(asked_whom.message, "A colleague", [harness.fan_server.jun])
    await harness.until(lambda: "Jun is on it" in words(card))
    told = await harness.until(
        lambda: [
            m for m in harness.fan_server.team_desk.messages if harness.fan_server.jun in m.mentions.users
        ]
    )
    assert "Sera" in told[0].content


async def test_a_question_cannot_be_handed_to_a_fan(harness: Harness) -> None:
    await ask(harness)
    sera = harness.person(harness.fan_server.sera)
    asked_whom = await (await sera.press(await harness.card(), "Hand to…")).done()
    refused = await (await sera.choose(asked_whom.message, "A colleague", [harness.fan_server.minji])).done()
    await harness.until(
        lambda: any("isn’t on the team" in m.content for m in (refused.message, *refused.followups) if m)
    )


def desk(harness: Harness) -> list[str]:
    return [message.content for message in harness.fan_server.team_desk.messages if message.content]


async def test_half_the_target_is_one_line_and_the_target_mentions_who_is_on_duty(harness: Harness) -> None:
    duty = harness.fan_server.guild.role("On duty", mentionable=True)
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, on_duty_role_id=duty.id))
    await ask(harness)
    harness.move(hours=2, minutes=1)
    await harness.until(lambda: any("has been waiting 2 h" in line for line in desk(harness)))
    harness.move(hours=2)
    await harness.until(lambda: any(f"<@&{duty.id}>" in line for line in desk(harness)))
    (reached,) = [m for m in harness.fan_server.team_desk.messages if f"<@&{duty.id}>" in m.content]
    assert reached.mentions.roles == [duty]
    harness.move(hours=9)
    await harness.settled()
    assert len(desk(harness)) == 2


async def test_after_the_target_the_half_is_not_said_any_more(harness: Harness) -> None:
    await ask(harness)
    harness.move(hours=30)
    await harness.until(lambda: any("has now waited" in line for line in desk(harness)))
    await harness.settled()
    assert len(desk(harness)) == 1


async def test_outside_opening_hours_nobody_is_reminded_and_the_morning_has_one_list(
    harness: Harness,
) -> None:
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, opening_hours="Mon-Fri 10:00-19:00"))
    asked = await ask(harness)  # on a Sunday at 14:00
    harness.move(hours=18)
    await harness.settled()
    assert desk(harness) == []
    harness.move(hours=2, minutes=1)
    lists = await harness.until(
        lambda: [m for m in harness.fan_server.team_desk.messages if "Good morning" in words(m)]
    )
    assert str(asked.id) in words(lists[0])
    harness.move(minutes=30)
    await harness.settled()
    assert len([m for m in harness.fan_server.team_desk.messages if "Good morning" in words(m)]) == 1


async def test_a_morning_without_anybody_waiting_has_no_list(harness: Harness) -> None:
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, opening_hours="Mon-Sun 10:00-19:00"))
    harness.move(hours=22)  # Monday, noon
    await ask(harness)
    await harness.settled()
    assert not any("Good morning" in words(m) for m in harness.fan_server.team_desk.messages)


async def test_a_staff_reply_is_recorded_with_its_wait_in_opening_hours(harness: Harness) -> None:
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, opening_hours="Mon-Fri 10:00-19:00"))
    asked = await ask(harness)  # on a Sunday at 14:00
    harness.move(hours=21)  # Monday at 11:00
    await harness.person(harness.fan_server.sera).reply(asked, "Yes, two streets away.")
    await harness.settled()
    reply = await harness.store.replies.first_of((await harness.question(asked)).id)
    assert reply is not None
    assert reply.open_wait == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=5))


@pytest.mark.parametrize("tags", [("Waiting", "Answered"), ("기다리는 중", "답변 완료")])
async def test_a_forum_post_shows_its_state_by_the_label_s_tags(
    harness: Harness, tags: tuple[str, str]
) -> None:
    forum = harness.fan_server.guild.forum("ask-forum", tags=(*tags, "Tour"))
    server = harness.store.servers.get(harness.fan_server.guild.id)
    await harness.store.servers.save(replace(server, listened=server.listened | {forum.id}))
    post = await harness.person(harness.fan_server.leo).post(forum, "Parking", PUZZLE, tags=["Tour"])
    by_name = {tag.id: tag.name for tag in forum.tags}

    def shown() -> set[str]:
        return {by_name[tag] for tag in post.applied_tags}

    await harness.until(lambda: shown() == {"Tour", tags[0]})
    await harness.person(harness.fan_server.sera).say(post, "Two streets away!")
    await harness.until(lambda: shown() == {"Tour", tags[1]})
