"""What happened, as the gateway tells it: a row for each kind of event, rendered for whoever is told."""

from collections.abc import Callable
from typing import Any

from bot.rehearsal.model.auto_moderation import AutoModerationActionExecution
from bot.rehearsal.model.channels import Channel, ChannelUpdate
from bot.rehearsal.model.guilds import ChannelCreate, ChannelDelete, GuildCreate, GuildDelete, ThreadDelete
from bot.rehearsal.model.integrations import GuildEmojisUpdate, InviteCreate, InviteDelete, WebhooksUpdate
from bot.rehearsal.model.interactions import InteractionCreate
from bot.rehearsal.model.members import (
    GuildMemberAdd,
    GuildMemberRemove,
    GuildMemberUpdate,
    GuildPeople,
    GuildRoleCreate,
    GuildRoleDelete,
    GuildRoleUpdate,
    MemberEvent,
    RoleEvent,
)
from bot.rehearsal.model.messages import (
    ChannelPinsUpdate,
    MessageCreate,
    MessageDelete,
    MessageDeleteBulk,
    MessageReaction,
    MessageReactionAdd,
    MessageReactionRemove,
    MessageReactionRemoveAll,
    MessageReactionRemoveEmoji,
    MessageUpdate,
    TypingStart,
)
from bot.rehearsal.model.moderation import (
    AutoModerationRuleCreate,
    AutoModerationRuleDelete,
    AutoModerationRuleEvent,
    AutoModerationRuleUpdate,
    BanEvent,
    GuildAuditLogEntryCreate,
    GuildBanAdd,
    GuildBanRemove,
)
from bot.rehearsal.model.scheduled_events import (
    GuildScheduledEventCreate,
    GuildScheduledEventDelete,
    GuildScheduledEventUpdate,
    GuildScheduledEventUserAdd,
    GuildScheduledEventUserRemove,
)
from bot.rehearsal.model.stickers import GuildStickersUpdate
from bot.rehearsal.model.threads import ThreadCreate, ThreadMembersUpdate, ThreadUpdate
from bot.rehearsal.model.timeline import Event
from bot.rehearsal.model.users import User
from bot.rehearsal.model.voting import MessagePollVote, MessagePollVoteAdd, MessagePollVoteRemove
from bot.rehearsal.payloads import (
    channels,
    guilds,
    integrations,
    interactions,
    messages,
    moderation,
    scheduled_events,
    stickers,
    users,
)
from bot.rehearsal.payloads.emojis import emoji
from bot.rehearsal.payloads.times import written
from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]


def told(event: Event, viewer: Viewer) -> Json:
    """Return what a viewer is told of an event."""
    return _TOLD[type(event)](event, viewer)


# --- guilds -------------------------------------------------------------------------------------------


def _guild_create(event: GuildCreate, viewer: Viewer) -> Json:
    return guilds.created(event.guild, viewer)


def _guild_delete(event: GuildDelete, _: Viewer) -> Json:
    return {"id": str(event.guild.id)}


def _role(event: RoleEvent, _: Viewer) -> Json:
    return {"guild_id": str(event.guild.id), "role": users.role(event.role)}


def _role_delete(event: GuildRoleDelete, _: Viewer) -> Json:
    return {"guild_id": str(event.guild.id), "role_id": str(event.role.id)}


def _member(event: MemberEvent, _: Viewer) -> Json:
    return users.member(event.member) | {"guild_id": str(event.guild.id)}


def _member_remove(event: GuildMemberRemove, _: Viewer) -> Json:
    return {"guild_id": str(event.guild.id), "user": users.user(event.member.user)}


def _channel(event: ChannelCreate, _: Viewer) -> Json:
    return channels.channel(event.channel)


def _scheduled_event(event: GuildScheduledEventCreate, _: Viewer) -> Json:
    return scheduled_events.scheduled_event(event.scheduled_event)


def _interest(event: GuildScheduledEventUserAdd, _: Viewer) -> Json:
    return scheduled_events.interest(event.scheduled_event, event.user)


def _webhooks(event: WebhooksUpdate, _: Viewer) -> Json:
    return _where(event.channel)


def _invite(event: InviteCreate, _: Viewer) -> Json:
    return integrations.new_invite(event.invite, event.guild)


def _invite_delete(event: InviteDelete, _: Viewer) -> Json:
    return {"code": event.invite.code} | _where(event.channel)


def _emojis(event: GuildEmojisUpdate, _: Viewer) -> Json:
    return {"guild_id": str(event.guild.id), "emojis": [integrations.emoji(one) for one in event.emojis]}


def _stickers(event: GuildStickersUpdate, _: Viewer) -> Json:
    return {"guild_id": str(event.guild.id), "stickers": [stickers.sticker(one) for one in event.stickers]}


def _ban(event: BanEvent, _: Viewer) -> Json:
    return {"guild_id": str(event.guild.id), "user": users.user(event.user)}


def _audit_log_entry(event: GuildAuditLogEntryCreate, _: Viewer) -> Json:
    return moderation.audit_log_entry(event.entry) | {"guild_id": str(event.guild.id)}


def _auto_moderation_action(event: AutoModerationActionExecution, viewer: Viewer) -> Json:
    return moderation.auto_moderation_action(event, viewer)


def _auto_moderation_rule(event: AutoModerationRuleEvent, _: Viewer) -> Json:
    return moderation.auto_moderation_rule(event.guild, event.rule)


# --- threads ------------------------------------------------------------------------------------------


