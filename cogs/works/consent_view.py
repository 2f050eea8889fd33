"""What makers are asked in words, and what came of it."""

import discord

from bot.domain.works.consent import Consent, ConsentOutcome
from bot.domain.works.work import Work, WorkState
from bot.domain.works.work_settings import WorkSettings
from bot.interface.i18n import Texts
from bot.interface.limits import MOST_FIELD
from bot.reports.show_texts import plain
from cogs.works import view


def consent_embed(
    work: Work, consent: Consent, settings: WorkSettings, *, label: str, texts: Texts
) -> discord.Embed:
    """Ask a maker; changed wording needs a new `CONSENT_TEXT`."""
    t = texts.t
    embed = discord.Embed(
        colour=view.COLOUR, title=t("{label} would like to show your work", label=label)[:256]
    )
    original = t("[your post]({link})", link=work.jump_url)
    if consent.purpose:
        embed.title = t("{label} would like to use your work for merchandise", label=label)[:256]
        embed.description = t(
            "It’s about {original}. What it would be used for: {purpose}\n\nThis is a question of its own: "
            "whatever you allowed before doesn’t include it, and your answer changes nothing else.",
            original=original,
            purpose=plain(consent.purpose, 800),
        )
    else:
        embed.description = t(
            "It’s about {original}. If you say yes, it is posted again in <#{channel}>, and perhaps in the weekly "
            "showcase: with the name and link that you choose, and a link to your post.\n\n"
            "• Nothing is shown before you say yes.\n"
            "• You choose where: in this server, on the label’s social media, or both. "
            "For merchandise we would ask you anew each time.\n"
            "• You can take it back whenever you like, with /my works: every copy of mine goes at once. "
            "So it does if you delete your post.",
            original=original,
            channel=settings.highlights_channel_id or 0,
        )
    if work.note and not consent.purpose:
        embed.add_field(name=t("What the team says"), value=plain(work.note, MOST_FIELD), inline=False)
    outcome = answered_text(consent, withdrawn=work.state is WorkState.WITHDRAWN, texts=texts)
    if outcome:
        embed.add_field(name=t("Your answer"), value=outcome, inline=False)
    foot = t(
        "Work #{number} · request {request} · wording {version}",
        number=work.id,
        request=consent.id,
        version=consent.text_version,
    )
    return embed.set_footer(text=foot)


def answered_text(consent: Consent, *, withdrawn: bool, texts: Texts) -> str:
    """Say what came of asking; an empty text as long as it is open."""
    match consent.outcome:
        case ConsentOutcome.ASKED:
            return ""
        case ConsentOutcome.GRANTED if withdrawn:
            return texts.t("It isn’t shown any more.")
        case ConsentOutcome.GRANTED:
            places = ", ".join(view.scope_name(scope, texts) for scope in sorted(consent.scopes))
            return texts.t("You said yes, to: {places}. Thank you!", places=places)
        case ConsentOutcome.DECLINED:
            return texts.t("You said no. That’s perfectly fine.")
        case ConsentOutcome.EXPIRED | ConsentOutcome.UNREACHED:
            return texts.t("This question has expired. Nothing was shown.")
        case ConsentOutcome.REVOKED:
            return texts.t("You took it back.")
