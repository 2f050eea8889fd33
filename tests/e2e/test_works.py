"""A fan's work is noticed, nominated, asked for, shown, and taken down."""

from datetime import timedelta

import pytest
from gallery import Gallery, picture
from house import House, custom_id, labels, press, told, words
from sessions import kill, kill_and_restart

from bot.domain.works import ANSWER_WITHIN, Kind, Outcome, Scope, State, Why
from bot.rehearsal.messages import Message


@pytest.fixture
async def gallery(house: House) -> Gallery:
    gallery = Gallery(house)
    await gallery.open()
    return gallery


# --- from nomination to highlight ---------------------------------------------------------------------


async def test_fans_nominate_the_maker_chooses_a_name_and_it_goes_when_they_delete_the_original(
    gallery: Gallery,
) -> None:
    house = gallery.house
    made = await gallery.draws(house.leo)
    card = await gallery.fans_nominate(made)
    assert gallery.shown() == []
    assert "by fans" in words(card)
    await gallery.ask(card, note="What a harbor!")
    question = await gallery.question(house.leo)
    assert "What a harbor!" in words(question)
    await house.settled()
    assert gallery.shown() == []
    await gallery.says_yes(house.leo, question, credit="Leo Inkwell", link="https://leo.example.com/art")
    highlight = await gallery.highlight()
    await house.settled()
    assert highlight.embeds[0]["author"] == {
        "name": "by Leo Inkwell",
        "url": "https://leo.example.com/art",
    } | {key: value for key, value in highlight.embeds[0]["author"].items() if key not in {"name", "url"}}
    assert "What a harbor!" in words(highlight)
    assert highlight.attachments[0].content == picture()
    assert any("Your work is up" in one.content for one in house.said_by_bot(gallery.direct(house.leo)))
    assert "allowed for: this server" in words(card)
    await house.leo.delete(made)
    await gallery.gone()
    assert highlight.deleted
    assert "the original is gone" in words(card)


async def test_a_work_is_shown_once_however_often_all_is_heard_again(gallery: Gallery) -> None:
    await gallery.shows(gallery.house.leo)
    for _ in range(2):
        await gallery.house.restart_bot()
        gallery.house.move(minutes=6)
        await gallery.house.settled()
    assert len(gallery.shown()) == 1


async def test_declined_nothing_is_shown_and_nobody_asks_again(gallery: Gallery) -> None:
    house = gallery.house
    made = await gallery.draws(house.leo)
    await gallery.nominate(made)
    question = await gallery.question(house.leo)
    await press(house.leo, question, "work_no")
    assert await gallery.state(made) is State.DECLINED
    assert labels(question) == []
    done = await gallery.nominate(made)
    assert "nobody is asked twice" in told(done)
    assert gallery.shown() == []


async def test_who_does_not_answer_is_not_asked_again_and_a_late_yes_shows_nothing(gallery: Gallery) -> None:
    house = gallery.house
    made = await gallery.draws(house.leo)
    await gallery.nominate(made)
    question = await gallery.question(house.leo)
    yes = custom_id(question, "work_yes")
    form = await press(house.leo, question, "work_yes")
    house.move(days=ANSWER_WITHIN.days, minutes=1)
    await house.eventually(lambda: _is(gallery, made, State.EXPIRED))
    await house.until(lambda: labels(question) == [])
    done = await (await house.leo.submit(form, {"credit": "Leo", "scopes": ["server"]})).done()
    assert "isn’t open any more" in told(done)
    assert "nobody is asked twice" in told(await gallery.nominate(made))
    assert yes
    assert gallery.shown() == []


async def _is(gallery: Gallery, message: Message, state: State) -> bool:
    return (await gallery.work(message)).state is state


async def test_revoked_after_six_weeks_and_a_restart_every_copy_goes(gallery: Gallery) -> None:
    house = gallery.house
    _, highlight = await gallery.shows(house.leo)
    house.move(hours=4)
    showcase = (await house.until(lambda: len(gallery.shown()) > 1 and gallery.shown()))[-1]
    await house.settled()
    await house.close()
    house.move(weeks=6)
    await house.open()
    listed = await (await house.leo.slash(house.stage.lounge, "my works")).done()
    await house.settled()
    assert listed.message is not None
    work_id = (await house.store.works.of_maker(house.leo.user.id))[0].id
    picked = await house.leo.choose(listed.message, custom_id(listed.message, "my_work"), [str(work_id)])
    await picked.done()
    details = picked.message or picked.followups[0]
    await press(house.leo, details, "work_back")
    await gallery.gone()
    assert highlight.deleted
    assert showcase.deleted
    consent = await house.store.showing.to_show(work_id)
    assert consent is not None
    assert consent.outcome is Outcome.REVOKED
    assert consent.revoked_at is not None


