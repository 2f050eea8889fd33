"""Gateway intents: which events a bot asks to be told of."""

GUILDS, MEMBERS, PRESENCES = 1 << 0, 1 << 1, 1 << 8
MESSAGES, REACTIONS, TYPING = 1 << 9, 1 << 10, 1 << 11
DIRECT_MESSAGES, DIRECT_REACTIONS, DIRECT_TYPING = 1 << 12, 1 << 13, 1 << 14
CONTENT, SCHEDULED_EVENTS = 1 << 15, 1 << 16
MODERATION, EXPRESSIONS, WEBHOOKS, INVITES, AUTO_MODERATION = 1 << 2, 1 << 3, 1 << 5, 1 << 6, 1 << 20
AUTO_MODERATION_ACTIONS, POLLS, DIRECT_POLLS = 1 << 21, 1 << 24, 1 << 25

_BY_PREFIX = (
    ("INTERACTION_", 0, 0),
    ("GUILD_SCHEDULED_EVENT_", SCHEDULED_EVENTS, SCHEDULED_EVENTS),
    ("GUILD_MEMBER_", MEMBERS, MEMBERS),
    ("MESSAGE_REACTION_", REACTIONS, DIRECT_REACTIONS),
    ("MESSAGE_POLL_", POLLS, DIRECT_POLLS),
    ("MESSAGE_", MESSAGES, DIRECT_MESSAGES),
    ("TYPING_", TYPING, DIRECT_TYPING),
    ("GUILD_BAN_", MODERATION, MODERATION),
    ("GUILD_AUDIT_LOG_", MODERATION, MODERATION),
    ("GUILD_EMOJIS_", EXPRESSIONS, EXPRESSIONS),
    ("GUILD_STICKERS_", EXPRESSIONS, EXPRESSIONS),
    ("WEBHOOKS_", WEBHOOKS, WEBHOOKS),
    ("INVITE_", INVITES, INVITES),
    ("AUTO_MODERATION_ACTION_", AUTO_MODERATION_ACTIONS, AUTO_MODERATION_ACTIONS),
    ("AUTO_MODERATION_RULE_", AUTO_MODERATION, AUTO_MODERATION),
)


def needed(event: str, *, in_guild: bool) -> int:
    """Return the intent bit a session needs to be told of an event of this name; 0: none."""
    for prefix, of_guild, of_direct in _BY_PREFIX:
        if event.startswith(prefix):
            return of_guild if in_guild else of_direct
    return GUILDS if in_guild else 0
