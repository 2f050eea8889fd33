"""What stands under a session's posts: it reads well, and tells each post from every other."""

import re

from bot.domain.sessions.questions import FanQuestion
from bot.domain.sessions.session import Session
from bot.interface.i18n import Texts


def footer(session: Session, words: str, time: int = 0) -> str:
    """Return a post's footer; `time` counts from 0 where there is more than one such post."""
    again = f" ({time + 1})" if time else ""
    return f"{session.marker} · {words}{again}"


def notice_footer(session: Session, what: str, texts: Texts) -> str:
    """Return the footer of what is told of a session where it takes place."""
    match what:
        case "day":
            return footer(session, texts.t("one day to go"))
        case "hour":
            return footer(session, texts.t("one hour to go"))
        case "moved":
            return footer(session, texts.t("new time"))
        case "cancelled":
            return footer(session, texts.t("cancelled"))
        case "missed":
            return footer(session, texts.t("did not take place"))
        case _:
            return footer(session, texts.t("announcement"))


def question_footer(question: FanQuestion, session: Session, texts: Texts) -> str:
    """Return the footer of the post that puts a question."""
    return footer(session, texts.t("question {number}", number=question.id))


def number_in(text: str) -> int | None:
    """Return the number in a footer's words: of the question, if it is a question's."""
    found = re.search(r"\d+", text.rpartition(" · ")[2])
    return int(found.group()) if found else None
