"""What is read when a session is over: the recap, each asker's outcomes, the transcript."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import discord

from bot.domain.sessions.questions import FanAnswer, FanQuestion, FanQuestionState, SessionFigures
from bot.domain.sessions.session import Session
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_DESCRIPTION, fit
from bot.reports.show_texts import plain
from cogs.sessions.footers import footer
from cogs.sessions.view import COLOUR, MOST_LINE, asker_name, line_of, link

Answers = Mapping[int, Sequence[FanAnswer]]
MOST_ANSWER = 200


def recap_embed(
    session: Session,
    answered: Sequence[FanQuestion],
    answers: Answers,
    *,
    page: int,
    pages: int,
    texts: Texts,
) -> discord.Embed:
    """List answered questions, each with its answer."""
    lines = [
        f"**{line_of(question, texts)}**\n{_answer_words(session, answers.get(question.id, ()), texts)}"
        for question in answered
    ]
    title = texts.t("What {artist} answered", artist=plain(session.artist, 100))
    number = f" ({page + 1}/{pages})" if pages > 1 else ""
    embed = discord.Embed(
        colour=COLOUR,
        title=title + number,
        description=fit(lines, MOST_DESCRIPTION, "\n\n") or texts.t("No question was answered this time."),
    )
    return embed.set_footer(text=footer(session, texts.t("recap"), page))


def _answer_words(session: Session, answers: Sequence[FanAnswer], texts: Texts) -> str:
    words = " ".join(" ".join(answer.text.split()) for answer in answers)
    here = texts.t("To the answer")
    links = " ".join(f"[{here}]({link(session, answer.message_id)})" for answer in answers[:3])
    return f"{plain(words, MOST_ANSWER)} {links}".strip()


def figures_words(figures: SessionFigures, texts: Texts) -> str:
    """Say a session in figures; never of its artist."""
    parts = [
        texts.n("{count} question", "{count} questions", figures.asked),
        texts.n("{count} asker", "{count} askers", figures.askers),
        texts.n("{count} for the first time", "{count} for the first time", figures.first_timers),
        texts.n("{count} answered", "{count} answered", figures.answered),
        texts.n("{count} vote", "{count} votes", figures.votes),
    ]
    return " · ".join(parts)


def add_thanks(
    embed: discord.Embed, questions: Sequence[FanQuestion], figures: SessionFigures, texts: Texts
) -> discord.Embed:
    """Thank those who asked, and say the session in figures."""
    names = dict.fromkeys(asker_name(question, texts) for question in questions if not question.anonymous)
    thanks = fit(names, 1000, ", ") or texts.t("Somebody")
    embed.add_field(name=texts.t("Thank you for asking"), value=thanks, inline=False)
    embed.add_field(name=texts.t("In figures"), value=figures_words(figures, texts), inline=False)
    return embed


def outcome_words(
    session: Session,
    question: FanQuestion,
    target: FanQuestion | None,
    answers: Answers,
    *,
    following: Session | None,
    texts: Texts,
) -> str:
    """Tell an asker what became of a question."""
    text = plain(" ".join(question.text.split()), MOST_LINE)
    if question.state is FanQuestionState.MERGED and target is not None:
        other = plain(" ".join(target.text.split()), MOST_LINE)
        told = outcome_of(session, target, answers, following=following, texts=texts)
        return texts.t("“{text}” was joined with “{other}”: {told}", text=text, other=other, told=told)
    return texts.t(
        "“{text}”: {told}",
        text=text,
        told=outcome_of(session, question, answers, following=following, texts=texts),
    )


def outcome_of(
    session: Session, question: FanQuestion, answers: Answers, *, following: Session | None, texts: Texts
) -> str:
    """Say what became of a question."""
    match question.state:
        case FanQuestionState.ANSWERED:
            first = answers[question.id][0]
            here = texts.t("read it here")
            there = f"[{here}]({link(session, first.message_id)})"
            return texts.t("answered, {link}", link=there)
        case FanQuestionState.DECLINED:
            return texts.t(
                "not this time. {reason} Thank you for asking!", reason=plain(question.reason, 300)
            )
        case FanQuestionState.HANDED_OVER:
            return texts.t("the team has it now and will answer you.")
        case _ if following is not None:
            when = discord.utils.format_dt(following.starts_at, "f")
            return texts.t("kept for the next session, {when}.", when=when)
        case _:
            return texts.t("kept for the next session.")


def transcript(
    session: Session,
    questions: Sequence[FanQuestion],
    answers: Answers,
    figures: SessionFigures,
    texts: Texts,
) -> str:
    """Write a session down in Markdown, for the label's website."""
    when = texts.moment(session.starts_at, ZoneInfo(session.zone))
    title = texts.t("Q&A with {artist}", artist=_flat(session.artist))
    parts = [f"# {title}", when]
    for question in questions:
        if question.state is not FanQuestionState.ANSWERED:
            continue
        name = texts.t("Somebody") if question.anonymous else question.fan_name
        said = "\n\n".join(answer.text or link(session, answer.message_id) for answer in answers[question.id])
        parts.append(f"## {_flat(question.text)}\n\n*{_flat(name)}*\n\n**{_flat(session.artist)}**: {said}")
    parts.append(f"---\n\n{figures_words(figures, texts)}")
    return "\n\n".join(parts) + "\n"


def _flat(text: str) -> str:
    """Keep what fans wrote from making headings or markup of a website's page."""
    return plain(" ".join(text.split()), 2000).replace("&", "&amp;")
