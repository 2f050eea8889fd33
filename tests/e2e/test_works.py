"""A fan's work is noticed, nominated, asked for, shown, and taken down."""

from datetime import timedelta

import pytest

from bot.domain.works.consent import ANSWER_WITHIN, ConsentOutcome, Scope
from bot.domain.works.work import WithdrawnFor, WorkKind, WorkState
from bot.rehearsal.model.channels import Message
from tests.e2e.gallery import Gallery, picture
from tests.e2e.harness import Harness, custom_id, labels, press, told, words
from tests.e2e.sessions import kill, kill_and_restart


@pytest.fixture
async def gallery(harness: Harness) -> Gallery:
    gallery = Gallery(harness)
    await gallery.open()
    return gallery


# --- from nomination to highlight ---------------------------------------------------------------------


async def test_fans_nominate_the_maker_chooses_a_name_and_it_goes_when_they_delete_the_original(
    gallery: Gallery,
) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    card = await gallery.fans_nominate(made)
    assert gallery.shown() == []
    assert "by fans" in words(card)
    await gallery.ask(card, note="What a harbor!")
    question = await gallery.question(harness.leo)
    assert "What a harbor!" in words(question)
    await harness.settled()
    assert gallery.shown() == []
    await gallery.says_yes(harness.leo, question, credit="Leo Inkwell", link="https://leo.example.com/art")
    highlight = await gallery.highlight()
    await harness.settled()
    assert highlight.embeds[0]["author"] == {
        "name": "by Leo Inkwell",
        "url": "https://leo.example.com/art",
    } | {key: value for key, value in highlight.embeds[0]["author"].items() if key not in {"name", "url"}}
    assert "What a harbor!" in words(highlight)
    assert highlight.attachments[0].content == picture()
    assert any("Your work is up" in one.content for one in harness.said_by_bot(gallery.direct(harness.leo)))
    assert "allowed for: this server" in words(card)
    await harness.leo.delete(made)
    await gallery.gone()
    assert highlight.deleted
    assert "the original is gone" in words(card)


async def test_a_work_is_shown_once_however_often_all_is_heard_again(gallery: Gallery) -> None:
    await gallery.shows(gallery.harness.leo)
    for _ in range(2):
        await gallery.harness.restart_bot()
        gallery.harness.move(minutes=6)
        await gallery.harness.settled()
    assert len(gallery.shown()) == 1


