"""Dialogue, not broadcast: whether what the label says is part of a conversation, or told to everybody."""

from bot.domain.digests.sources import LabelMessageKind


def label_message_kind(*, to_a_fan: bool, among_fans: bool, announces_here: bool) -> LabelMessageKind | None:
    """Say what a staff member's message is; None where it is neither, and nobody's business.

    `to_a_fan`: it answers a question, replies to a fan or mentions one. `among_fans`: it was said in the thread
    of a question, or in one in which fans take part. `announces_here`: in a channel where the label announces,
    or in which fans ask.
    """
    if to_a_fan or among_fans:
        return LabelMessageKind.REPLY
    return LabelMessageKind.ANNOUNCEMENT if announces_here else None