async def test_where_direct_messages_are_closed_the_maker_is_asked_under_their_post(gallery: Gallery) -> None:
    house = gallery.house
    house.stage.leo.open_to_direct = False
    made = await gallery.draws(house.leo)
    await gallery.nominate(made)
    question = await house.reply_to(made)
    assert house.leo.user.mention in question.content
    stranger = await press(house.sera, question, "work_yes")
    assert "Only Leo can answer this" in told(stranger)
    await gallery.says_yes(house.leo, question)
    await gallery.highlight()
    await house.settled()
    assert any("Your work is up" in one.content for one in house.replies_to(made))


async def test_a_maker_who_cannot_be_reached_at_all_is_told_to_the_team(gallery: Gallery) -> None:
    house = gallery.house
    house.stage.leo.open_to_direct = False
    made = await gallery.draws(house.leo)
    card = await gallery.fans_nominate(made)
    gallery.art.deny(house.me, ["send_messages"])
    await gallery.ask(card)
    assert await gallery.state(made) is State.UNREACHED
    assert "can’t be reached" in words(card)


# --- killed in between --------------------------------------------------------------------------------


async def test_killed_between_yes_and_post_it_is_posted_once(gallery: Gallery) -> None:
    house = gallery.house
    made = await gallery.draws(house.leo)
    await gallery.nominate(made)
    question = await gallery.question(house.leo)
    await house.settled()
    house.bot.outbox.hold()
    house.bot.outbox.wake()
    await gallery.says_yes(house.leo, question)
    await house.discord.idle()
    assert gallery.shown() == []
    await kill_and_restart(house)
    await gallery.highlight()
    await house.settled()
    assert len(gallery.shown()) == 1


def _messages(gallery: Gallery) -> str:
    return f"/channels/{gallery.highlights.id}/messages"


async def _posted_but_unmarked(gallery: Gallery) -> tuple[Message, Message]:
    """Have a highlight be posted, and the bot end before it knows."""
    house = gallery.house
    made = await gallery.draws(house.leo)
    await gallery.nominate(made)
    question = await gallery.question(house.leo)
    house.discord.faults.answer("POST", _messages(gallery), 503, times=9, after=True)
    await gallery.says_yes(house.leo, question)
    highlight = await gallery.highlight()
    await kill(house)
    house.discord.faults.clear()
    return made, highlight


async def test_killed_between_post_and_mark_it_is_posted_once_and_still_goes(gallery: Gallery) -> None:
    house = gallery.house
    made, highlight = await _posted_but_unmarked(gallery)
    await house.start_bot()
    house.move(minutes=11)
    await house.settled()
    assert gallery.shown() == [highlight]
    await house.leo.delete(made)
    await gallery.gone()


async def test_what_was_posted_and_not_marked_goes_if_the_original_was_deleted_meanwhile(
    gallery: Gallery,
) -> None:
    house = gallery.house
    made, highlight = await _posted_but_unmarked(gallery)
    await house.leo.delete(made)
    await house.start_bot()
    house.move(minutes=11)
    await gallery.gone()
    assert highlight.deleted


async def test_an_original_deleted_while_we_were_away_takes_its_highlight_along(gallery: Gallery) -> None:
    house = gallery.house
    made, _ = await gallery.shows(house.leo)
    await house.stop_bot()
    await house.leo.delete(made)
    await house.start_bot()
    await gallery.gone()


# --- other ways to go ---------------------------------------------------------------------------------


async def test_a_maker_who_leaves_takes_their_works_along(gallery: Gallery) -> None:
    house = gallery.house
    made, _ = await gallery.shows(house.leo)
    house.stage.guild.leave(house.leo.user)
    house.move(minutes=11)
    await gallery.gone()
    assert (await gallery.work(made)).withdrawn_for is Why.LEFT


