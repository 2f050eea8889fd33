"""The sections of a weekly digest, in their order."""

from dataclasses import dataclass

from bot.domain.digests.digest import Digest
from bot.interface.i18n import Texts
from bot.reports.digest.feature_lines import dialogue_lines, session_lines, work_lines
from bot.reports.digest.figure_lines import bot_answer_lines, count_lines, first_reply_lines, late_reply_lines
from bot.reports.digest.question_lines import asked_most_lines, helper_lines, waiting_lines, wish_lines


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the lines under it, in Discord's Markdown."""

    name: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All lines in one text."""
        return "\n".join(self.lines)


def sections(digest: Digest, texts: Texts, most: int) -> list[Section]:
    """Return all that a digest has to say, listing at most so many of each."""
    t = texts.t
    made = [
        (t("Questions"), count_lines(digest, texts)),
        (t("First reply"), first_reply_lines(digest, texts)),
        (t("Replies to older questions"), late_reply_lines(digest, texts)),
        (t("Waiting now"), waiting_lines(digest, texts, most)),
        (t("Asked most"), asked_most_lines(digest, texts, most)),
        (t("What would have let me answer"), wish_lines(digest, texts, most)),
        (t("My answers"), bot_answer_lines(digest, texts)),
        (t("Fans who helped fans"), helper_lines(digest, texts, most)),
        (t("Q&A sessions"), session_lines(digest.sessions, texts)),
        (t("Fans’ works"), work_lines(digest.works, texts)),
        (t("What we said"), dialogue_lines(digest, texts, most)),
    ]
    found = [Section(name, tuple(filter(None, lines))) for name, lines in made]
    return [section for section in found if section.lines]
