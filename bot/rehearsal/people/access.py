"""What Discord lets a user do in a channel; what it doesn't is Refused."""

from bot.rehearsal.checks.messages import CONTENT
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model.channels import FORUMS, Channel, Thread
from bot.rehearsal.model.users import User


def may(user: User, channel: Channel, *names: str) -> bool:
    """Say whether a user has all the named permissions here; in direct conversations one may do all."""
    if channel.guild is None:
        return True
    member = channel.guild.member(user)
    return member is not None and channel.permits(member, *names)


def need(user: User, channel: Channel, *names: str) -> None:
    """Refuse 10003 where the channel is gone, 50001 where it can't be viewed, 50013 without `names`."""
    if channel.deleted:
        raise Refused(10003)
    if not may(user, channel, "view_channel", *names):
        raise Refused(50013 if may(user, channel, "view_channel") else 50001)


def need_to_speak(user: User, channel: Channel) -> None:
    """Refuse who may not write here, and everybody in a forum or a locked thread."""
    if channel.kind in FORUMS:
        raise Refused(50008)
    need_unlocked(user, channel)
    need(user, channel, "send_messages_in_threads" if channel.is_thread else "send_messages")


def need_unlocked(user: User, channel: Channel) -> None:
    """Refuse 160005 in a locked thread to all but those who manage threads."""
    if isinstance(channel, Thread) and channel.locked and not may(user, channel, "manage_threads"):
        raise Refused(160005)


def need_open(channel: Channel) -> None:
    """Refuse 50083 what an archived thread doesn't take before it is opened again."""
    if isinstance(channel, Thread) and channel.archived:
        raise Refused(50083)


def need_to_take_part(user: User, channel: Channel, *names: str) -> None:
    """Refuse reactions and votes of who may not read here or is in a time-out, and in archived threads."""
    need(user, channel, "read_message_history", *names)
    member = channel.guild.member(user) if channel.guild else None
    if member and member.timed_out and not member.may("administrator"):
        raise Refused(50013)
    need_open(channel)


def checked_text(text: str, *, files: bool) -> str:
    """Return a message's text as it is sent; Refused 50035 where it is too long, 50006 where nothing is sent."""
    problems = Problems()
    problems.length("content", text, most=CONTENT)
    problems.refuse()
    if not text.strip() and not files:
        raise Refused(50006)
    return text.strip()
