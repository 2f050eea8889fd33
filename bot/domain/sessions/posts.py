"""What is posted about a session, and when."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.posts import NewPost, Priority
from bot.domain.sessions.questions import FanQuestion, SessionEnd
from bot.domain.sessions.session import Session, SessionState, reminders_of

ANSWERS_A_PAGE = 8
ASKERS_A_PAGE = 10
#: What all sessions of a series share.
KEPT_IN_A_SERIES = (
    "guild_id", "channel_id", "artist", "artist_id", "host_id", "language", "minutes", "zone", "first_date",
    "local_time", "repeats", "reminders", "per_fan", "pace", "slow_mode", "closing", "queue_order",
)  # fmt: skip


def _post(session: Session, kind: str, key: str, channel_id: int, at: datetime, **body: object) -> NewPost:
    return NewPost(
        key=f"session_{key}",
        kind=f"session_{kind}",
        channel_id=channel_id,
        subject=session.id,
        at=at,
        body=body,
        priority=Priority.SESSION,
    )


def notice(session: Session, what: str, *, at: datetime) -> NewPost:
    """Return the post that tells of a session where it takes place, such as that it was "scheduled"."""
    starts = int(session.starts_at.timestamp())
    key = f"{what}:{session.id}:{starts}"
    return _post(session, "notice", key, session.channel_id, at, what=what, starts=starts)


def announcements(session: Session, what: str, *, at: datetime) -> list[NewPost]:
    """Return what tells of a session that was just planned or moved, now and later."""
    later = [notice(session, which, at=moment) for which, moment in reminders_of(session, now=at)]
    return [notice(session, what, at=at), *later]


def opener(session: Session, opening: int, *, at: datetime) -> NewPost:
    """Return the post from which a session's thread is started, for the so-manieth time."""
    return _post(session, "open", f"open:{session.id}:{opening}", session.channel_id, at)


def rules(session: Session, thread_id: int, *, at: datetime) -> NewPost:
    """Return the first post in a session's thread."""
    return _post(session, "rules", f"rules:{session.id}:{session.opening}", thread_id, at)


def question_post(session: Session, thread_id: int, question_id: int, *, at: datetime) -> NewPost:
    """Return the post that asks the artist a question."""
    return NewPost(
        key=f"session_question:{question_id}:{session.opening}",
        kind="session_question",
        channel_id=thread_id,
        subject=question_id,
        at=at,
        priority=Priority.SESSION,
    )


def relay(
    session: Session, thread_id: int, question: FanQuestion, text: str, *, key: int, at: datetime
) -> NewPost:
    """Return the post that gives the artist's answer in their stead."""
    return _post(session, "relay", f"relay:{key}", thread_id, at, text=text, question=question.id)


def extension(session: Session, thread_id: int, what: str, *, at: datetime) -> NewPost:
    """Return the post that tells those in the thread of a change: `what` is "late" or "longer"."""
    ends = int(session.ends_at.timestamp())
    return _post(session, "said", f"said:{what}:{session.id}:{ends}", thread_id, at, what=what, ends=ends)


def console(session: Session, staff_channel_id: int | None, *, at: datetime) -> list[NewPost]:
    """Return the post of the host's console; none where the team has no channel."""
    if staff_channel_id is None:
        return []
    return [_post(session, "console", f"console:{session.id}", staff_channel_id, at)]


def console_update(session: Session, staff_channel_id: int | None, *, at: datetime) -> list[NewPost]:
    """Return the post that brings the console up to date."""
    if staff_channel_id is None or session.console_id is None:
        return []
    key = f"console:{session.id}:{int(at.timestamp() * 1000)}"
    return [_post(session, "console", key, staff_channel_id, at, update=True)]


def trouble(session: Session, staff_channel_id: int | None, what: str, *, at: datetime) -> list[NewPost]:
    """Return the post that tells the team what is wrong, once for each session."""
    if staff_channel_id is None:
        return []
    return [_post(session, "trouble", f"trouble:{session.id}:{what}", staff_channel_id, at, what=what)]


def undelivered(
    session: Session, staff_channel_id: int | None, post_key: str, *, at: datetime, text: str = ""
) -> list[NewPost]:
    """Return the post that tells the team of one that reached nobody, with its text if that is lost with it."""
    if staff_channel_id is None:
        return []
    what = "relay_lost" if text else "unreached"
    return [_post(session, "trouble", f"trouble:{post_key}", staff_channel_id, at, what=what, text=text)]


def ending(
    session: Session, state: SessionState, end: SessionEnd, staff_channel_id: int | None, *, at: datetime
) -> list[NewPost]:
    """Return all that is said when a session is over; every asker is told exactly once."""
    place = session.thread_id or session.channel_id
    posts = [] if state is SessionState.ENDED else [notice(session, state.value, at=at)]
    if state is SessionState.ENDED:
        pages = max(1, -(-end.answered // ANSWERS_A_PAGE))
        posts += [
            _post(session, "recap", f"recap:{session.id}:{page}", place, at, page=page, pages=pages)
            for page in range(pages)
        ]
    posts += _outcomes(session, end, place, at)
    if session.console_id is not None:
        posts += console_update(session, staff_channel_id, at=at)
    else:
        posts += console(session, staff_channel_id, at=at) if state is SessionState.ENDED else []
    return posts


def _outcomes(session: Session, end: SessionEnd, place: int, at: datetime) -> Iterator[NewPost]:
    """Whoever asked without their name hears of it only where nobody else reads."""
    following = end.following.id if end.following else None
    together: list[int] = []
    for asker in end.askers:
        if asker.direct is not None:
            key = f"outcome:{session.id}:{asker.fan_id}"
            body = {"fans": [asker.fan_id], "following": following, "quiet": asker.anonymous}
            yield _post(session, "outcome", key, asker.direct, at, direct=True, **body)
        elif not asker.anonymous:
            together.append(asker.fan_id)
    for page, fans in enumerate(_pages(together)):
        key = f"outcomes:{session.id}:{page}"
        yield _post(session, "outcomes", key, place, at, direct=False, fans=fans, following=following)


def _pages(fans: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(fans), ASKERS_A_PAGE):
        yield fans[start : start + ASKERS_A_PAGE]


def outcome_in_public(session: Session, fan_id: int, following: int | None, *, at: datetime) -> NewPost:
    """Return the post that tells a fan in the channel, who takes no direct messages."""
    key = f"outcome_public:{session.id}:{fan_id}"
    body = {"fans": [fan_id], "following": following}
    return _post(session, "outcomes", key, session.channel_id, at, direct=False, **body)