async def test_declined_nothing_is_shown_and_nobody_asks_again(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    await press(harness.leo, question, "work_no")
    assert await gallery.state(made) is WorkState.DECLINED
    assert labels(question) == []
    done = await gallery.nominate(made)
    assert "nobody is asked twice" in told(done)
    assert gallery.shown() == []


async def test_who_does_not_answer_is_not_asked_again_and_a_late_yes_shows_nothing(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    yes = custom_id(question, "work_yes")
    form = await press(harness.leo, question, "work_yes")
    harness.move(days=ANSWER_WITHIN.days, minutes=1)
    await harness.eventually(lambda: _is(gallery, made, WorkState.EXPIRED))
    await harness.until(lambda: labels(question) == [])
    done = await (await harness.leo.submit(form, {"credit": "Leo", "scopes": ["server"]})).done()
    assert "isn’t open any more" in told(done)
    assert "nobody is asked twice" in told(await gallery.nominate(made))
    assert yes
    assert gallery.shown() == []


async def _is(gallery: Gallery, message: Message, state: WorkState) -> bool:
    return (await gallery.work(message)).state is state


async def test_revoked_after_six_weeks_and_a_restart_every_copy_goes(gallery: Gallery) -> None:
    harness = gallery.harness
    _, highlight = await gallery.shows(harness.leo)
    harness.move(hours=4)
    showcase = (await harness.until(lambda: gallery.shown() if len(gallery.shown()) > 1 else None))[-1]
    await harness.settled()
    await harness.close()
    harness.move(weeks=6)
    await harness.open()
    listed = await (await harness.leo.slash(harness.fan_server.lounge, "my works")).done()
    await harness.settled()
    assert listed.message is not None
    work_id = (await harness.store.works.of_maker(harness.leo.user.id))[0].id
    picked = await harness.leo.choose(listed.message, custom_id(listed.message, "my_work"), [str(work_id)])
    await picked.done()
    details = picked.message or picked.followups[0]
    await press(harness.leo, details, "work_back")
    await gallery.gone()
    assert highlight.deleted
    assert showcase.deleted
    consent = await harness.store.work_consents.of_work(work_id)
    assert consent is not None
    assert consent.outcome is ConsentOutcome.REVOKED
    assert consent.revoked_at is not None


async def test_where_direct_messages_are_closed_the_maker_is_asked_under_their_post(gallery: Gallery) -> None:
    harness = gallery.harness
    harness.fan_server.leo.open_to_direct = False
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await harness.reply_to(made)
    assert harness.leo.user.mention in question.content
    stranger = await press(harness.sera, question, "work_yes")
    assert "Only Leo can answer this" in told(stranger)
    await gallery.says_yes(harness.leo, question)
    await gallery.highlight()
    await harness.settled()
    assert any("Your work is up" in one.content for one in harness.replies_to(made))


async def test_a_maker_who_cannot_be_reached_at_all_is_told_to_the_team(gallery: Gallery) -> None:
    harness = gallery.harness
    harness.fan_server.leo.open_to_direct = False
    made = await gallery.draws(harness.leo)
    card = await gallery.fans_nominate(made)
    gallery.art.deny(harness.me, ["send_messages"])
    await gallery.ask(card)
    assert await gallery.state(made) is WorkState.UNREACHED
    assert "can’t be reached" in words(card)


# --- killed in between --------------------------------------------------------------------------------


async def test_killed_between_yes_and_post_it_is_posted_once(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    await harness.settled()
    harness.bot.outbox.hold()
    harness.bot.outbox.wake()
    await gallery.says_yes(harness.leo, question)
    await harness.discord.idle()
    assert gallery.shown() == []
    await kill_and_restart(harness)
    await gallery.highlight()
    await harness.settled()
    assert len(gallery.shown()) == 1


def _messages(gallery: Gallery) -> str:
    return f"/channels/{gallery.highlights.id}/messages"


async def _posted_but_unmarked(gallery: Gallery) -> tuple[Message, Message]:
    """Have a highlight be posted, and the bot end before it knows."""
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    harness.discord.faults.answer("POST", _messages(gallery), 503, times=9, after=True)
    await gallery.says_yes(harness.leo, question)
    highlight = await gallery.highlight()
    await kill(harness)
    harness.discord.faults.clear()
    return made, highlight


async def test_killed_between_post_and_mark_it_is_posted_once_and_still_goes(gallery: Gallery) -> None:
    harness = gallery.harness
    made, highlight = await _posted_but_unmarked(gallery)
    await harness.start_bot()
    harness.move(minutes=11)
    await harness.settled()
    assert gallery.shown() == [highlight]
    await harness.leo.delete(made)
    await gallery.gone()


async def test_what_was_posted_and_not_marked_goes_if_the_original_was_deleted_meanwhile(
    gallery: Gallery,
) -> None:
    harness = gallery.harness
    made, highlight = await _posted_but_unmarked(gallery)
    await harness.leo.delete(made)
    await harness.start_bot()
    harness.move(minutes=11)
    await gallery.gone()
    assert highlight.deleted


async def test_an_original_deleted_while_we_were_away_takes_its_highlight_along(gallery: Gallery) -> None:
    harness = gallery.harness
    made, _ = await gallery.shows(harness.leo)
    await harness.stop_bot()
    await harness.leo.delete(made)
    await harness.start_bot()
    await gallery.gone()


# --- other ways to go ---------------------------------------------------------------------------------


async def test_a_maker_who_leaves_takes_their_works_along(gallery: Gallery) -> None:
    harness = gallery.harness
    made, _ = await gallery.shows(harness.leo)
    harness.fan_server.guild.leave(harness.leo.user)
    harness.move(minutes=11)
    await gallery.gone()
    assert (await gallery.work(made)).withdrawn_for is WithdrawnFor.LEFT


async def test_a_highlight_follows_its_work_s_edits_and_goes_when_nothing_is_left(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await harness.leo.say(gallery.art, "my clip https://youtu.be/abcdefg")
    await gallery.nominate(made)
    await gallery.says_yes(harness.leo, await gallery.question(harness.leo))
    highlight = await gallery.highlight()
    assert "https://youtu.be/abcdefg" in highlight.content
    await harness.settled()
    await harness.leo.edit(made, "my better clip https://youtu.be/hijklmn")
    await harness.until(lambda: "hijklmn" in highlight.content and "better" in words(highlight))
    await harness.leo.edit(made, "never mind")
    await gallery.gone()


async def test_the_team_takes_a_work_down(gallery: Gallery) -> None:
    made, _ = await gallery.shows(gallery.harness.leo)
    card = await gallery.card(made)
    assert "isn’t shown any more" in told(await press(gallery.harness.sera, card, "work_down"))
    await gallery.gone()


async def test_a_copy_that_cannot_be_deleted_is_told_to_the_team_and_tried_until_it_is_gone(
    gallery: Gallery,
) -> None:
    harness = gallery.harness
    made, highlight = await gallery.shows(harness.leo)
    harness.discord.faults.answer(
        "DELETE", f"{_messages(gallery)}/*", 403, {"code": 50013, "message": "No"}, times=2
    )
    await harness.leo.delete(made)
    desk = harness.fan_server.team_desk
    await harness.until(lambda: any("can’t take it down" in one.content for one in harness.said_by_bot(desk)))
    assert not highlight.deleted
    harness.move(minutes=11)
    await harness.eventually(lambda: harness.count("SELECT tries = 2 FROM work_copies"))
    harness.move(minutes=11)
    await gallery.gone()
    await harness.until(lambda: any("is gone from" in one.content for one in harness.said_by_bot(desk)))


async def test_a_highlight_deleted_by_hand_is_no_copy_any_more(gallery: Gallery) -> None:
    harness = gallery.harness
    made, highlight = await gallery.shows(harness.leo)
    await harness.sera.delete(highlight)
    await harness.settled()
    assert await harness.store.work_copies.highlight_of((await gallery.work(made)).id) is None


async def test_a_maker_narrows_what_they_allowed(gallery: Gallery) -> None:
    harness = gallery.harness
    made, highlight = await gallery.shows(harness.leo, scopes=["server", "social"])
    question = (
        await harness.until(
            lambda: [m for m in harness.said_by_bot(gallery.direct(harness.leo)) if m.components]
        )
    )[0]
    form = await press(harness.leo, question, "work_change")
    done = await (await harness.leo.submit(form, {"credit": "Inky", "scopes": ["server"]})).done()
    assert "Thank you" in told(done)
    await harness.until(lambda: "Inky" in words(highlight))
    consent = await gallery.consent(made)
    assert consent is not None
    assert consent.scopes == {Scope.SERVER}
    await harness.settled()
    form = await press(harness.leo, question, "work_change")
    await (await harness.leo.submit(form, {"credit": "Inky", "scopes": ["social"]})).done()
    await gallery.gone()


async def test_merchandise_is_asked_anew_and_never_assumed(gallery: Gallery) -> None:
    harness = gallery.harness
    made, _ = await gallery.shows(harness.leo, scopes=["server", "social"])
    card = await gallery.card(made)
    for answer in ("work_yes", "work_no"):
        form = await press(harness.sera, card, "work_merch")
        await (await harness.sera.submit(form, purpose="200 tote bags, 10% to you")).done()
        await harness.settled()
        question = harness.said_by_bot(gallery.direct(harness.leo))[-1]
        assert "200 tote bags" in words(question)
        await press(harness.leo, question, answer)
        await harness.settled()
    record = await harness.store.work_consents.record(harness.fan_server.guild.id)
    assert [consent.outcome for consent, _ in record] == [
        ConsentOutcome.GRANTED,
        ConsentOutcome.GRANTED,
        ConsentOutcome.DECLINED,
    ]
    assert [Scope.MERCHANDISE in consent.scopes for consent, _ in record] == [False, True, False]


# --- sharing, roles, corrections ----------------------------------------------------------------------


async def test_the_text_to_share_keeps_the_credit_and_says_what_the_label_may_do(gallery: Gallery) -> None:
    harness = gallery.harness
    made, highlight = await gallery.shows(harness.leo, link="https://leo.example.com")
    public = told(await press(harness.minji, highlight, "work_share"))
    assert "Leo Inkwell (https://leo.example.com)" in public
    label = told(await press(harness.sera, await gallery.card(made), "work_share"))
    assert "this server only" in label


async def test_makers_get_their_role_where_the_bot_may_give_it(gallery: Gallery) -> None:
    harness, guild = gallery.harness, gallery.harness.fan_server.guild
    high = guild.role("High")
    assert "Manage Roles" in told(await gallery.setup(makers_role=high))
    role = guild.role("Makers")
    bot_role = next(one for one in guild.roles.values() if one.application)
    bot_role.permissions |= 1 << 28
    bot_role.position = 99
    guild.role_changed(bot_role)
    await harness.discord.idle()
    await gallery.setup(makers_role=role)
    await gallery.shows(harness.leo)
    member = guild.member(harness.leo.user)
    assert member is not None
    await harness.until(lambda: role in member.roles)


async def test_staff_and_the_maker_correct_what_was_guessed(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    work = await gallery.work(made)
    assert (work.kind, work.artist) == (WorkKind.ART, "Glass Harbor")
    card = await gallery.fans_nominate(made)
    done = await press(harness.sera, card, "work_correct")
    menus = done.message
    assert menus is not None
    await (await harness.sera.choose(menus, custom_id(menus, "work_kind"), ["collection"])).done()
    await (await harness.sera.choose(menus, custom_id(menus, "work_artist"), ["—"])).done()
    await harness.settled()
    work = await gallery.work(made)
    assert (work.kind, work.artist) == (WorkKind.COLLECTION, "")
    assert "collection" in words(card)


async def test_a_work_put_aside_can_be_taken_up_again_by_the_team(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    card = await gallery.fans_nominate(made)
    assert "Put aside" in told(await press(harness.sera, card, "work_aside"))
    assert await gallery.state(made) is WorkState.DISMISSED
    await gallery.nominate(made)
    await gallery.question(harness.leo)


async def test_never_ask_me_is_kept_to_and_can_be_taken_back(gallery: Gallery) -> None:
    harness = gallery.harness
    first = await gallery.draws(harness.leo)
    await gallery.nominate(first)
    question = await gallery.question(harness.leo)
    never = next(
        one["custom_id"]
        for row in question.components
        for one in row["components"]
        if one["label"] == "Never ask me"
    )
    await (await harness.leo.press(question, never)).done()
    second = await gallery.draws(harness.leo, name="other.png")
    await gallery.work(second)
    assert "doesn’t want to be asked" in told(await gallery.nominate(second))
    for fan in (harness.minji, harness.dohyun):
        await fan.react(second, "⭐")
    assert await gallery.state(second) is WorkState.SEEN
    listed = (await (await harness.leo.slash(harness.fan_server.lounge, "my works")).done()).message
    assert listed is not None
    assert "You may be asked again" in told(await press(harness.leo, listed, "work_never"))
    await gallery.nominate(second)
    assert await gallery.state(second) is WorkState.ASKED


async def test_a_remix_tells_what_it_is_made_from(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await harness.leo.say(gallery.remixes, "my remix", files=[("remix.mp3", b"ID3" + bytes(400))])
    assert (await gallery.work(made)).kind is WorkKind.REMIX
    await gallery.nominate(made)
    await gallery.says_yes(harness.leo, await gallery.question(harness.leo), track="Low Tide", stems="vocals")
    highlight = await gallery.highlight()
    assert "Of: Low Tide" in words(highlight)
    assert highlight.attachments[0].filename.endswith(".mp3")
    await harness.settled()
    assert "vocals" in words(await gallery.card(made))


# --- the record, the policy, the pick, the showcase ---------------------------------------------------


async def test_a_manager_exports_the_record_and_staff_cannot(gallery: Gallery) -> None:
    harness = gallery.harness
    await gallery.shows(harness.leo, credit="=HYPERLINK(1)", scopes=["server", "social"])
    done = await (await harness.hana.slash(harness.fan_server.team_desk, "works export")).done()
    assert done.message is not None
    table = done.message.attachments[0].content.decode("utf-8-sig")
    assert "granted" in table
    assert "server social" in table
    assert ",'=HYPERLINK(1)," in table
    assert "managers" in told(
        await (await harness.sera.slash(harness.fan_server.team_desk, "works export")).done()
    )


async def test_the_remix_policy_and_its_kits_are_shown_to_all(gallery: Gallery) -> None:
    harness = gallery.harness
    desk, lounge = harness.fan_server.team_desk, harness.fan_server.lounge
    empty = await (await harness.leo.slash(lounge, "remix policy")).done()
    assert "Nothing is written down" in words(empty.message or empty.followups[0])
    assert "Only the team" in told(await (await harness.leo.slash(lounge, "remix allow", text="all")).done())
    await (await harness.sera.slash(desk, "remix allow", text="Remix freely, do not sell.")).done()
    await (
        await harness.sera.slash(desk, "remix kit", title="Stems", link="https://stems.example.com")
    ).done()
    shown = await (await harness.leo.slash(lounge, "remix policy")).done()
    said = words(shown.message or shown.followups[0])
    assert "Remix freely" in said
    assert "https://stems.example.com" in said
    bad = await (await harness.sera.slash(desk, "remix kit", title="X", link="http://127.0.0.1/")).done()
    assert "public address" in told(bad)
    await (await harness.sera.slash(desk, "remix kit", title="Stems")).done()
    none = await (await harness.sera.slash(desk, "remix kit", title="Stems")).done()
    assert "no kit" in words(none.message or none.followups[0])
    assert await harness.store.work_settings.kits(harness.fan_server.guild.id) == []


async def test_the_weekly_pick_says_why_and_a_number_asks_the_maker(gallery: Gallery) -> None:
    harness = gallery.harness
    nothing = await (await harness.sera.slash(harness.fan_server.team_desk, "works picks")).done()
    assert "nothing new" in told(nothing)
    made = await gallery.draws(harness.leo)
    await gallery.work(made)
    await harness.minji.reply(made, "wow")
    await harness.settled()
    harness.move(days=5, hours=4)
    desk = harness.fan_server.team_desk
    await harness.until(lambda: any("never shown before" in words(one) for one in harness.said_by_bot(desk)))
    pick = next(one for one in harness.said_by_bot(desk) if "never shown before" in words(one))
    assert "replied: 1" in words(pick)
    await gallery.ask(pick)
    await gallery.question(harness.leo)
    assert (await gallery.work(made)).nominated_by == "pick"


async def test_the_showcase_gathers_the_week_once_and_follows_what_is_taken_back(gallery: Gallery) -> None:
    harness = gallery.harness
    first, _ = await gallery.shows(harness.leo)
    second, _ = await gallery.shows(harness.minji, credit="민지")
    harness.move(hours=4)
    showcase = (await harness.until(lambda: gallery.shown() if len(gallery.shown()) > 2 else None))[-1]
    await harness.settled()
    assert "Leo Inkwell" in words(showcase)
    assert "민지" in words(showcase)
    assert [one.filename for one in showcase.attachments] == ["showcase.jpg"]
    both = showcase.attachments[0].content
    await harness.leo.delete(first)
    await harness.until(lambda: "Leo Inkwell" not in words(showcase))
    await harness.settled()
    assert "민지" in words(showcase)
    assert showcase.attachments[0].content != both
    await harness.minji.delete(second)
    await gallery.gone()
    harness.move(hours=1)
    await harness.settled()
    assert gallery.shown() == []


async def test_a_showcase_posted_and_not_marked_leaves_out_what_was_taken_back(gallery: Gallery) -> None:
    harness = gallery.harness
    made, _ = await gallery.shows(harness.leo)
    harness.discord.faults.answer("POST", _messages(gallery), 503, times=9, after=True)
    harness.move(hours=4)
    await harness.until(lambda: len(gallery.shown()) > 1)
    await harness.stop_bot()
    harness.discord.faults.clear()
    await harness.leo.delete(made)
    await harness.start_bot()
    harness.move(minutes=11)
    await gallery.gone()


async def test_the_week_s_figures(gallery: Gallery) -> None:
    from bot.domain.reply_time import Week  # noqa: PLC0415

    harness = gallery.harness
    made, _ = await gallery.shows(harness.leo)
    other = await gallery.draws(harness.minji, name="tide.png")
    await gallery.work(other)
    await harness.dohyun.react(other, "🔥")
    await harness.leo.delete(made)
    await gallery.gone()
    week = Week.containing(harness.bot.clock(), harness.bot.zone())
    figures = await harness.store.digests.works(harness.fan_server.guild.id, week)
    assert (figures.seen, figures.makers, figures.first_time_makers) == (2, 2, 2)
    assert (figures.nominations, figures.asked, figures.granted, figures.consent_rate) == (1, 1, 1, 1.0)
    assert (figures.highlights, figures.takedowns, figures.fans) == (1, 1, 1)
    assert figures.takedown is not None
    assert figures.takedown < timedelta(seconds=5)
