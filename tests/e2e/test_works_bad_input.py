"""Fans post what they like: too large, broken, false, hidden, twice; and not everybody is a fan."""

import asyncio
import io
import struct
import zlib

import pytest
from PIL import Image

from bot.domain.works.work import Medium, WorkKind, WorkState
from bot.rehearsal.model import messages
from tests.e2e.gallery import Gallery, picture
from tests.e2e.harness import Harness, told, words


@pytest.fixture
async def gallery(harness: Harness) -> Gallery:
    gallery = Gallery(harness)
    await gallery.open()
    return gallery


def bomb() -> bytes:
    """Return a small PNG that would unpack to ten gigabytes."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


FALSE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "html": b"<!doctype html><script>alert(1)</script>",
    "broken": picture()[:60],
    "bomb": bomb(),
    "empty": b"",
}


@pytest.mark.parametrize("kind", FALSE)
async def test_a_false_or_broken_picture_is_never_asked_for(gallery: Gallery, kind: str) -> None:
    made = await gallery.draws(gallery.harness.leo, content=FALSE[kind])
    assert "can’t show this file" in told(await gallery.nominate(made))
    assert await gallery.state(made) is WorkState.SEEN
    assert gallery.harness.said_by_bot(gallery.direct(gallery.harness.leo)) == []


async def test_a_picture_too_large_is_shown_smaller(gallery: Gallery) -> None:
    noise = Image.effect_noise((3600, 3600), 90)
    file = io.BytesIO()
    noise.save(file, "PNG")
    assert 10 * 2**20 < len(file.getvalue()) < 25 * 2**20
    harness = gallery.harness
    made = await gallery.draws(harness.leo, content=file.getvalue())
    await gallery.nominate(made)
    await gallery.says_yes(harness.leo, await gallery.question(harness.leo))
    highlight = await gallery.highlight()
    assert highlight.attachments[0].size < 10 * 2**20


async def test_a_film_too_large_is_not_fetched_and_a_link_to_it_is_shown(gallery: Gallery) -> None:
    harness = gallery.harness
    film = b"\x00\x00\x00\x18ftypmp42" + bytes(11 * 2**20)
    link = "https://vimeo.com/1234"
    made = await harness.leo.say(gallery.art, f"my film {link}", files=[("film.mp4", film)])
    await gallery.nominate(made)
    await gallery.says_yes(harness.leo, await gallery.question(harness.leo))
    highlight = await gallery.highlight()
    assert highlight.attachments == []
    assert link in highlight.content
    assert "more in the original" in words(highlight)


async def test_links_to_private_places_are_no_works_and_nothing_is_ever_fetched(gallery: Gallery) -> None:
    harness = gallery.harness
    said = [
        await harness.leo.say(gallery.art, f"look {address}")
        for address in (
            "http://127.0.0.1/cat.png",
            "http://localhost/cat.png",
            "http://0x7f.1/cat.png",
            "http://[::1]/cat.png",
            "http://192.168.0.4/cat.png",
            "http://user:pw@youtube.com/watch?v=1",
            "http://169.254.169.254/latest/cat.png",
        )
    ]
    await harness.settled()
    assert [await harness.store.works.of_message(one.id) for one in said] == [None] * len(said)


async def test_a_spoiler_stays_hidden(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo, name="SPOILER_end.png")
    await gallery.nominate(made)
    await gallery.says_yes(harness.leo, await gallery.question(harness.leo))
    highlight = await gallery.highlight()
    assert highlight.attachments[0].filename.startswith("SPOILER_")
    assert "image" not in highlight.embeds[0]


async def test_what_is_for_adults_only_is_left_alone(gallery: Gallery) -> None:
    harness = gallery.harness
    gallery.art.nsfw = True
    gallery.art.changed()
    await harness.discord.idle()
    made = await gallery.draws(harness.leo)
    await harness.settled()
    assert await harness.store.works.of_message(made.id) is None
    refused = await (await harness.sera.menu(made, "Nominate for highlights")).done()
    assert "age-restricted" in told(refused)


async def test_the_same_work_in_two_channels_is_one(gallery: Gallery) -> None:
    harness = gallery.harness
    first = await gallery.draws(harness.leo)
    work = await gallery.work(first)
    again = await gallery.draws(harness.leo, channel=gallery.remixes)
    assert (await gallery.work(again)).id == work.id
    await harness.minji.react(again, "⭐")
    await harness.dohyun.react(first, "⭐")
    await gallery.card(first)
    await harness.leo.delete(again)
    await harness.settled()
    assert (await gallery.work(first)).state is WorkState.NOMINATED
    link = await harness.minji.say(gallery.art, "https://youtu.be/aaa")
    other = await harness.dohyun.say(gallery.art, "https://www.youtube.com/watch?v=aaa&feature=share")
    assert (await gallery.work(other)).id == (await gallery.work(link)).id


async def test_only_distinct_fans_count_and_a_reaction_taken_away_does_not(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    work = await gallery.work(made)
    await harness.leo.react(made, "⭐")
    await harness.sera.react(made, "⭐")
    messages.react(made, harness.me, "⭐")
    await harness.minji.react(made, "⭐")
    await harness.minji.react(made, "🔥")
    await harness.minji.reply(made, "so good")
    await harness.leo.reply(made, "thanks")
    await harness.settled()
    assert await harness.store.work_engagement.engaged(work.id) == 1
    await harness.minji.unreact(made, "⭐")
    await harness.settled()
    await harness.dohyun.react(made, "⭐")
    assert await gallery.state(made) is WorkState.SEEN
    assert await harness.store.work_engagement.engaged(work.id) == 2
    messages.clear_reactions(made, "⭐")
    messages.clear_reactions(made)
    await harness.settled()
    assert await harness.store.work_engagement.engaged(work.id) == 1


@pytest.mark.slow
async def test_ten_thousand_reactions_nominate_once(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    work = await gallery.work(made)
    at = harness.bot.clock()
    reacted = harness.store.work_engagement.reacted
    for start in range(0, 10_000, 1000):
        fans = range(10_000 + start, 11_000 + start)
        await asyncio.gather(*(reacted(work, made.id, fan, "⭐", at=at) for fan in fans))
    await gallery.fans_nominate(made)
    await harness.settled()
    assert await harness.count("SELECT count(*) FROM outbox WHERE kind = 'work_card'") == 1
    assert await harness.store.work_engagement.engaged(work.id) == 10_002


async def test_what_staff_or_the_label_s_artists_post_is_no_fan_s_work(gallery: Gallery) -> None:
    harness, guild = gallery.harness, gallery.harness.fan_server.guild
    artists = guild.role("Artists")
    guild.set_roles(harness.fan_server.dohyun, [artists])
    await gallery.setup(artists_role=artists)
    for who in (harness.jun, harness.dohyun):
        made = await gallery.draws(who)
        for fan in (harness.minji, harness.leo):
            await fan.react(made, "⭐")
        assert (await gallery.work(made)).by_team
        assert await gallery.state(made) is WorkState.SEEN
        refused = await (await harness.sera.menu(made, "Nominate for highlights")).done()
        assert "your own team’s" in told(refused)


async def test_a_webhook_s_post_is_nobody_s_work(gallery: Gallery) -> None:
    harness = gallery.harness
    robot = harness.fan_server.world.user("hook", bot=True)
    attached = messages.upload(harness.fan_server.world, gallery.art, "a.png", picture())
    made = messages.post(gallery.art, robot, content="art", attachments=[attached])
    await harness.settled()
    assert await harness.store.works.of_message(made.id) is None
    refused = await (await harness.sera.menu(made, "Nominate for highlights")).done()
    assert "what a person posted" in told(refused)


async def test_chatter_cannot_be_nominated_nor_can_fans_use_the_menu(gallery: Gallery) -> None:
    harness = gallery.harness
    said = await harness.leo.say(gallery.art, "hello all")
    refused = await (await harness.sera.menu(said, "Nominate for highlights")).done()
    assert "no picture" in told(refused)
    made = await gallery.draws(harness.leo)
    refused = await (await harness.dohyun.menu(made, "Nominate for highlights")).done()
    assert "팀" in told(refused)


async def test_the_maker_of_a_nominated_work_has_left(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    card = await gallery.fans_nominate(made)
    harness.fan_server.guild.leave(harness.leo.user)
    harness.move(minutes=2)
    assert "has left" in told(await gallery.ask(card))
    assert await gallery.state(made) is WorkState.WITHDRAWN


async def test_the_original_went_before_anybody_asked(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    card = await gallery.fans_nominate(made)
    await harness.stop_bot()
    await harness.leo.delete(made)
    await harness.start_bot()
    assert "original is gone" in told(await gallery.ask(card))


async def test_a_private_link_is_refused_as_a_credit(gallery: Gallery) -> None:
    harness = gallery.harness
    made = await gallery.draws(harness.leo)
    await gallery.nominate(made)
    question = await gallery.question(harness.leo)
    for link in ("http://127.0.0.1", "javascript:alert(1)", "https://user:pw@example.com"):
        assert "public address" in told(await gallery.says_yes(harness.leo, question, link=link))
    assert await gallery.state(made) is WorkState.ASKED
    assert gallery.shown() == []


async def test_a_post_in_a_forum_is_a_work_told_by_its_tags(gallery: Gallery) -> None:
    harness = gallery.harness
    forum = harness.fan_server.guild.forum("showroom", ["Cover", "Other"])
    await gallery.setup(look_in=forum)
    thread = await harness.leo.post(
        forum, "Low Tide", "mine: https://soundcloud.com/leo/tide", tags=["Cover"]
    )
    work = await gallery.work(thread.messages[0])
    assert (work.kind, work.medium) == (WorkKind.COVER, Medium.LINK)
    await harness.minji.say(thread, "love it")
    await harness.settled()
    assert await harness.store.work_engagement.engaged(work.id) == 1


async def test_works_posted_while_we_were_away_are_noticed(gallery: Gallery) -> None:
    harness = gallery.harness
    await harness.settled()
    await harness.stop_bot()
    made = await gallery.draws(harness.leo)
    await harness.start_bot()
    await gallery.work(made)


async def test_a_channel_is_left_alone_again(gallery: Gallery) -> None:
    harness = gallery.harness
    await gallery.setup(look_away=gallery.art)
    made = await gallery.draws(harness.leo)
    await harness.settled()
    assert await harness.store.works.of_message(made.id) is None
    refused = await (await harness.sera.slash(harness.fan_server.team_desk, "works setup")).done()
    assert "managers" in told(refused)


async def test_without_a_highlights_channel_nobody_is_asked(harness: Harness) -> None:
    gallery = Gallery(harness)
    gallery.art = harness.fan_server.guild.text_channel("fan-art")
    gallery.highlights = harness.fan_server.lounge
    harness.fan_server.hana.locale = "en-US"
    await gallery.setup(look_in=gallery.art)
    made = await gallery.draws(harness.leo)
    await gallery.work(made)
    assert "Choose a channel for highlights" in told(await gallery.nominate(made))


async def test_without_the_message_content_intent_nobody_is_asked(harness_without_content: Harness) -> None:
    gallery = Gallery(harness_without_content)
    await gallery.open()
    made = await gallery.draws(harness_without_content.leo)
    assert "Message Content" in told(await gallery.nominate(made))
