"""A digest in so many words as an embed takes."""

from dataclasses import dataclass

from bot.domain.digests.digest import Digest
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_EMBED, MOST_FIELD, fit
from bot.reports.digest.sections import Section, sections
from bot.reports.digest.summary import digest_title, lead_text

#: The embed's footer, which tells one week's post from another's, has so much room of the 6,000.
MOST_FOOTER = 100
#: So many of each are listed.
FEW = 5


@dataclass(frozen=True, slots=True)
class DigestWords:
    """What a digest says: what changed, in sentences, and then the numbers by section."""

    title: str
    lead: str
    sections: tuple[Section, ...]


def digest_words(digest: Digest, texts: Texts) -> DigestWords:
    """Say a digest in so many characters as an embed takes: 1,024 a section, 6,000 in all."""
    title, lead, found = digest_title(digest, texts), lead_text(digest, texts), sections(digest, texts, FEW)
    room = MOST_FIELD
    while True:
        fitted = tuple(Section(section.name, (fit(section.lines, room),)) for section in found)
        if (
            len(title) + len(lead) + sum(len(s.name) + len(s.text) for s in fitted)
            <= MOST_EMBED - MOST_FOOTER
        ):
            return DigestWords(title, lead, fitted)
        room -= 64
