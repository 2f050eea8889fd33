"""The team's replies teach the bot."""

from tests.e2e.harness import Harness, words


async def test_a_reply_made_a_faq_answers_the_next_fan_who_asks(harness: Harness) -> None:
    leo, minji, sera = (
        harness.person(user)
        for user in (harness.fan_server.leo, harness.fan_server.minji, harness.fan_server.sera)
    )
    asked = await leo.say(harness.fan_server.questions, "will there be tour shirts at the Tokyo show?")
    await harness.reply_to(asked)
    card = await harness.card()
    harness.move(minutes=7)
    await sera.reply(asked, "Yes! Shirts and the new tape, cash or card.")
    await harness.until(lambda: "Sera answered" in words(card))
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
    again = await minji.say(harness.fan_server.questions, "will there be tour shirts at the show?")
    assert "cash or card" in words(await harness.reply_to(again))


async def test_a_wrong_answer_is_taken_back_opened_and_listed_for_review(harness: Harness) -> None:
    leo, sera = harness.person(harness.fan_server.leo), harness.person(harness.fan_server.sera)
    asked = await leo.say(harness.fan_server.questions, "doors for the Incheon show?")
    reply = await harness.reply_to(asked)
    await harness.settled()
    await (await sera.press(reply, "That’s not it")).done()
    await harness.card()
    assert "asked the team" in words(reply)
    assert (await harness.question(asked)).is_open
    listed = await (await sera.slash(harness.fan_server.team_desk, "review")).done()
    assert "doors for the Incheon show?" in words(listed.message)
    await (await sera.press(listed.message, "Done with 1")).done()
    await harness.until(lambda: "My answers have stood" in words(listed.message))


async def test_staff_take_a_wrong_answer_back_from_its_menu(harness: Harness) -> None:
    leo, sera = harness.person(harness.fan_server.leo), harness.person(harness.fan_server.sera)
    asked = await leo.say(harness.fan_server.questions, "doors for the Incheon show?")
    reply = await harness.reply_to(asked)
    await harness.settled()
    await (await sera.menu(reply, "Not an answer")).done()
    await harness.until(lambda: "asked the team" in words(reply))
    assert (await harness.question(asked)).is_open
