"""The list of who is waiting, who is on it, and the reminders."""

from dataclasses import replace
from datetime import timedelta

import pytest
from house import House, words

PUZZLE = "can I park my van near the Busan venue?"


async def ask(house: House, text: str = PUZZLE, fan: str = "leo"):  # noqa: ANN201
    asked = await house.person(getattr(house.stage, fan)).say(house.stage.questions, text)
    await house.reply_to(asked)
    await house.settled()
    return asked


async def test_staff_see_who_waits_longest_first_with_both_waits(house: House) -> None:
    await ask(house)
    house.move(minutes=30)
    await ask(house, "인천 공연 끝나고 사인회 하나요?", "minji")
    house.move(minutes=10)
    listed = await (await house.person(house.stage.sera).slash(house.stage.team_desk, "questions")).done()
    told = words(listed.message)
    assert told.index("van") < told.index("사인회")
    assert "40 min · " in told
    assert listed.message.ephemeral_to is house.stage.sera


async def test_the_list_can_be_narrowed_to_old_ones_and_to_mine(house: House) -> None:
    await ask(house)
    house.move(hours=3)
    await ask(house, "인천 공연 끝나고 사인회 하나요?", "minji")
    sera = house.person(house.stage.sera)
    old = await (await sera.slash(house.stage.team_desk, "questions", older_than=2)).done()
    assert "van" in words(old.message)
    assert "사인회" not in words(old.message)
    await (await sera.press(await house.card(2), "I’ll take it")).done()
    mine = await (await sera.slash(house.stage.team_desk, "questions", mine=True)).done()
    assert "사인회" in words(mine.message)
    assert "van" not in words(mine.message)


async def test_a_long_list_has_pages(house: House) -> None:
    for number, fan in enumerate(["leo", "minji", "dohyun"] * 2):
        await ask(house, f"{PUZZLE} ({number})", fan)
        house.move(minutes=6)
    sera = house.person(house.stage.sera)
    listed = await (await sera.slash(house.stage.team_desk, "questions")).done()
    assert "(0)" in words(listed.message)
    assert "1–4 of 6" in words(listed.message)
    await (await sera.press(listed.message, "Later")).done()
    await house.until(lambda: "(5)" in words(listed.message))
    assert "(0)" not in words(listed.message)


async def test_a_question_that_a_colleague_took_cannot_be_answered_by_another_until_the_claim_lapses(
    house: House,
) -> None:
    await ask(house)
    card = await house.card()
    sera, jun = house.person(house.stage.sera), house.person(house.stage.jun)
    await (await sera.press(card, "I’ll take it")).done()
    await house.until(lambda: "Sera is on it" in words(card))
    refused = await (await jun.press(card, "Reply")).done()
    assert "Sera" in refused.message.content
    assert refused.modal is None
    house.move(minutes=31)
    form = await (await jun.press(card, "Reply")).done()
    assert form.modal is not None


async def test_letting_go_frees_a_question(house: House) -> None:
    await ask(house)
    card = await house.card()
    sera, jun = house.person(house.stage.sera), house.person(house.stage.jun)
    await (await sera.press(card, "I’ll take it")).done()
    await house.until(lambda: "Sera is on it" in words(card))
    await (await sera.press(card, "Let go")).done()
    await house.until(lambda: "Sera is on it" not in words(card))
    assert (await (await jun.press(card, "Reply")).done()).modal is not None


async def test_only_one_of_two_who_press_at_once_gets_the_question(house: House) -> None:
    await ask(house)
    card = await house.card()
    pressed = [
        await house.person(who).press(card, "I’ll take it") for who in (house.stage.sera, house.stage.jun)
    ]
    said = [(await one.done()).message.content for one in pressed]
    assert sum("yours for 30 minutes" in words_ for words_ in said) == 1


async def test_a_question_is_handed_to_a_colleague_who_is_told(house: House) -> None:
    await ask(house)
    card = await house.card()
    sera = house.person(house.stage.sera)
    asked_whom = await (await sera.press(card, "Hand to…")).done()
    await sera.choose(asked_whom.message, "A colleague", [house.stage.jun])
    await house.until(lambda: "Jun is on it" in words(card))
    told = await house.until(
        lambda: [m for m in house.stage.team_desk.messages if house.stage.jun in m.mentions.users]
    )
    assert "Sera" in told[0].content


