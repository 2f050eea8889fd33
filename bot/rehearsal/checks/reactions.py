"""Reactions, and what Discord refuses of them."""

from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model.channels import Message

MOST, LONGEST_EMOJI = 20, 64


def check_emoji(emoji: str) -> None:
    """Refuse what is no emoji (10014)."""
    if not emoji or len(emoji) > LONGEST_EMOJI or (emoji.isascii() and ":" not in emoji):
        raise Refused(10014)


def check_number(message: Message, emoji: str) -> None:
    """Refuse one more emoji than a message bears (30010)."""
    if emoji not in message.reactions and len(message.reactions) >= MOST:
        raise Refused(30010)
