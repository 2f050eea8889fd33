"""A week as managers read it on Discord: words, a picture, a table to keep, and a menu of what to write down."""

from collections.abc import Sequence
from dataclasses import dataclass

import discord

from bot.delivery.outbox import OutgoingFile
from bot.domain.digests.digest import Digest
from bot.domain.questions.knowledge_gaps import FaqWish
from bot.interface.i18n import Texts
from bot.reports.digest.embed_words import digest_words
from bot.reports.digest.picture import draw_picture, picture_description
from bot.reports.digest.table import digest_csv

COLOUR = discord.Colour(0x3B7A78)
MOST_WISHES = 10
MOST_LABEL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestPage:
    """What is posted: an embed that shows the first of its files, if there are any."""

    embed: discord.Embed
    files: Sequence[OutgoingFile]


async def digest_page(digest: Digest, texts: Texts, *, may_attach: bool = True) -> DigestPage:
    """Say and draw a digest; drawing takes its time."""
    embed = digest_embed(digest, texts)
    if not may_attach:
        return DigestPage(embed=embed, files=())
    name = f"stagedoor-{digest.week.name}"
    picture = await draw_picture(digest, texts)
    table = OutgoingFile(f"{name}.csv", digest_csv(digest, texts))
    drawn = OutgoingFile(f"{name}.png", picture, picture_description(digest, texts)[:1024])
    return DigestPage(embed=embed.set_image(url=f"attachment://{name}.png"), files=(drawn, table))


def digest_embed(digest: Digest, texts: Texts) -> discord.Embed:
    """Put the words of a digest into an embed; the footer tells one week's from every other."""
    words = digest_words(digest, texts)
    embed = discord.Embed(colour=COLOUR, title=words.title, description=words.lead)
    for section in words.sections:
        embed.add_field(name=section.name, value=section.text, inline=False)
    return embed.set_footer(text=f"Stagedoor · {digest.week.name}")


def wish_options(wishes: Sequence[FaqWish], texts: Texts) -> list[discord.SelectOption]:
    """List what a new frequent question would have answered, by the question to make it of."""
    options = []
    for wish in wishes[:MOST_WISHES]:
        question = wish.answered or wish.questions[-1]
        options.append(
            discord.SelectOption(
                label=" ".join(question.text.split())[:MOST_LABEL] or texts.t("Question"),
                value=str(question.id),
                description=texts.n("asked {count} time", "asked {count} times", len(wish.questions)),
            )
        )
    return options
