"""Sentences before they are put into the reader's language: a message and the values it speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Sentence:
    """An English message, as it stands in the catalogues, and the values that belong into its braces."""

    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def sentence(message: str, /, **values: object) -> Sentence:
    """Make a `Sentence`; a function of its own so that the catalogues can be extracted from its calls."""
    return Sentence(message, values)
