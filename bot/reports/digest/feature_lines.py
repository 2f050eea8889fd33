"""What a digest says of Q&A sessions, of fans' works, and of what the label said itself."""

from collections.abc import Iterator

from bot.domain.digests.digest import Digest
from bot.domain.sessions.questions import SessionFigures
from bot.domain.works.work_figures import WorkFigures
from bot.interface.i18n import Texts
from bot.reports.reply_time_texts import percent
from bot.reports.show_texts import and_more, plain


def session_lines(sessions: tuple[SessionFigures, ...], texts: Texts) -> Iterator[str]:
    """Say how each session went; never how its artist did."""
    for held in sessions:
        parts = [
            texts.n("{count} question", "{count} questions", held.asked),
            texts.n("{count} fan asked", "{count} fans asked", held.askers),
        ]
        if held.first_timers:
            parts.append(texts.t("{count} for the first time", count=held.first_timers))
        if held.share_answered is not None:
            parts.append(texts.t("{share}% answered", share=round(held.share_answered * 100)))
        if held.carried:
            parts.append(texts.t("{count} carried over", count=held.carried))
        yield f"{plain(held.artist, 80)}: {' · '.join(parts)}"


def work_lines(works: WorkFigures | None, texts: Texts) -> Iterator[str]:
    """Say what fans made, what was shown with consent, and how soon it went at a word."""
    if works is None or not (works.seen or works.highlights or works.takedowns):
        return
    seen = texts.n("{count} work seen", "{count} works seen", works.seen)
    makers = texts.n("by {count} maker", "by {count} makers", works.makers)
    first = texts.t("{count} of them new", count=works.first_time_makers) if works.first_time_makers else ""
    yield " · ".join(filter(None, [f"{seen} {makers}", first]))
    shown = [texts.n("{count} nominated", "{count} nominated", works.nominations)]
    if works.consent_rate is not None:
        shown.append(texts.t("{share}% of makers said yes", share=round(works.consent_rate * 100)))
    shown.append(texts.n("{count} highlight", "{count} highlights", works.highlights))
    yield " · ".join(shown)
    if works.takedowns and works.takedown is not None:
        down = texts.n("{count} taken down", "{count} taken down", works.takedowns)
        wait = texts.duration(works.takedown)
        yield " · ".join([down, texts.t("gone after {wait} (median)", wait=wait)])
    yield texts.n("{count} fan reacted or replied", "{count} fans reacted or replied", works.fans)


def dialogue_lines(digest: Digest, texts: Texts, most: int) -> Iterator[str]:
    """Say how much of what the label said was conversation, and what its announcements set off."""
    dialogue = digest.dialogue
    share = dialogue.share_of_replies
    if share is None:
        return
    replies = texts.n("{count} reply to fans", "{count} replies to fans", dialogue.replies)
    announced = texts.n("{count} announcement", "{count} announcements", len(dialogue.announcements))
    yield texts.t(
        "{replies}, {announcements}: {share} of what we said was conversation.",
        replies=replies,
        announcements=announced,
        share=percent(share, texts),
    )
    for message in dialogue.announcements[:most]:
        link = f"https://discord.com/channels/{digest.guild_id}/{message.channel_id}/{message.message_id}"
        took_part = texts.n("{count} fan took part", "{count} fans took part", message.fans)
        yield f"[{texts.moment(message.said_at, digest.zone)}]({link}): {took_part}"
    yield and_more(len(dialogue.announcements) - most, texts)