def _thread_create(event: ThreadCreate, viewer: Viewer) -> Json:
    body = channels.thread(event.channel, reader=viewer.application.user)
    return body | {"newly_created": True} if event.newly else body


def _thread(event: ThreadUpdate, viewer: Viewer) -> Json:
    return channels.thread(event.channel, reader=viewer.application.user)


def _thread_delete(event: ThreadDelete, _: Viewer) -> Json:
    return channels.deleted_thread(event.channel)


def _thread_members(event: ThreadMembersUpdate, _: Viewer) -> Json:
    thread = event.channel
    body: Json = {
        "id": str(thread.id),
        "guild_id": str(thread.guild.id),
        "member_count": min(len(thread.members), channels.MOST_COUNTED),
    }
    if event.left:
        body["removed_member_ids"] = [str(event.left.id)]
    if event.joined:
        joined = channels.thread_member(thread, event.joined) | {"presence": None}
        body["added_members"] = [joined | _member_of(thread.guild, event.joined)]
    return body


# --- messages -----------------------------------------------------------------------------------------


def _message(event: MessageCreate, viewer: Viewer) -> Json:
    return messages.in_event(event.message, viewer)


def _message_delete(event: MessageDelete, _: Viewer) -> Json:
    return {"id": str(event.message.id)} | _where(event.channel)


def _message_delete_bulk(event: MessageDeleteBulk, _: Viewer) -> Json:
    return {"ids": [str(one.id) for one in event.messages]} | _where(event.channel)


def _reaction_add(event: MessageReactionAdd, viewer: Viewer) -> Json:
    author = {"message_author_id": str(event.message.author.id)}
    return _reaction(event, viewer) | author | _member_of(event.channel.guild, event.user)


def _reaction(event: MessageReaction, _: Viewer) -> Json:
    body: Json = {
        "user_id": str(event.user.id),
        "message_id": str(event.message.id),
        "emoji": emoji(event.emoji),
        "burst": False,
        "type": 0,
    }
    return body | _where(event.channel)


def _reactions_clear(event: MessageReactionRemoveAll, _: Viewer) -> Json:
    return {"message_id": str(event.message.id)} | _where(event.channel)


def _reactions_clear_emoji(event: MessageReactionRemoveEmoji, _: Viewer) -> Json:
    body: Json = {"message_id": str(event.message.id), "emoji": emoji(event.emoji)}
    return body | _where(event.channel)


def _vote(event: MessagePollVote, _: Viewer) -> Json:
    body: Json = {
        "user_id": str(event.user.id),
        "message_id": str(event.message.id),
        "answer_id": event.answer.id,
    }
    return body | _where(event.channel)


def _pins(event: ChannelPinsUpdate, _: Viewer) -> Json:
    return {"last_pin_timestamp": written(event.latest) if event.latest else None} | _where(event.channel)


def _typing(event: TypingStart, _: Viewer) -> Json:
    body: Json = {"user_id": str(event.user.id), "timestamp": int(event.at.timestamp())}
    return body | _member_of(event.channel.guild, event.user) | _where(event.channel)


def _member_of(guild: GuildPeople | None, user: User) -> Json:
    member = guild.member(user) if guild else None
    return {"member": users.member(member)} if member else {}


def _where(channel: Channel) -> Json:
    where = {"channel_id": str(channel.id)}
    return where | {"guild_id": str(channel.guild.id)} if channel.guild else where


def _interaction(event: InteractionCreate, _: Viewer) -> Json:
    return interactions.created(event.interaction)


_TOLD: dict[type[Event], Callable[[Any, Viewer], Json]] = {
    GuildCreate: _guild_create,
    GuildDelete: _guild_delete,
    GuildRoleCreate: _role,
    GuildRoleUpdate: _role,
    GuildRoleDelete: _role_delete,
    GuildMemberAdd: _member,
    GuildMemberUpdate: _member,
    GuildMemberRemove: _member_remove,
    GuildBanAdd: _ban,
    GuildBanRemove: _ban,
    GuildAuditLogEntryCreate: _audit_log_entry,
    AutoModerationActionExecution: _auto_moderation_action,
    AutoModerationRuleCreate: _auto_moderation_rule,
    AutoModerationRuleUpdate: _auto_moderation_rule,
    AutoModerationRuleDelete: _auto_moderation_rule,
    WebhooksUpdate: _webhooks,
    InviteCreate: _invite,
    InviteDelete: _invite_delete,
    GuildEmojisUpdate: _emojis,
    GuildStickersUpdate: _stickers,
    ChannelCreate: _channel,
    ChannelUpdate: _channel,
    ChannelDelete: _channel,
    ChannelPinsUpdate: _pins,
    ThreadCreate: _thread_create,
    ThreadUpdate: _thread,
    ThreadDelete: _thread_delete,
    ThreadMembersUpdate: _thread_members,
    MessageCreate: _message,
    MessageUpdate: _message,
    MessageDelete: _message_delete,
    MessageDeleteBulk: _message_delete_bulk,
    MessageReactionAdd: _reaction_add,
    MessageReactionRemove: _reaction,
    MessageReactionRemoveAll: _reactions_clear,
    MessageReactionRemoveEmoji: _reactions_clear_emoji,
    MessagePollVoteAdd: _vote,
    MessagePollVoteRemove: _vote,
    TypingStart: _typing,
    GuildScheduledEventCreate: _scheduled_event,
    GuildScheduledEventUpdate: _scheduled_event,
    GuildScheduledEventDelete: _scheduled_event,
    GuildScheduledEventUserAdd: _interest,
    GuildScheduledEventUserRemove: _interest,
    InteractionCreate: _interaction,
}
