"""Fans' works in words: the card for the team, and what everybody sees."""

from collections.abc import Iterable, Sequence

import discord

from bot.domain.works.consent import Consent, Scope
from bot.domain.works.picks import Pick
from bot.domain.works.work import NominatedBy, WithdrawnFor, Work, WorkKind, WorkState
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_DESCRIPTION, MOST_FIELD, fit
from bot.reports.show_texts import plain

COLOUR = discord.Colour(0xC0577B)
MOST_NAME = 80


def kind_name(kind: WorkKind, texts: Texts) -> str:
    """Name a kind of work."""
    match kind:
        case WorkKind.ART:
            return texts.t("art")
        case WorkKind.REMIX:
            return texts.t("remix")
        case WorkKind.COVER:
            return texts.t("cover")
        case WorkKind.VIDEO:
            return texts.t("video")
        case WorkKind.COLLECTION:
            return texts.t("collection")
        case WorkKind.TRANSLATION:
            return texts.t("translation")
        case WorkKind.REVIEW:
            return texts.t("review")


def scope_name(scope: Scope, texts: Texts) -> str:
    """Name a place where a work may be shown."""
    match scope:
        case Scope.SERVER:
            return texts.t("this server")
        case Scope.SOCIAL:
            return texts.t("the label’s social media")
        case Scope.MERCHANDISE:
            return texts.t("merchandise")


def state_text(work: Work, consent: Consent | None, texts: Texts) -> str:
    """Say how far a work has come."""
    match work.state:
        case WorkState.SEEN | WorkState.NOMINATED:
            return texts.t("nominated; the maker was not asked yet")
        case WorkState.DISMISSED:
            return texts.t("put aside")
        case WorkState.ASKED:
            return texts.t("the maker was asked; nothing is shown before yes")
        case WorkState.GRANTED:
            scopes = consent.scopes if consent else ()
            places = ", ".join(scope_name(scope, texts) for scope in sorted(scopes))
            return texts.t("allowed for: {places}", places=places)
        case WorkState.DECLINED:
            return texts.t("the maker said no")
        case WorkState.EXPIRED:
            return texts.t("the maker didn’t answer, and won’t be asked again")
        case WorkState.UNREACHED:
            return texts.t("the maker can’t be reached")
        case WorkState.WITHDRAWN:
            return _withdrawn(work.withdrawn_for, texts)


def _withdrawn(why: WithdrawnFor | None, texts: Texts) -> str:
    match why:
        case WithdrawnFor.LEFT:
            return texts.t("taken down: the maker has left")
        case WithdrawnFor.REVOKED:
            return texts.t("taken down: the maker took it back")
        case WithdrawnFor.STAFF:
            return texts.t("taken down by the team")
        case WithdrawnFor.DELETED | None:
            return texts.t("taken down: the original is gone")


def nominated_by_text(nominated_by: NominatedBy | None, texts: Texts) -> str:
    """Say who put a work forward."""
    match nominated_by:
        case NominatedBy.FANS:
            return texts.t("by fans")
        case NominatedBy.PICK:
            return texts.t("from the weekly pick")
        case NominatedBy.STAFF | None:
            return texts.t("by the team")


def card_embed(work: Work, consent: Consent | None, *, fans: int, texts: Texts) -> discord.Embed:
    """Show a nominated work to the team: in words alone, because nothing is shown before yes."""
    t = texts.t
    embed = discord.Embed(colour=COLOUR, title=t("A work for the highlights"), url=work.jump_url)
    embed.description = plain(work.caption, 300) or None
    embed.add_field(name=t("Maker"), value=f"<@{work.maker_id}>")
    embed.add_field(name=t("Kind"), value=kind_name(work.kind, texts))
    embed.add_field(name=t("Artist"), value=plain(work.artist) or t("not known"))
    embed.add_field(name=t("Nominated"), value=nominated_by_text(work.nominated_by, texts))
    embed.add_field(name=t("Fans who reacted or replied"), value=str(fans))
    embed.add_field(name=t("State"), value=state_text(work, consent, texts), inline=False)
    if work.note:
        embed.add_field(name=t("What the team says"), value=plain(work.note, MOST_FIELD), inline=False)
    if consent is not None and (consent.track or consent.stems):
        source = ", ".join(filter(None, (consent.track, consent.stems)))
        embed.add_field(name=t("Made from"), value=plain(source, MOST_FIELD), inline=False)
    embed.set_footer(text=work_footer(work.id))
    return embed


def work_footer(work_id: int) -> str:
    """Return what stands under every post about a work: it is found again by it."""
    return f"Work #{work_id}"


# --- showing ------------------------------------------------------------------------------------------


def highlight_embed(work: Work, consent: Consent, *, texts: Texts) -> discord.Embed:
    """Show a work with its maker's name, as they chose it."""
    title = kind_name(work.kind, texts).capitalize()
    if work.artist:
        title = f"{title} · {plain(work.artist, 100)}"
    embed = discord.Embed(colour=COLOUR, title=title)
    embed.description = (
        fit((plain(work.caption), _made_from(consent, texts)), MOST_DESCRIPTION, "\n\n") or None
    )
    embed.set_author(name=texts.t("by {name}", name=consent.credit)[:256], url=consent.credit_link or None)
    if work.note:
        embed.add_field(name=texts.t("What we say"), value=plain(work.note, MOST_FIELD), inline=False)
    embed.set_footer(text=work_footer(work.id))
    return embed


def _made_from(consent: Consent, texts: Texts) -> str:
    return texts.t("Of: {track}", track=plain(consent.track, 200)) if consent.track else ""


def share_text(work: Work, consent: Consent, *, label: str, link: str) -> str:
    """Return a text for outside: plain, with the credit kept and one plain link."""
    who = " ".join(filter(None, (consent.credit, consent.credit_link and f"({consent.credit_link})")))
    about = " / ".join(filter(None, (label, work.artist)))
    return "\n".join(filter(None, (f"{who} — {about}", link)))


def showcase_footer(week: str) -> str:
    """Return what stands under a week's showcase: it is found again by it."""
    return f"Showcase {week}"


def showcase_embed(
    works: Sequence[tuple[Work, Consent, str]], *, week: str, pictured: bool, texts: Texts
) -> discord.Embed:
    """Show a week's works: each with its maker and a link to its highlight."""
    embed = discord.Embed(colour=COLOUR, title=texts.t("What you made: this week’s highlights"))
    lines = [
        f"• [{plain(consent.credit, MOST_NAME)}]({link}) · {kind_name(work.kind, texts)}"
        + (f" · {plain(work.artist, 100)}" if work.artist else "")
        for work, consent, link in works
    ]
    embed.description = fit(lines, MOST_DESCRIPTION)
    if pictured:
        embed.set_image(url="attachment://showcase.jpg")
    embed.set_footer(text=showcase_footer(week))
    return embed


def pick_embed(picks: Iterable[Pick], texts: Texts) -> discord.Embed:
    """Suggest works to the team, with the reasons."""
    embed = discord.Embed(colour=COLOUR, title=texts.t("Works you could show this week"))
    lines = []
    for number, pick in enumerate(picks, start=1):
        why = ", ".join(texts.say(reason) for reason in pick.reasons)
        kind = kind_name(pick.work.kind, texts)
        name = plain(pick.work.maker_name, MOST_NAME)
        lines.append(f"**{number}.** [{name} · {kind}]({pick.work.jump_url}): {why}")
    embed.description = fit(lines, MOST_DESCRIPTION)
    embed.set_footer(text=texts.t("Press a number to ask its maker. Nothing is shown before they say yes."))
    return embed
