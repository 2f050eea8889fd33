"""The posts that a change to a work calls for."""

from bot.client import Stagedoor
from bot.domain.languages.language import written_in
from bot.domain.posts import NewPost, Priority
from bot.domain.works.consent import Consent, Scope
from bot.domain.works.work import Work
from bot.interface.i18n import Texts, texts_for


def maker_texts(bot: Stagedoor, work: Work) -> Texts:
    """Return the sentences in the language that a maker writes, as far as known; else the server's."""
    language = written_in(work.caption or work.maker_name)
    return bot.server_texts(work.guild_id) if language is None else texts_for(language.code)


def card_posts(bot: Stagedoor, work: Work) -> list[NewPost]:
    """Return the post that shows a work to the team; none where they have no channel for it."""
    desk = bot.store.servers.get(work.guild_id).staff_channel_id
    if desk is None:
        return []
    key, at, card = f"work_card:{work.message_id}", bot.clock(), Priority.CARD
    return [NewPost(key=key, kind="work_card", channel_id=desk, subject=work.id, at=at, priority=card)]


def update_posts(bot: Stagedoor, work: Work, consent: Consent | None = None) -> list[NewPost]:
    """Return the posts that bring a work's card, and what its maker was asked, up to date."""
    now = bot.clock()
    moment = int(now.timestamp() * 1000)
    posts = []
    desk = bot.store.servers.get(work.guild_id).staff_channel_id
    if desk is not None:
        key = f"work_card_update:{work.id}:{moment}"
        posts.append(
            NewPost(
                key=key,
                kind="work_card_update",
                channel_id=desk,
                subject=work.id,
                at=now,
                priority=Priority.CARD,
            )
        )
    if consent is not None:
        key = f"work_ask_update:{consent.id}:{moment}"
        posts.append(
            NewPost(
                key=key,
                kind="work_ask_update",
                channel_id=consent.channel_id,
                subject=consent.id,
                at=now,
                priority=Priority.CARD,
            )
        )
    return posts


def highlight_posts(bot: Stagedoor, work: Work, consent: Consent) -> list[NewPost]:
    """Return the post that shows a work, and the one that brings it up to date where it stands already."""
    channel = bot.store.work_settings.get(work.guild_id).highlights_channel_id
    if channel is None or Scope.SERVER not in consent.scopes or consent.purpose:
        return []
    now = bot.clock()
    first = NewPost(
        key=f"highlight:{work.message_id}",
        kind="highlight",
        channel_id=channel,
        subject=work.id,
        at=now,
        priority=Priority.REMINDER,
    )
    return [first, *edited_posts(bot, work)] if work.shown_at else [first]


def edited_posts(bot: Stagedoor, work: Work) -> list[NewPost]:
    """Return the post that brings a highlight up to date."""
    channel = bot.store.work_settings.get(work.guild_id).highlights_channel_id
    if work.shown_at is None or channel is None:
        return []
    now = bot.clock()
    key, last = f"highlight_update:{work.id}:{int(now.timestamp() * 1000)}", Priority.REMINDER
    return [
        NewPost(key=key, kind="highlight_update", channel_id=channel, subject=work.id, at=now, priority=last)
    ]
