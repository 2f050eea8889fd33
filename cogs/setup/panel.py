"""The panel: its pages, and the menus, buttons and forms on them, which outlive a restart."""

from collections.abc import Sequence
from typing import Any

import discord

from bot.client import Stagedoor
from bot.domain.server import Server
from bot.interface.components import (
    ModalSubmission,
    PersistentButton,
    PersistentChannelSelect,
    PersistentModal,
    PersistentRoleSelect,
    PersistentSelect,
    persistent_view,
)
from bot.interface.i18n import Texts, texts_for
from cogs.setup import menus
from cogs.setup.changes import with_ids, with_text
from cogs.setup.saving import change, managed_guild, require_roles, server_of
from cogs.setup.steps import STEPS, Setting, Step, step_of
from cogs.setup.view import setup_embed, step_embed

OVERVIEW = 0


# --- pages --------------------------------------------------------------------------------------------


def overview(bot: Stagedoor, guild: discord.Guild, texts: Texts) -> tuple[discord.Embed, discord.ui.View]:
    """Make the page that shows everything."""
    server = server_of(bot, guild)
    embed = setup_embed(
        server,
        guild,
        bot.label,
        now=bot.clock(),
        message_content=bot.intents.message_content,
        texts=texts,
    )
    is_new = not (server.staff_roles and server.staff_channel_id and server.listened)
    start = GoToButton(
        STEPS[0].key,
        texts.t("Start") if is_new else texts.t("Go through every step"),
        detail=True,
        style=discord.ButtonStyle.primary if is_new else discord.ButtonStyle.secondary,
    )
    names = [discord.SelectOption(label=texts.say(step.name), value=str(step.key.value)) for step in STEPS]
    return embed, persistent_view(start, ChangeOneSelect(OVERVIEW, names, texts.t("Change one thing")))


def page(
    bot: Stagedoor, guild: discord.Guild, step: Step, texts: Texts, *, guided: bool
) -> tuple[discord.Embed, discord.ui.View]:
    """Make the page of one step."""
    server = server_of(bot, guild)
    embed = step_embed(
        step,
        server,
        guild,
        bot.label,
        guided=guided,
        now=bot.clock(),
        message_content=bot.intents.message_content,
        texts=texts,
    )
    controls = [
        control
        for setting in step.settings
        for control in _controls(setting, server, guild, bot, texts, guided=guided)
    ]
    return embed, persistent_view(*controls, *_step_buttons(step, server, texts, guided=guided))


async def turn_to(
    bot: Stagedoor, interaction: discord.Interaction[Any], step: Step | None, *, guided: bool
) -> None:
    """Redraw the panel with a step, or with everything."""
    guild, texts = managed_guild(bot, interaction), texts_for(interaction.locale)
    if step is None:
        embed, view = overview(bot, guild, texts)
    else:
        embed, view = page(bot, guild, step, texts, guided=guided)
    await interaction.response.edit_message(embed=embed, view=view)


def _step_buttons(step: Step, server: Server, texts: Texts, *, guided: bool) -> list[discord.ui.Item[Any]]:
    if not guided:
        return [GoToButton(OVERVIEW, texts.t("Done"), style=discord.ButtonStyle.primary)]
    before, after = step.before, step.after
    back = before.key if before is not None else OVERVIEW
    buttons: list[discord.ui.Item[Any]] = [GoToButton(back, texts.t("Back"), detail=True)]
    settled = step.is_settled(server)
    look = discord.ButtonStyle.primary if settled else discord.ButtonStyle.secondary
    if after is None:
        buttons.append(GoToButton(OVERVIEW, texts.t("Finish"), style=discord.ButtonStyle.primary))
    else:
        buttons.append(
            GoToButton(after.key, texts.t("Next") if settled else texts.t("Skip"), detail=True, style=look)
        )
    return buttons


def _controls(
    setting: Setting, server: Server, guild: discord.Guild, bot: Stagedoor, texts: Texts, *, guided: bool
) -> list[discord.ui.Item[Any]]:
    """Make what one setting is changed with."""
    if setting in menus.ROLES:
        least, most = menus.ROLES[setting]
        return [
            RolesSelect(
                setting,
                detail=guided,
                min_values=least,
                max_values=most,
                placeholder=menus.placeholder(setting, texts),
                default_values=[
                    discord.Object(role_id, type=discord.Role)
                    for role_id in menus.present(setting, server, guild)[:most]
                ],
            )
        ]
    if setting in menus.CHANNELS:
        least, most = menus.CHANNELS[setting]
        return [
            ChannelsSelect(
                setting,
                detail=guided,
                min_values=least,
                max_values=most,
                placeholder=menus.placeholder(setting, texts),
                channel_types=list(menus.CHANNEL_TYPES.get(setting, menus.TEXT)),
                default_values=[
                    discord.Object(channel_id, type=discord.abc.GuildChannel)
                    for channel_id in menus.present(setting, server, guild)[:most]
                ],
            )
        ]
    controls: list[discord.ui.Item[Any]] = []
    options = menus.values(setting, server, bot.label, texts)
    if options is not None:
        controls.append(ValueSelect(setting, options, menus.placeholder(setting, texts), detail=guided))
    if menus.field(setting, bot.label, texts) is not None:
        words = texts.t("Write it") if options is None else texts.t("Something else…")
        controls.append(TypeValueButton(setting, words, detail=guided))
    return controls


