"""Guilds and applications on the wire."""

from typing import Any

from bot.rehearsal.model.applications import Application
from bot.rehearsal.model.guilds import Guild
from bot.rehearsal.model.members import Member
from bot.rehearsal.payloads import channels, integrations, scheduled_events, stickers, users
from bot.rehearsal.payloads.times import written
from bot.rehearsal.payloads.viewer import Viewer

Json = dict[str, Any]

LARGE = 250


def guild(what: Guild) -> Json:
    """Return a guild as REST gives it."""
    return {
        "id": str(what.id),
        "name": what.name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": ["COMMUNITY"],
        "banner": None,
        "owner_id": str(what.owner.id),
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "roles": [users.role(role) for role in what.roles.values()],
        "default_message_notifications": 0,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": what.locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "nsfw": False,
        "nsfw_level": 0,
        "emojis": [integrations.emoji(one) for one in what.emojis.values()],
        "stickers": [stickers.sticker(one, with_user=False) for one in what.stickers.values()],
        "incidents_data": None,
        "hub_type": None,
        "latest_onboarding_question_id": None,
    }


def with_counts(what: Guild) -> Json:
    """Return a guild with its numbers of members."""
    count = len(what.members)
    return guild(what) | {"approximate_member_count": count, "approximate_presence_count": count}


def created(what: Guild, viewer: Viewer) -> Json:
    """Return GUILD_CREATE for a bot that is in the guild, with all members of a small one or only itself."""
    own = what.members[viewer.application.user.id]
    count = len(what.members)
    members = what.members.values() if viewer.members and count <= LARGE else [own]
    return guild(what) | {
        "joined_at": written(own.joined_at),
        "large": count > LARGE,
        "unavailable": False,
        "member_count": count,
        "voice_states": [],
        "members": [users.member(member) for member in members],
        "channels": [channels.channel(channel) for channel in what.channels.values()],
        "threads": [
            channels.thread(thread, reader=own.user)
            for thread in what.threads
            if not thread.archived and thread.permissions_for(own)
        ],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [
            scheduled_events.scheduled_event(event) for event in what.scheduled_events.values()
        ],
        "soundboard_sounds": [],
        "embedded_activities": [],
    }


def mine(what: Guild, own: Member) -> Json:
    """Return a guild as a bot's own list gives it."""
    return {
        "id": str(what.id),
        "name": what.name,
        "icon": None,
        "banner": None,
        "owner": what.owner is own.user,
        "permissions": str(own.guild_permissions),
        "features": ["COMMUNITY"],
        "approximate_member_count": len(what.members),
        "approximate_presence_count": len(what.members),
    }


def application(what: Application, guilds: int) -> Json:
    """Return an application as it sees itself."""
    flags = application_flags(what)
    return {
        "id": str(what.id),
        "name": what.name,
        "icon": None,
        "description": "",
        "type": None,
        "bot": users.user(what.user),
        "summary": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": flags,
        "flags_new": str(flags),
        "hook": True,
        "is_monetized": False,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "owner": users.user(what.owner),
        "approximate_guild_count": guilds,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "team": None,
        "eligible_oauth2_scopes": [],
        "integration_types_config": {"0": {}},
    } | what.profile


def application_flags(what: Application) -> int:
    """Return the flags that tell which privileged intents a small application was granted."""
    limited = {"presences": 1 << 13, "guild_members": 1 << 15, "message_content": 1 << 19}
    return sum(bit for name, bit in limited.items() if name in what.privileged_intents)
