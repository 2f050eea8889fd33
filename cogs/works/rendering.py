"""Highlights and showcases as messages, made from what may be shown at that very moment."""

from typing import Any

import discord

from bot.client import Stagedoor
from bot.delivery.outbox import OutgoingFile, OutgoingMessage
from bot.domain.works.consent import Consent
from bot.domain.works.work import Medium, Work
from bot.interface.components import persistent_view
from bot.reports.pictures import MOST_TILES, grid
from cogs.works import view
from cogs.works.files import FetchedFiles, OriginalGone, fetch

#: Of a picture's description.
MOST_DESCRIBED = 1000


def highlight_outgoing(
    bot: Stagedoor,
    work: Work,
    consent: Consent,
    found: FetchedFiles,
    *,
    share: discord.ui.Item[Any],
    edits: int | None = None,
) -> OutgoingMessage:
    """Make the post that shows a work."""
    texts = bot.server_texts(work.guild_id)
    embed = view.highlight_embed(work, consent, texts=texts)
    if found.files and found.files[0][1].medium is Medium.IMAGE and not work.spoiler:
        embed.set_image(url=f"attachment://{found.files[0][0]}")
    if found.left_out:
        embed.add_field(name="\u200b", value=texts.t("There is more in the original."), inline=False)
    links = [f"||{link} ||" if work.spoiler else link for link in work.links[:3]]
    see = discord.ui.Button[Any](label=texts.t("See the original"), url=work.jump_url)
    return OutgoingMessage(
        content="\n".join(links) or None,
        embeds=[embed],
        files=[
            OutgoingFile(name, file.content, _described(file.medium, consent)) for name, file in found.files
        ],
        view=persistent_view(see, share),
        edits=edits,
    )


async def showcase_outgoing(bot: Stagedoor, showcase_id: int) -> OutgoingMessage | None:
    """Make a week's showcase of those works that may be shown now; None if there are none."""
    guild_id, week, works = await bot.store.work_showcases.get(showcase_id)
    shown: list[tuple[Work, Consent, str]] = []
    pictures: list[tuple[str, bytes]] = []
    for work in works:
        consent, copy = (
            await bot.store.work_consents.of_work(work.id),
            await bot.store.work_copies.highlight_of(work.id),
        )
        if consent is None or copy is None:
            continue
        link = f"https://discord.com/channels/{guild_id}/{copy.channel_id}/{copy.message_id}"
        shown.append((work, consent, link))
        if work.medium is Medium.IMAGE and not work.spoiler and len(pictures) < MOST_TILES:
            pictures += [(consent.credit, content) for content in await _first_picture(bot, work)]
    still = [item for item in shown if await bot.store.works.may_show(item[0].id)]
    if not still:
        return None
    if len(still) != len(shown):  # one was taken back meanwhile
        return await showcase_outgoing(bot, showcase_id)
    picture = await grid(pictures) if pictures else None
    embed = view.showcase_embed(
        still, week=week, pictured=picture is not None, texts=bot.server_texts(guild_id)
    )
    names = ", ".join(name for name, _ in pictures)
    files = [OutgoingFile("showcase.jpg", picture, names[:MOST_DESCRIBED])] if picture is not None else []
    return OutgoingMessage(embeds=[embed], files=files)


def _described(medium: Medium, consent: Consent) -> str | None:
    return consent.credit if medium is Medium.IMAGE else None


async def _first_picture(bot: Stagedoor, work: Work) -> list[bytes]:
    try:
        found = await fetch(bot, work)
    except (OriginalGone, discord.HTTPException):
        return []
    return [file.content for _, file in found.files if file.medium is Medium.IMAGE][:1]
