"""The team's replies teach the bot."""

from house import House, words


async def test_a_reply_made_a_faq_answers_the_next_fan_who_asks(house: House) -> None:
    leo, minji, sera = (house.person(user) for user in (house.stage.leo, house.stage.minji, house.stage.sera))
    asked = await leo.say(house.stage.questions, "will there be tour shirts at the Tokyo show?")
    await house.reply_to(asked)
    card = await house.card()
    house.move(minutes=7)
    await sera.reply(asked, "Yes! Shirts and the new tape, cash or card.")
    await house.until(lambda: "Sera answered" in words(card))
    form = await (await sera.press(card, "Make it a FAQ")).done()
    fields = {
        part["component"]["custom_id"]: part["component"].get("value") for part in form.modal["components"]
    }
    assert fields["examples"] == "will there be tour shirts at the Tokyo show?"
    assert fields["answer_en"] == "Yes! Shirts and the new tape, cash or card."
    done = await (
        await sera.submit(form, {"examples": "will there be tour shirts at the show?\nis there merch?"})
    ).done()
    assert "Learned" in done.message.content
    again = await minji.say(house.stage.questions, "will there be tour shirts at the show?")
    assert "cash or card" in words(await house.reply_to(again))


async def test_a_wrong_answer_is_taken_back_opened_and_listed_for_review(house: House) -> None:
    leo, sera = house.person(house.stage.leo), house.person(house.stage.sera)
    asked = await leo.say(house.stage.questions, "doors for the Incheon show?")
    reply = await house.reply_to(asked)
    await house.settled()
    await (await sera.press(reply, "That’s not it")).done()
    await house.card()
    assert "asked the team" in words(reply)
    assert (await house.question(asked)).is_open
    listed = await (await sera.slash(house.stage.team_desk, "review")).done()
    assert "doors for the Incheon show?" in words(listed.message)
    await (await sera.press(listed.message, "Done with 1")).done()
    await house.until(lambda: "My answers have stood" in words(listed.message))


async def test_staff_take_a_wrong_answer_back_from_its_menu(house: House) -> None:
    leo, sera = house.person(house.stage.leo), house.person(house.stage.sera)
    asked = await leo.say(house.stage.questions, "doors for the Incheon show?")
    reply = await house.reply_to(asked)
    await house.settled()
    await (await sera.menu(reply, "Not an answer")).done()
    await house.until(lambda: "asked the team" in words(reply))
    assert (await house.question(asked)).is_open
