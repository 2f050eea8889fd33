"""Discord's messages as plain text: for the terminal, where no timestamp or markup is drawn."""

import re
from datetime import UTC, datetime, tzinfo

import discord

from bot.interface.i18n import Texts

_TIMESTAMP = re.compile(r"<t:(-?\d+)(?::([tTdDfFR]))?>")
_ESCAPED = re.compile(r"\\([\\*_~`|>\[\]<#])")
_LINK = re.compile(r"\[([^\]]*)\]\(https?://[^)]*\)")


def embed_text(embed: discord.Embed) -> str:
    """Return all that an embed says, as one text."""
    parts = [embed.title, embed.author.name, embed.description]
    for field in embed.fields:
        parts += [field.name if field.name != "\u200b" else None, field.value]
    footer = embed.footer.text
    if footer and embed.timestamp is not None:
        footer = f"{footer} <t:{int(embed.timestamp.timestamp())}:F>"
    return "\n".join(part for part in (*parts, footer) if part)


def plain_words(words: str, *, texts: Texts, zone: tzinfo, now: datetime) -> str:
    """Write Discord's timestamps out, local to `zone`, and take its markup away."""

    def written(found: re.Match[str]) -> str:
        moment = datetime.fromtimestamp(int(found[1]), UTC)
        if found[2] != "R":
            return texts.moment(moment, zone)
        if moment >= now:
            return texts.t("in {time}", time=texts.duration(moment - now))
        return texts.t("{time} ago", time=texts.duration(now - moment))

    told = _LINK.sub(r"\1", _TIMESTAMP.sub(written, words))
    return _ESCAPED.sub(r"\1", told.replace("-# ", "").replace("**", ""))
