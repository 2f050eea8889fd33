"""From a request's draft to a message: permissions, uploads, references, nonces."""

from typing import Any

from bot.rehearsal.checks import auto_moderation, polls
from bot.rehearsal.checks import messages as checks
from bot.rehearsal.checks.fields import number
from bot.rehearsal.checks.messages import Draft, Upload
from bot.rehearsal.checks.refusals import Problems, Refused
from bot.rehearsal.model import messages, threads, voting
from bot.rehearsal.model.attachments import Attachment
from bot.rehearsal.model.channels import (
    CATEGORY,
    COMPONENTS_V2,
    FORUMS,
    REPLY,
    SUPPRESS_EMBEDS,
    TALK,
    Channel,
    Message,
    Reference,
    Thread,
)
from bot.rehearsal.model.mentions import mentions
from bot.rehearsal.model.polls import Poll
from bot.rehearsal.model.stickers import Sticker
from bot.rehearsal.model.users import User
from bot.rehearsal.payloads.interactions import UPLOAD_LIMIT
from bot.rehearsal.payloads.messages import readable
from bot.rehearsal.rest import media
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
    if draft.forwards:
        original = _forwarded(call, draft)
        threads.unarchive(channel)
        return messages.forward(channel, call.me, original)
    auto_moderation.refuse_blocked(call.world, channel, call.me, draft.content or "")
    reference = _reference(channel, draft)
    if reference and not call.may(channel, "read_message_history"):
        raise Refused(160002)
    fields = parts(call, channel, draft, reference)
    threads.unarchive(channel)
    return post(channel, call.me, **fields)


def post(channel: Channel, author: User, **fields: Any) -> Message:
    """Send a message of these parts; a poll in it runs from now."""
    sent = messages.post(channel, author, **fields)
    voting.open_poll(sent)
    return sent


def _forwarded(call: Call, draft: Draft) -> Message:
    """Return what is to be sent on: only what the bot can read, and somebody said."""
    asked = draft.reference or {}
    source = call.channel("read_message_history", channel_id=number(asked.get("channel_id")) or 0)
    original = source.message(number(asked.get("message_id")) or 0)
    if original is None:
        raise Refused(10008)
    if not call.viewer.content and not readable(original, call.application):
        raise Refused(160014)
    if original.kind not in TALK or original.poll:
        problem = {
            "code": "MESSAGE_REFERENCE_CANNOT_FORWARD",
            "message": "This message cannot be forwarded",
        }
        raise Refused(50035, errors={"message_reference": {"_errors": [problem]}})
    return original


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
    if draft.voice and not call.may(channel, "send_voice_messages"):
        raise Refused(50173)
    if draft.poll and not call.may(channel, "send_polls"):
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
        "components": media.unfurled(call, draft.components or [], attachments),
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
    if draft.poll:
        made["poll"] = _poll(call, draft)
    if draft.sticker_ids:
        made["stickers"] = [_sticker(call, channel, one) for one in draft.sticker_ids]
    if reference:
        made |= {"reference": reference, "kind": REPLY}
    return made


def _poll(call: Call, draft: Draft) -> Poll:
    problems = Problems()
    poll = polls.read(draft.poll or {}, problems, "poll", call.world.clock.now())
    problems.refuse()
    return poll


def _sticker(call: Call, channel: Channel, sticker_id: int) -> Sticker:
    """Return a sticker the bot may send here: 50081 for none."""
    for guild in call.world.guilds.values():
        known = sticker_id in guild.stickers and call.application in guild.applications
        if known and (guild is channel.guild or call.may(channel, "use_external_stickers")):
            return guild.stickers[sticker_id]
    raise Refused(50081)


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
        auto_moderation.refuse_blocked(call.world, message.channel, message.author, draft.content)
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
        changed["components"] = media.unfurled(call, draft.components, kept + fresh)
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
            **(_voice(told[index]) if draft.voice else {}),
        )
        for index, upload in sorted(draft.uploads.items())
    ]


def _voice(told: Json) -> Json:
    return {"seconds": told["duration_secs"], "waveform": told["waveform"]}


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
    if found.kind not in TALK:
        problem = {
            "code": "REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE",
            "message": "Cannot reply to a system message",
        }
        raise Refused(50035, errors={"message_reference": {"_errors": [problem]}})
    return Reference.to(found)
