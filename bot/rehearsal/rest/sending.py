"""From a request's draft to a message: permissions, uploads, references, nonces."""

from typing import Any

from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks.fields import number
from bot.rehearsal.checks.messages import Draft, Upload
from bot.rehearsal.checks.refusals import Refused
from bot.rehearsal.model import messages, threads
from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.model.channels import (
    CATEGORY,
    COMPONENTS_V2,
    FORUMS,
    REPLY,
    SUPPRESS_EMBEDS,
    Channel,
    Message,
    Reference,
    Thread,
)
from bot.rehearsal.model.mentions import mentions
from bot.rehearsal.payloads.interactions import UPLOAD_LIMIT
from bot.rehearsal.rest.call import Call

Json = dict[str, Any]


def send(call: Call, channel: Channel) -> Message:
    """Send what a request asks for, as the bot; the same nonce twice sends once."""
    draft = checks.read(call.form, call.uploads)
    may_send(call, channel, draft)
    if draft.nonce is not None and draft.enforce_nonce:
        earlier = messages.sent_with(channel, call.me, draft.nonce)
        if earlier and earlier.deleted:
            raise Refused(10008)
        if earlier:
            return earlier
    reference = _reference(channel, draft)
    if reference and not call.may(channel, "read_message_history"):
        raise Refused(160002)
    threads.unarchive(channel)
    return messages.post(channel, call.me, **parts(call, channel, draft, reference))


def may_send(call: Call, channel: Channel, draft: Draft) -> None:
    """Refuse what the bot may not send here."""
    if channel.kind in (*FORUMS, CATEGORY):
        raise Refused(50008)
    if channel.is_direct and not _reachable(call, channel):
        raise Refused(50007)
    if isinstance(channel, Thread) and channel.locked and not call.may(channel, "manage_threads"):
        raise Refused(160005 if not channel.archived else 50083)
    speaking = "send_messages_in_threads" if channel.is_thread else "send_messages"
    if not call.may(channel, speaking):
        raise Refused(50013)
    if draft.tts and not call.may(channel, "send_tts_messages"):
        raise Refused(50013)
    if draft.uploads and not call.may(channel, "attach_files"):
        raise Refused(50013)
    too_large(draft.uploads)


def _reachable(call: Call, channel: Channel) -> bool:
    """Say whether the other takes direct messages and shares a guild with the bot."""
    others = [user for user in channel.recipients if user is not call.me]
    guilds = [guild for guild in call.world.guilds.values() if call.application in guild.applications]
    return all(user.open_to_direct and any(user.id in guild.members for guild in guilds) for user in others)


def too_large(uploads: dict[int, Upload]) -> None:
    """Refuse 40005 what is larger than an upload may be."""
    if any(len(upload.content) > UPLOAD_LIMIT for upload in uploads.values()):
        raise Refused(40005)


def parts(call: Call, channel: Channel, draft: Draft, reference: Reference | None = None) -> Json:
    """Return the fields of the message a draft stands for."""
    content = draft.content or ""
    attachments = _uploaded(call, channel, draft)
    member = channel.guild.member(call.me) if channel.guild else None
    may_embed = member is None or channel.permits(member, "embed_links")
    made: Json = {
        "content": content,
        "embeds": resolved(draft.embeds or [], attachments) if may_embed else [],
        "components": draft.components or [],
        "attachments": attachments,
        "flags": draft.flags or 0,
        "nonce": draft.nonce,
        "tts": draft.tts,
        "mentions": mentions(
            call.world,
            channel,
            call.me,
            content,
            allowed=draft.allowed,
            reply_to=reference.message if reference else None,
        ),
    }
    if reference:
        made |= {"reference": reference, "kind": REPLY}
    return made


def edits(call: Call, message: Message, draft: Draft) -> Json:
    """Return the fields an edit changes."""
    if checks.would_be_empty(message, draft):
        raise Refused(50006)
    changed: Json = {}
    kept = message.attachments
    if draft.attachments is not None:
        wanted = {number(one.get("id")) for one in draft.attachments}
        kept = [one for one in message.attachments if one.id in wanted]
    fresh = _uploaded(call, message.channel, draft)
    if draft.attachments is not None or fresh:
        changed["attachments"] = kept + fresh
    if draft.content is not None:
        changed["content"] = draft.content
        reply_to = message.reference.message if message.reference else None
        changed["mentions"] = mentions(
            call.world,
            message.channel,
            message.author,
            draft.content,
            allowed=draft.allowed,
            reply_to=reply_to,
        )
    if draft.embeds is not None:
        changed["embeds"] = resolved(draft.embeds, kept + fresh)
    if draft.components is not None:
        changed["components"] = draft.components
    if draft.flags is not None:
        settable = SUPPRESS_EMBEDS | COMPONENTS_V2
        changed["flags"] = message.flags & ~SUPPRESS_EMBEDS | draft.flags & settable
    return changed


def _uploaded(call: Call, channel: Channel, draft: Draft) -> list[Attachment]:
    told = {number(one.get("id")): one for one in draft.attachments or []}
    return [
        messages.upload(
            call.world,
            channel,
            told.get(index, {}).get("filename") or upload.filename,
            upload.content,
            told.get(index, {}).get("description"),
        )
        for index, upload in sorted(draft.uploads.items())
    ]


def resolved(embeds: list[Json], attachments: list[Attachment]) -> list[Json]:
    """Return embeds with `attachment://` addresses replaced by those of the CDN."""
    urls = {f"attachment://{one.filename}": one.url for one in attachments}
    for embed in embeds:
        for part in ("image", "thumbnail", "footer", "author"):
            for key in ("url", "icon_url"):
                address = embed.get(part, {}).get(key)
                if address in urls:
                    embed[part][key] = urls[address]
                    embed[part]["proxy_url" if key == "url" else "proxy_icon_url"] = urls[address]
    return embeds


def _reference(channel: Channel, draft: Draft) -> Reference | None:
    asked = draft.reference
    if not asked:
        return None
    message_id = number(asked.get("message_id"))
    in_channel = number(asked.get("channel_id")) or channel.id
    found = channel.message(message_id) if message_id and in_channel == channel.id else None
    if found is None:
        if asked.get("fail_if_not_exists") is False:
            return None
        problem = {"code": "REPLIES_UNKNOWN_MESSAGE", "message": "Unknown message"}
        raise Refused(50035, errors={"message_reference": {"_errors": [problem]}})
    if found.kind not in (0, 19, 20, 23):
        problem = {
            "code": "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
            "message": "Cannot reply to a system message",
        }
        raise Refused(50035, errors={"message_reference": {"_errors": [problem]}})
    return Reference.to(found)
