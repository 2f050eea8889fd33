"""Names, descriptions and options of commands in the reader's language."""

import discord
from discord import app_commands

from bot.domain.languages.language import ENGLISH, languages
from bot.interface.i18n import texts_for


class CommandNames(app_commands.Translator):
    """Looks command texts up in the same catalogues as every other sentence."""

    def __init__(self) -> None:
        super().__init__()
        self._texts = {locale: texts_for(locale) for locale in discord.Locale}

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002  # the name is the interface's
    ) -> str | None:
        """Return the translation, or None to keep the English text."""
        texts = self._texts[locale]
        if texts.language == ENGLISH:
            return None
        translated = texts.t(string.message)
        return None if translated == string.message else translated


def language_choices() -> list[app_commands.Choice[str]]:
    """Return what an option offers in which a language is chosen."""
    return [app_commands.Choice(name=language.name, value=language.code) for language in languages()]
