"""`run`: the bot on Discord."""

import asyncio
import logging

import typer

from bot.cli.terminal import REFUSED, fail, set_up_log, settings_here
from bot.client import Stagedoor, point_discord_at
from bot.clock import utc_now
from bot.delivery.supervisor import IntentsRefused, TokenRefused, keep_running
from bot.interface.i18n import texts_here
from bot.settings import Settings, SettingsError
from db.connection import DatabaseInUse
from db.migrate import NewerDatabase
from db.store import open_store

log = logging.getLogger(__name__)


def run() -> None:
    """Connect to Discord with the token in .env and serve until stopped."""
    settings = settings_here()
    set_up_log(settings.log_level)
    texts = texts_here()
    try:
        settings.token()
        asyncio.run(_serve(settings))
    except SettingsError as error:
        raise fail(error.sentence) from error
    except (DatabaseInUse, NewerDatabase) as error:
        raise fail(error.sentence) from error
    except TokenRefused as error:
        words = texts.t(
            "Discord does not accept DISCORD_TOKEN. Make a new token in the developer portal "
            "(your application, Bot, Reset Token) and put it into .env."
        )
        raise fail(words, status=REFUSED) from error
    except IntentsRefused as error:
        words = texts.t("Discord refuses the intents that Stagedoor asks for. Please update Stagedoor.")
        raise fail(words, status=REFUSED) from error


async def _serve(settings: Settings) -> None:
    async with open_store(settings.database_path) as store:
        point_discord_at(settings)

        def make_bot(message_content: bool) -> Stagedoor:  # noqa: FBT001  # the supervisor's one word
            return Stagedoor(settings=settings, store=store, clock=utc_now, message_content=message_content)

        await keep_running(make_bot, settings.token(), tell=typer.echo)