async def test_a_highlight_follows_its_work_s_edits_and_goes_when_nothing_is_left(gallery: Gallery) -> None:
    house = gallery.house
    made = await house.leo.say(gallery.art, "my clip https://youtu.be/abcdefg")
    await gallery.nominate(made)
    await gallery.says_yes(house.leo, await gallery.question(house.leo))
    highlight = await gallery.highlight()
    assert "https://youtu.be/abcdefg" in highlight.content
    await house.settled()
    await house.leo.edit(made, "my better clip https://youtu.be/hijklmn")
    await house.until(lambda: "hijklmn" in highlight.content and "better" in words(highlight))
    await house.leo.edit(made, "never mind")
    await gallery.gone()


async def test_the_team_takes_a_work_down(gallery: Gallery) -> None:
    made, _ = await gallery.shows(gallery.house.leo)
    card = await gallery.card(made)
    assert "isn’t shown any more" in told(await press(gallery.house.sera, card, "work_down"))
    await gallery.gone()


async def test_a_copy_that_cannot_be_deleted_is_told_to_the_team_and_tried_until_it_is_gone(
    gallery: Gallery,
) -> None:
    house = gallery.house
    made, highlight = await gallery.shows(house.leo)
    house.discord.faults.answer(
        "DELETE", f"{_messages(gallery)}/*", 403, {"code": 50013, "message": "No"}, times=2
    )
    await house.leo.delete(made)
    desk = house.stage.team_desk
    await house.until(lambda: any("can’t take it down" in one.content for one in house.said_by_bot(desk)))
    assert not highlight.deleted
    house.move(minutes=11)
    await house.eventually(lambda: house.count("SELECT tries = 2 FROM work_copies"))
    house.move(minutes=11)
    await gallery.gone()
    await house.until(lambda: any("is gone from" in one.content for one in house.said_by_bot(desk)))


async def test_a_highlight_deleted_by_hand_is_no_copy_any_more(gallery: Gallery) -> None:
    house = gallery.house
    made, highlight = await gallery.shows(house.leo)
    await house.sera.delete(highlight)
    await house.settled()
    assert await house.store.showing.highlight_of((await gallery.work(made)).id) is None


async def test_a_maker_narrows_what_they_allowed(gallery: Gallery) -> None:
    house = gallery.house
    made, highlight = await gallery.shows(house.leo, scopes=["server", "social"])
    question = (
        await house.until(lambda: [m for m in house.said_by_bot(gallery.direct(house.leo)) if m.components])
    )[0]
    form = await press(house.leo, question, "work_change")
    done = await (await house.leo.submit(form, {"credit": "Inky", "scopes": ["server"]})).done()
    assert "Thank you" in told(done)
    await house.until(lambda: "Inky" in words(highlight))
    consent = await gallery.consent(made)
    assert consent is not None
    assert consent.scopes == {Scope.SERVER}
    await house.settled()
    form = await press(house.leo, question, "work_change")
    await (await house.leo.submit(form, {"credit": "Inky", "scopes": ["social"]})).done()
    await gallery.gone()


async def test_merchandise_is_asked_anew_and_never_assumed(gallery: Gallery) -> None:
    house = gallery.house
    made, _ = await gallery.shows(house.leo, scopes=["server", "social"])
    card = await gallery.card(made)
    for answer in ("work_yes", "work_no"):
        form = await press(house.sera, card, "work_merch")
        await (await house.sera.submit(form, purpose="200 tote bags, 10% to you")).done()
        await house.settled()
        question = house.said_by_bot(gallery.direct(house.leo))[-1]
        assert "200 tote bags" in words(question)
        await press(house.leo, question, answer)
        await house.settled()
    record = await house.store.showing.record(house.stage.guild.id)
    assert [consent.outcome for consent, _ in record] == [Outcome.GRANTED, Outcome.GRANTED, Outcome.DECLINED]
    assert [Scope.MERCHANDISE in consent.scopes for consent, _ in record] == [False, True, False]


# --- sharing, roles, corrections ----------------------------------------------------------------------


async def test_the_text_to_share_keeps_the_credit_and_says_what_the_label_may_do(gallery: Gallery) -> None:
    house = gallery.house
    made, highlight = await gallery.shows(house.leo, link="https://leo.example.com")
    public = told(await press(house.minji, highlight, "work_share"))
    assert "Leo Inkwell (https://leo.example.com)" in public
    label = told(await press(house.sera, await gallery.card(made), "work_share"))
    assert "this server only" in label


