"""Names, descriptions and options of commands in the reader's language."""

import discord
from discord import app_commands

from bot.interface.i18n import LANGUAGES, texts_for


class CommandNames(app_commands.Translator):
    """Looks command texts up in the same catalogues as every other sentence."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002  # the name is the interface's
    ) -> str | None:
        """Return the translation, or None to keep the English text."""
        language = str(locale).split("-")[0]
        if language not in LANGUAGES or language == "en":
            return None
        translated = texts_for(language).t(string.message)
        return None if translated == string.message else translated
