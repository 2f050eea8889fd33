"""The least that answers a press: a client that edits the message into what it is; the baseline of `votes`."""

import os
from typing import Any

import discord
import yarl


class Bare(discord.Client):
    """A client that keeps nothing."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        assert interaction.message is not None
        view = discord.ui.View.from_message(interaction.message, timeout=None)
        await interaction.response.edit_message(embeds=interaction.message.embeds, view=view)


def main() -> None:
    discord.http.Route.BASE = os.environ["DISCORD_API_URL"]
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(os.environ["DISCORD_GATEWAY_URL"])
    client = Bare(intents=discord.Intents(guilds=True), max_messages=None)
    client.run(os.environ["DISCORD_TOKEN"], log_handler=None)


if __name__ == "__main__":
    main()
