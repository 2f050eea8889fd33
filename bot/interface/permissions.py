"""What the bot may do where it is invited, and the link that asks for it."""

import discord

#: Exactly what the bot needs where it is invited.
PERMISSIONS = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
    embed_links=True,
    attach_files=True,  # for the digest's picture
    create_public_threads=True,  # for sessions
    create_events=True,  # for their events
    manage_threads=True,  # for the tags of forum posts
)


def invitation(application_id: int) -> str:
    """Return the link with which a server's owner invites the bot, asking for just what it needs."""
    return discord.utils.oauth_url(
        application_id, permissions=PERMISSIONS, scopes=("bot", "applications.commands")
    )