# --- components ---------------------------------------------------------------------------------------
# Each one's subject is a setting; its detail is 1 on the way through the guide.


class GoToButton(PersistentButton, name="setup_step"):
    """Turns to a step, or to the page that shows everything."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show it as it is now."""
        step = None if self.subject == OVERVIEW else step_of(Setting(self.subject))
        await turn_to(bot, interaction, step, guided=bool(self.detail))


class ChangeOneSelect(PersistentSelect, name="setup_change"):
    """Turns to one step alone."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Show it as it is now."""
        await turn_to(bot, interaction, step_of(Setting(int(value))), guided=False)


class RolesSelect(PersistentRoleSelect, name="setup_roles"):
    """Sets roles."""

    async def picked(
        self, bot: Stagedoor, interaction: discord.Interaction[Any], roles: Sequence[discord.Role]
    ) -> None:
        """Keep them."""
        require_roles(roles)
        await _keep_ids(bot, interaction, self, [role.id for role in roles])


class ChannelsSelect(PersistentChannelSelect, name="setup_channels"):
    """Sets channels."""

    async def picked(
        self, bot: Stagedoor, interaction: discord.Interaction[Any], channel_ids: Sequence[int]
    ) -> None:
        """Keep them."""
        await _keep_ids(bot, interaction, self, channel_ids)


class ValueSelect(PersistentSelect, name="setup_value"):
    """Sets one of the usual values."""

    async def chosen(self, bot: Stagedoor, interaction: discord.Interaction[Any], value: str) -> None:
        """Keep it."""
        await _keep_text(bot, interaction, Setting(self.subject), value, guided=bool(self.detail))


class TypeValueButton(PersistentButton, name="setup_type"):
    """Opens the form for a value."""

    async def pressed(self, bot: Stagedoor, interaction: discord.Interaction[Any]) -> None:
        """Show the form, with what is set in it."""
        server = server_of(bot, managed_guild(bot, interaction))
        form = ValueModal(
            Setting(self.subject), server, bot, texts_for(interaction.locale), detail=self.detail
        )
        await interaction.response.send_modal(form)


class ValueModal(PersistentModal, name="setup_form"):
    """A value, typed."""

    def __init__(
        self, setting: Setting, server: Server, bot: Stagedoor, texts: Texts, *, detail: int
    ) -> None:
        name = texts.say(step_of(setting).name)
        super().__init__(setting, name, detail=detail)
        field = menus.field(setting, bot.label, texts)
        if field is None:
            raise ValueError(f"{setting!r} is never typed.")
        box: discord.ui.TextInput[Any] = discord.ui.TextInput(
            custom_id="typed",
            style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
            placeholder=field.example,
            default=menus.typed(setting, server) or None,
            required=False,
            max_length=field.most,
        )
        self.ask(name, box, hint=field.hint)

    @classmethod
    async def submitted(
        cls, bot: Stagedoor, interaction: discord.Interaction[Any], sent: ModalSubmission
    ) -> None:
        """Keep it."""
        await _keep_text(
            bot, interaction, Setting(sent.subject), sent.typed["typed"], guided=bool(sent.detail)
        )


async def _keep_ids(
    bot: Stagedoor,
    interaction: discord.Interaction[Any],
    menu: PersistentRoleSelect | PersistentChannelSelect,
    ids: Sequence[int],
) -> None:
    setting, guild = Setting(menu.subject), managed_guild(bot, interaction)

    def how(server: Server) -> Server:
        besides = menus.present(setting, server, guild)[menus.MOST_PICKED :]
        return with_ids(server, setting, ids, besides=besides)

    await change(bot, interaction, how)
    await turn_to(bot, interaction, step_of(setting), guided=bool(menu.detail))


async def _keep_text(
    bot: Stagedoor, interaction: discord.Interaction[Any], setting: Setting, text: str, *, guided: bool
) -> None:
    await change(bot, interaction, lambda server: with_text(server, setting, text, bot.label))
    await turn_to(bot, interaction, step_of(setting), guided=guided)


COMPONENTS = (GoToButton, ChangeOneSelect, RolesSelect, ChannelsSelect, ValueSelect, TypeValueButton)
