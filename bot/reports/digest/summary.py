"""What a week's digest says first: which week it is of, and what changed."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.digests.digest import Digest
from bot.domain.digests.shifts import Shift
from bot.domain.reply_time import Trend
from bot.interface.i18n import Texts
from bot.reports.reply_time_texts import both_waits


def digest_title(digest: Digest, texts: Texts) -> str:
    """Name the digest by its week."""
    return texts.t("The week of {days}", days=week_days(digest, texts))


def week_days(digest: Digest, texts: Texts) -> str:
    """Name a week by its days, such as "16–22 November 2026"."""
    first = digest.week.start.astimezone(digest.zone).date()
    last = first + timedelta(days=6)
    return texts.record.week(first, last)


def lead_text(digest: Digest, texts: Texts) -> str:
    """Say what changed, and as of when."""
    sentences = list(filter(None, changes(digest, texts)))
    sentences.append(texts.t("As of {when}.", when=texts.moment(digest.made_at, digest.zone)))
    return "\n".join(sentences)


def changes(digest: Digest, texts: Texts) -> Iterator[str]:
    """Say what changed since the week before, a sentence each."""
    own, before = digest.figures, digest.last_week
    if not own.questions:
        yield texts.t("A quiet week: nobody asked anything.")
        if not digest.waiting:
            yield texts.t("Nobody is left waiting. Enjoy the calm!")
        return
    yield _trend(digest, texts)
    more = own.questions - before.questions
    if more > 0:
        yield texts.n(
            "{count} question more than the week before.",
            "{count} questions more than the week before.",
            more,
        )
    elif more < 0:
        yield texts.n(
            "{count} question fewer than the week before.",
            "{count} questions fewer than the week before.",
            -more,
        )
    else:
        yield texts.t("As many questions as the week before.")
    yield shift_sentence(digest.missing_shift, texts)


def _trend(digest: Digest, texts: Texts) -> str:
    own, before = digest.figures, digest.last_week
    now, then = (both_waits(f.median, f.open_median, f, texts) for f in (own, before))
    match digest.trend:
        case Trend.FASTER:
            return texts.t(
                "↓ Fans heard back sooner: median {now}, the week before {then}.", now=now, then=then
            )
        case Trend.SLOWER:
            return texts.t("↑ Fans waited longer: median {now}, the week before {then}.", now=now, then=then)
        case Trend.SAME:
            return texts.t("= Fans waited as long as the week before: median {now}.", now=now)
        case None:
            return texts.t("Too few replies to compare this week’s waits with the week before.")


def shift_sentence(shift: Shift | None, texts: Texts) -> str:
    """Say in which hours a shift seems to be missing; an empty text if in none."""
    if shift is None:
        return ""
    return texts.t(
        "A shift may be missing on {day}, {start}:00–{end}:00: {questions} asked, {replies} answered.",
        day=texts.record.days("wide")[shift.weekday],
        start=shift.from_hour,
        end=shift.to_hour,
        questions=shift.questions,
        replies=shift.replies,
    )