async def test_makers_get_their_role_where_the_bot_may_give_it(gallery: Gallery) -> None:
    house, guild = gallery.house, gallery.house.stage.guild
    high = guild.role("High")
    assert "Manage Roles" in told(await gallery.setup(makers_role=high))
    role = guild.role("Makers")
    bot_role = next(one for one in guild.roles.values() if one.application)
    bot_role.permissions |= 1 << 28
    bot_role.position = 99
    guild.role_changed(bot_role)
    await house.discord.idle()
    await gallery.setup(makers_role=role)
    await gallery.shows(house.leo)
    member = guild.member(house.leo.user)
    assert member is not None
    await house.until(lambda: role in member.roles)


async def test_staff_and_the_maker_correct_what_was_guessed(gallery: Gallery) -> None:
    house = gallery.house
    made = await gallery.draws(house.leo)
    work = await gallery.work(made)
    assert (work.kind, work.artist) == (Kind.ART, "Glass Harbor")
    card = await gallery.fans_nominate(made)
    done = await press(house.sera, card, "work_correct")
    menus = done.message
    assert menus is not None
    await (await house.sera.choose(menus, custom_id(menus, "work_kind"), ["collection"])).done()
    await (await house.sera.choose(menus, custom_id(menus, "work_artist"), ["—"])).done()
    await house.settled()
    work = await gallery.work(made)
    assert (work.kind, work.artist) == (Kind.COLLECTION, "")
    assert "collection" in words(card)


async def test_a_work_put_aside_can_be_taken_up_again_by_the_team(gallery: Gallery) -> None:
    house = gallery.house
    made = await gallery.draws(house.leo)
    card = await gallery.fans_nominate(made)
    assert "Put aside" in told(await press(house.sera, card, "work_aside"))
    assert await gallery.state(made) is State.DISMISSED
    await gallery.nominate(made)
    await gallery.question(house.leo)


async def test_never_ask_me_is_kept_to_and_can_be_taken_back(gallery: Gallery) -> None:
    house = gallery.house
    first = await gallery.draws(house.leo)
    await gallery.nominate(first)
    question = await gallery.question(house.leo)
    never = next(
        one["custom_id"]
        for row in question.components
        for one in row["components"]
        if one["label"] == "Never ask me"
    )
    await (await house.leo.press(question, never)).done()
    second = await gallery.draws(house.leo, name="other.png")
    await gallery.work(second)
    assert "doesn’t want to be asked" in told(await gallery.nominate(second))
    for fan in (house.minji, house.dohyun):
        await fan.react(second, "⭐")
    assert await gallery.state(second) is State.SEEN
    listed = (await (await house.leo.slash(house.stage.lounge, "my works")).done()).message
    assert listed is not None
    assert "You may be asked again" in told(await press(house.leo, listed, "work_never"))
    await gallery.nominate(second)
    assert await gallery.state(second) is State.ASKED


async def test_a_remix_tells_what_it_is_made_from(gallery: Gallery) -> None:
    house = gallery.house
    made = await house.leo.say(gallery.remixes, "my remix", files=[("remix.mp3", b"ID3" + bytes(400))])
    assert (await gallery.work(made)).kind is Kind.REMIX
    await gallery.nominate(made)
    await gallery.says_yes(house.leo, await gallery.question(house.leo), track="Low Tide", stems="vocals")
    highlight = await gallery.highlight()
    assert "Of: Low Tide" in words(highlight)
    assert highlight.attachments[0].filename.endswith(".mp3")
    await house.settled()
    assert "vocals" in words(await gallery.card(made))


# --- the record, the policy, the pick, the showcase ---------------------------------------------------


async def test_a_manager_exports_the_record_and_staff_cannot(gallery: Gallery) -> None:
    house = gallery.house
    await gallery.shows(house.leo, credit="=HYPERLINK(1)", scopes=["server", "social"])
    done = await (await house.hana.slash(house.stage.team_desk, "works export")).done()
    assert done.message is not None
    table = done.message.attachments[0].content.decode("utf-8-sig")
    assert "granted" in table
    assert "server social" in table
    assert ",'=HYPERLINK(1)," in table
    assert "managers" in told(await (await house.sera.slash(house.stage.team_desk, "works export")).done())


