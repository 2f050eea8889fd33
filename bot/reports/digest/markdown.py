"""A digest at length, as a Markdown file."""

from bot.domain.digests.digest import Digest
from bot.interface.i18n import Texts
from bot.reports.digest.sections import sections
from bot.reports.digest.summary import digest_title, lead_text
from bot.reports.reply_time_texts import both_waits, share_within

#: So many of each are listed.
MANY = 50


def digest_markdown(digest: Digest, texts: Texts) -> str:
    """Write a digest as a Markdown file, with the figures of all eight weeks as a table."""
    parts = [f"# {digest_title(digest, texts)}", lead_text(digest, texts)]
    for section in sections(digest, texts, MANY):
        parts += [f"## {section.name}", "\n".join(f"- {line}" for line in section.lines)]
    eight_weeks = texts.t("The last eight weeks")
    parts += [f"## {eight_weeks}", _table(digest, texts)]
    return "\n\n".join(parts) + "\n"


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