async def test_a_question_cannot_be_handed_to_a_fan(house: House) -> None:
    await ask(house)
    sera = house.person(house.stage.sera)
    asked_whom = await (await sera.press(await house.card(), "Hand to…")).done()
    refused = await (await sera.choose(asked_whom.message, "A colleague", [house.stage.minji])).done()
    await house.until(
        lambda: any("isn’t on the team" in m.content for m in (refused.message, *refused.followups) if m)
    )


def desk(house: House) -> list[str]:
    return [message.content for message in house.stage.team_desk.messages if message.content]


async def test_half_the_target_is_one_line_and_the_target_mentions_who_is_on_duty(house: House) -> None:
    duty = house.stage.guild.role("On duty", mentionable=True)
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, on_duty_role_id=duty.id))
    await ask(house)
    house.move(hours=2, minutes=1)
    await house.until(lambda: any("has been waiting 2 h" in line for line in desk(house)))
    house.move(hours=2)
    await house.until(lambda: any(f"<@&{duty.id}>" in line for line in desk(house)))
    (reached,) = [m for m in house.stage.team_desk.messages if f"<@&{duty.id}>" in m.content]
    assert reached.mentions.roles == [duty]
    house.move(hours=9)
    await house.settled()
    assert len(desk(house)) == 2


async def test_after_the_target_the_half_is_not_said_any_more(house: House) -> None:
    await ask(house)
    house.move(hours=30)
    await house.until(lambda: any("has now waited" in line for line in desk(house)))
    await house.settled()
    assert len(desk(house)) == 1


async def test_outside_opening_hours_nobody_is_reminded_and_the_morning_has_one_list(house: House) -> None:
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, opening_hours="Mon-Fri 10:00-19:00"))
    asked = await ask(house)  # on a Sunday at 14:00
    house.move(hours=18)
    await house.settled()
    assert desk(house) == []
    house.move(hours=2, minutes=1)
    lists = await house.until(
        lambda: [m for m in house.stage.team_desk.messages if "Good morning" in words(m)]
    )
    assert str(asked.id) in words(lists[0])
    house.move(minutes=30)
    await house.settled()
    assert len([m for m in house.stage.team_desk.messages if "Good morning" in words(m)]) == 1


async def test_a_morning_without_anybody_waiting_has_no_list(house: House) -> None:
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, opening_hours="Mon-Sun 10:00-19:00"))
    house.move(hours=22)  # Monday, noon
    await ask(house)
    await house.settled()
    assert not any("Good morning" in words(m) for m in house.stage.team_desk.messages)


async def test_a_staff_reply_is_recorded_with_its_wait_in_opening_hours(house: House) -> None:
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, opening_hours="Mon-Fri 10:00-19:00"))
    asked = await ask(house)  # on a Sunday at 14:00
    house.move(hours=21)  # Monday at 11:00
    await house.person(house.stage.sera).reply(asked, "Yes, two streets away.")
    await house.settled()
    reply = await house.store.replies.first_of((await house.question(asked)).id)
    assert reply is not None
    assert reply.open_wait == pytest.approx(timedelta(hours=1), abs=timedelta(seconds=5))


@pytest.mark.parametrize("tags", [("Waiting", "Answered"), ("기다리는 중", "답변 완료")])
async def test_a_forum_post_shows_its_state_by_the_label_s_tags(house: House, tags: tuple[str, str]) -> None:
    forum = house.stage.guild.forum("ask-forum", tags=(*tags, "Tour"))
    server = house.store.servers.get(house.stage.guild.id)
    await house.store.servers.save(replace(server, listened=server.listened | {forum.id}))
    post = await house.person(house.stage.leo).post(forum, "Parking", PUZZLE, tags=["Tour"])
    by_name = {tag.id: tag.name for tag in forum.tags}
    shown = lambda: {by_name[tag] for tag in post.applied_tags}  # noqa: E731
    await house.until(lambda: shown() == {"Tour", tags[0]})
    await house.person(house.stage.sera).say(post, "Two streets away!")
    await house.until(lambda: shown() == {"Tour", tags[1]})