async def test_the_remix_policy_and_its_kits_are_shown_to_all(gallery: Gallery) -> None:
    house = gallery.house
    desk, lounge = house.stage.team_desk, house.stage.lounge
    empty = await (await house.leo.slash(lounge, "remix policy")).done()
    assert "Nothing is written down" in words(empty.message or empty.followups[0])
    assert "Only the team" in told(await (await house.leo.slash(lounge, "remix allow", text="all")).done())
    await (await house.sera.slash(desk, "remix allow", text="Remix freely, do not sell.")).done()
    await (await house.sera.slash(desk, "remix kit", title="Stems", link="https://stems.example.com")).done()
    shown = await (await house.leo.slash(lounge, "remix policy")).done()
    said = words(shown.message or shown.followups[0])
    assert "Remix freely" in said
    assert "https://stems.example.com" in said
    bad = await (await house.sera.slash(desk, "remix kit", title="X", link="http://127.0.0.1/")).done()
    assert "public address" in told(bad)
    await (await house.sera.slash(desk, "remix kit", title="Stems")).done()
    none = await (await house.sera.slash(desk, "remix kit", title="Stems")).done()
    assert "no kit" in words(none.message or none.followups[0])
    assert await house.store.works.kits(house.stage.guild.id) == []


async def test_the_weekly_pick_says_why_and_a_number_asks_the_maker(gallery: Gallery) -> None:
    house = gallery.house
    nothing = await (await house.sera.slash(house.stage.team_desk, "works picks")).done()
    assert "nothing new" in told(nothing)
    made = await gallery.draws(house.leo)
    await gallery.work(made)
    await house.minji.reply(made, "wow")
    await house.settled()
    house.move(days=5, hours=4)
    desk = house.stage.team_desk
    await house.until(lambda: any("never shown before" in words(one) for one in house.said_by_bot(desk)))
    pick = next(one for one in house.said_by_bot(desk) if "never shown before" in words(one))
    assert "replied: 1" in words(pick)
    await gallery.ask(pick)
    await gallery.question(house.leo)
    assert (await gallery.work(made)).nominated_by == "pick"


async def test_the_showcase_gathers_the_week_once_and_follows_what_is_taken_back(gallery: Gallery) -> None:
    house = gallery.house
    first, _ = await gallery.shows(house.leo)
    second, _ = await gallery.shows(house.minji, credit="민지")
    house.move(hours=4)
    showcase = (await house.until(lambda: len(gallery.shown()) > 2 and gallery.shown()))[-1]
    await house.settled()
    assert "Leo Inkwell" in words(showcase)
    assert "민지" in words(showcase)
    assert [one.filename for one in showcase.attachments] == ["showcase.jpg"]
    both = showcase.attachments[0].content
    await house.leo.delete(first)
    await house.until(lambda: "Leo Inkwell" not in words(showcase))
    await house.settled()
    assert "민지" in words(showcase)
    assert showcase.attachments[0].content != both
    await house.minji.delete(second)
    await gallery.gone()
    house.move(hours=1)
    await house.settled()
    assert gallery.shown() == []


async def test_a_showcase_posted_and_not_marked_leaves_out_what_was_taken_back(gallery: Gallery) -> None:
    house = gallery.house
    made, _ = await gallery.shows(house.leo)
    house.discord.faults.answer("POST", _messages(gallery), 503, times=9, after=True)
    house.move(hours=4)
    await house.until(lambda: len(gallery.shown()) > 1)
    await house.stop_bot()
    house.discord.faults.clear()
    await house.leo.delete(made)
    await house.start_bot()
    house.move(minutes=11)
    await gallery.gone()


async def test_the_week_s_figures(gallery: Gallery) -> None:
    from bot.domain.reply_time import Week  # noqa: PLC0415

    house = gallery.house
    made, _ = await gallery.shows(house.leo)
    other = await gallery.draws(house.minji, name="tide.png")
    await gallery.work(other)
    await house.dohyun.react(other, "🔥")
    await house.leo.delete(made)
    await gallery.gone()
    week = Week.containing(house.bot.clock(), house.bot.zone())
    figures = await house.store.works.figures(house.stage.guild.id, week)
    assert (figures.seen, figures.makers, figures.first_time_makers) == (2, 2, 2)
    assert (figures.nominations, figures.asked, figures.granted, figures.consent_rate) == (1, 1, 1, 1.0)
    assert (figures.highlights, figures.takedowns, figures.fans) == (1, 1, 1)
    assert figures.takedown is not None
    assert figures.takedown < timedelta(seconds=5)
