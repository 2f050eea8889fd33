"""Errors: a refusal becomes a sentence; anything else is logged with an id and told in one neutral sentence."""

import logging
import secrets

from bot.domain.sentences import Sentence


class Refusal(Exception):  # noqa: N818  # it is a refusal, and says so
    """What was asked can't be done, for a reason that the person should know; nothing was changed."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message)
        self.sentence = sentence


def log_unexpected(log: logging.Logger, error: BaseException, *, doing: str) -> str:
    """Log an error nobody planned for, with its traceback; returns the id to look it up by."""
    error_id = secrets.token_hex(4)
    log.error("Error %s in %s", error_id, doing, exc_info=error)
    return error_id
