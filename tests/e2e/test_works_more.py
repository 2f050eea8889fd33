"""Works at the edges: what changes between two steps, and what is pressed too late or by somebody else."""

import pytest

from bot.domain.works.work import WithdrawnFor, WorkState
from bot.rehearsal.model import messages
from tests.e2e.gallery import Gallery, picture
from tests.e2e.harness import Harness, custom_id, labels, press, told, words


@pytest.fixture
async def gallery(harness: Harness) -> Gallery:
    gallery = Gallery(harness)
    await gallery.open()
    return gallery


async def test_a_maker_leaves_after_yes_and_before_the_post(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    await harness.settled()
    harness.bot.outbox.hold()
    harness.bot.outbox.wake()
    await gallery.says_yes(harness.leo, question)
    harness.fan_server.guild.leave(harness.leo.user)
    harness.move(minutes=2)
    harness.bot.outbox.flow()
    harness.bot.outbox.wake()
    assert await gallery.state(made) is WorkState.WITHDRAWN
    assert (await gallery.work(made)).withdrawn_for is WithdrawnFor.LEFT
    assert gallery.shown() == []


@pytest.mark.parametrize("what", ["deleted", "emptied"])
async def test_the_original_changes_after_yes_and_before_the_post(gallery: Gallery, what: str) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    await harness.settled()
    await harness.discord.idle()
    harness.bot.outbox.hold()
    harness.bot.outbox.wake()
    await gallery.says_yes(harness.leo, question)
    await harness.stop_bot()
    if what == "deleted":
        messages.delete(made)
    else:
        messages.edit(made, attachments=[])
    await harness.start_bot()
    await harness.eventually(lambda: _withdrawn(gallery, made.id))
    await harness.settled()
    assert gallery.shown() == []


async def _withdrawn(gallery: Gallery, message_id: int) -> bool:
    work = await gallery.harness.store.works.of_message(message_id)
    return work is not None and work.state is WorkState.WITHDRAWN


async def test_taken_back_while_the_post_is_on_its_way_it_goes_at_once(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    harness.discord.faults.hang("POST", f"/channels/{gallery.highlights.id}/messages", 0.6)
    await gallery.says_yes(harness.leo, question)
    await harness.until(lambda: "work_back" in gallery.labels(question))
    await press(harness.leo, question, "work_back")
    await harness.settled()
    await harness.until(lambda: not gallery.shown())
    work = await gallery.work(made)
    assert await harness.count("SELECT count(*) FROM work_copies WHERE gone_at IS NULL") == 0
    assert work.state is WorkState.WITHDRAWN


async def test_an_edit_to_a_picture_s_words_is_followed_and_one_of_others_changes_nothing(
    gallery: Gallery,
) -> None:
    harness = gallery.harness
    made, highlight = await gallery.shows(harness.leo)
    await harness.leo.edit(made, "Glass Harbor fan art, finished at last")
    await harness.until(lambda: "finished at last" in words(highlight))
    assert highlight.attachments[0].content == picture()
    other = await harness.minji.say(gallery.art, "hello")
    await harness.minji.edit(other, "hello all")
    await harness.settled()
    assert len(gallery.shown()) == 1


async def test_a_work_s_thread_or_channel_is_deleted(gallery: Gallery) -> None:
    harness = gallery.harness
    _, _ = await gallery.shows(harness.leo)
    forum = harness.fan_server.guild.forum("showroom")
    thread = await harness.leo.post(forum, "Tide", "https://youtu.be/tide")
    harness.fan_server.guild.delete_thread(thread)
    harness.fan_server.guild.delete_channel(gallery.art)
    await gallery.gone()


async def test_many_messages_deleted_at_once_take_their_works_along(gallery: Gallery) -> None:
    harness = gallery.harness
    made, _ = await gallery.shows(harness.leo)
    other = await harness.leo.say(gallery.art, "chatter")
    messages.delete_many(gallery.art, [made, other])
    await gallery.gone()


async def test_buttons_of_what_is_over_say_so(gallery: Gallery) -> None:
    harness = gallery.harness
    made, highlight = await gallery.shows(harness.leo)
    card = await gallery.card(made)
    question = next(
        one
        for one in harness.said_by_bot(gallery.direct(harness.leo))
        if "work_change" in gallery.labels(one)
    )
    assert "Leo Inkwell" in told(await press(harness.minji, highlight, "work_share"))
    gallery.highlights.deny(harness.me, ["view_channel"])
    back = await press(harness.leo, question, "work_back")
    assert "being taken down" in told(back)
    await harness.settled()
    gallery.highlights.allow(harness.me, ["view_channel"])
    harness.move(minutes=11)
    await gallery.gone()
    assert labels(card) == []


async def test_staff_cannot_answer_in_a_maker_s_place_nor_fans_act_as_staff(gallery: Gallery) -> None:
    harness = gallery.harness
    harness.fan_server.dohyun.locale = "en-US"
    harness.fan_server.leo.open_to_direct = False
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await harness.reply_to(made)
    for name in ("work_yes", "work_no"):
        assert "Only Leo" in told(await press(harness.sera, question, name))
    assert await gallery.state(made) is WorkState.ASKED
    picked = await (await harness.dohyun.slash(harness.fan_server.lounge, "my works")).done()
    assert picked.message is not None
    assert "Nobody has asked you" in words(picked.message)


async def test_my_works_shows_an_open_question_and_its_maker_answers_and_corrects_there(
    gallery: Gallery,
) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    await gallery.question(harness.leo)
    listed = await (await harness.leo.slash(gallery.direct(harness.leo), "my works")).done()
    assert listed.message is not None
    assert "haven’t answered yet" in words(listed.message)
    work = await gallery.work(made)
    picked = await (
        await harness.leo.choose(listed.message, custom_id(listed.message, "my_work"), [str(work.id)])
    ).done()
    details = picked.message
    assert details is not None
    menus = (await press(harness.leo, details, "work_correct")).message
    assert menus is not None
    await (await harness.leo.choose(menus, custom_id(menus, "work_artist"), ["Glass Harbor"])).done()
    assert (await gallery.work(made)).artist == "Glass Harbor"
    await gallery.says_yes(harness.leo, details)
    await gallery.highlight()


async def test_a_kit_may_be_a_file_within_limits(gallery: Gallery) -> None:
    harness = gallery.harness
    desk = harness.fan_server.team_desk
    small = ("stems.zip", b"PK" + bytes(100))
    large = ("stems.wav", bytes(9 * 2**20))
    done = await (
        await harness.sera.slash(desk, "remix kit", title="Stems", file=small, terms="Credit us")
    ).done()
    assert "Noted" in words(done.message or done.followups[0])
    refused = await (await harness.sera.slash(desk, "remix kit", title="All", file=large)).done()
    assert "larger than 8 MB" in told(refused)
    shown = await (await harness.leo.slash(harness.fan_server.lounge, "remix policy")).done()
    message = shown.message or shown.followups[0]
    assert "Credit us" in words(message)
    assert [one.filename for one in message.attachments] == ["stems.zip"]


async def test_a_picture_deleted_from_discord_s_own_store_is_gone(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.work(made)
    del harness.fan_server.world.files[made.attachments[0].path]
    assert "original is gone" in told(await gallery.nominate(made))


async def test_many_files_are_shown_within_limits_and_the_rest_is_said_to_be_in_the_original(
    gallery: Gallery,
) -> None:
    harness = gallery.harness
    files = [(f"{number}.png", picture(side=20 + number)) for number in range(6)]
    made = await harness.leo.say(gallery.art, "a series", files=files)
    await gallery.nominate(made)
    await gallery.says_yes(harness.leo, await gallery.question(harness.leo))
    highlight = await gallery.highlight()
    assert len(highlight.attachments) == 4
    assert "more in the original" in words(highlight)


async def test_the_set_up_is_remembered(gallery: Gallery) -> None:
    harness = gallery.harness
    await gallery.setup(day=4, hour=20, reaction="🔥", needed=3)
    await harness.close()
    await harness.open()
    done = await gallery.setup()
    assert done.message is not None
    said = words(done.message)
    assert "Friday, 20:00" in said
    assert "🔥 · 3" in said
    assert gallery.art.mention in said
