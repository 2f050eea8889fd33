"""A weekly digest in words: sections for an embed, and the same at length as Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.digests.digest import Digest
from bot.domain.digests.shifts import Shift
from bot.domain.reply_time import Trend
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_EMBED, MOST_FIELD, fit
from bot.reports.digest_sections import Section, both_waits, sections, share_within, short_duration, week_days

#: The embed's footer, which tells one week's post from another's, has so much room of the 6,000.
MOST_FOOTER = 100
#: So much is listed in an embed, and so much in Markdown.
FEW, MANY = 5, 50


@dataclass(frozen=True, slots=True)
class DigestWords:
    """What a digest says: what changed, in sentences, and then the numbers by section."""

    title: str
    lead: str
    sections: tuple[Section, ...]


def digest_words(digest: Digest, texts: Texts) -> DigestWords:
    """Say a digest in so many characters as an embed takes: 1,024 a section, 6,000 in all."""
    title, lead, found = digest_title(digest, texts), _lead(digest, texts), sections(digest, texts, FEW)
    room = MOST_FIELD
    while True:
        fitted = tuple(Section(section.name, (fit(section.lines, room),)) for section in found)
        if (
            len(title) + len(lead) + sum(len(s.name) + len(s.text) for s in fitted)
            <= MOST_EMBED - MOST_FOOTER
        ):
            return DigestWords(title, lead, fitted)
        room -= 64


def digest_markdown(digest: Digest, texts: Texts) -> str:
    """Write a digest as a Markdown file, with the figures of all eight weeks as a table."""
    parts = [f"# {digest_title(digest, texts)}", _lead(digest, texts)]
    for section in sections(digest, texts, MANY):
        parts += [f"## {section.name}", "\n".join(f"- {line}" for line in section.lines)]
    eight_weeks = texts.t("The last eight weeks")
    parts += [f"## {eight_weeks}", _table(digest, texts)]
    return "\n\n".join(parts) + "\n"


def picture_description(digest: Digest, texts: Texts) -> str:
    """Say what the picture shows, for those who can't see it."""
    own = digest.figures
    said = texts.t(
        "First replies over eight weeks against the target of {target}, and when fans ask against when we reply.",
        target=short_duration(digest.target, texts),
    )
    waits = _waits(own.open_median, own.open_ninetieth, texts)
    return " ".join(filter(None, [said, waits, shift_sentence(digest.missing_shift, texts)]))


def digest_title(digest: Digest, texts: Texts) -> str:
    """Name the digest by its week."""
    return texts.t("The week of {days}", days=week_days(digest, texts))


# --- what changed -------------------------------------------------------------------------------------


def _lead(digest: Digest, texts: Texts) -> str:
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


def _waits(middle: timedelta | None, late: timedelta | None, texts: Texts) -> str:
    if middle is None or late is None:
        return texts.t("No replies from the team yet")
    median, ninetieth = texts.duration(middle), texts.duration(late)
    return texts.t(
        "This week: median {median}, 90th percentile {ninetieth}.", median=median, ninetieth=ninetieth
    )


def _table(digest: Digest, texts: Texts) -> str:
    heads = [
        texts.t("Week"),
        texts.t("Questions"),
        texts.t("Replies"),
        texts.t("Median"),
        texts.t("90th percentile"),
    ]
    heads.append(texts.t("Within the target"))
    rows = [heads, ["---"] * len(heads)]
    for week in digest.weeks:
        f = week.figures
        middle, late = (
            both_waits(f.median, f.open_median, f, texts),
            both_waits(f.ninetieth, f.open_ninetieth, f, texts),
        )
        rows.append([week.week.name, str(f.questions), str(f.replies), middle, late, share_within(f, texts)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)
