"""What stands under a session's posts: it reads well, and tells each post from every other."""

import re
from dataclasses import dataclass

import discord

from bot.delivery.outbox import OutgoingMessage
from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import Session
from bot.interface.i18n import Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(OutgoingMessage):
    """A post told from others of its kind by its embed's time, or by whom it calls."""

    def is_in(self, message: discord.Message) -> bool:
        """Whether an earlier try already put this into the channel as `message`."""
        times = [embed.timestamp for embed in message.embeds]
        return (
            OutgoingMessage.is_in(self, message)
            and times == [embed.timestamp for embed in self.embeds]
            and message.content == (self.content or "")
        )


def mark(session: Session, words: str, time: int = 0) -> str:
    """Return a post's mark; `time` counts from 0 where there is more than one such post."""
    again = f" ({time + 1})" if time else ""
    return f"{session.marker} · {words}{again}"


def notice_mark(session: Session, what: str, texts: Texts) -> str:
    """Return the mark of what is told of a session where it takes place."""
    match what:
        case "day":
            return mark(session, texts.t("one day to go"))
        case "hour":
            return mark(session, texts.t("one hour to go"))
        case "moved":
            return mark(session, texts.t("new time"))
        case "cancelled":
            return mark(session, texts.t("cancelled"))
        case "missed":
            return mark(session, texts.t("did not take place"))
        case _:
            return mark(session, texts.t("announcement"))


def question_mark(question: FanQuestion, session: Session, texts: Texts) -> str:
    """Return the mark of the post that puts a question."""
    return mark(session, texts.t("question {number}", number=question.id))


def number_in(footer: str) -> int | None:
    """Return the number in a mark's words: of the question, if it is a question's."""
    found = re.search(r"\d+", footer.rpartition(" · ")[2])
    return int(found.group()) if found else None
