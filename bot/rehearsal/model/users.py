"""Accounts: people's and bots'."""

from dataclasses import dataclass


@dataclass(eq=False, kw_only=True)
class User:
    """A Discord account, a person's or a bot's."""

    id: int
    username: str
    display_name: str | None = None
    locale: str = "en-US"
    bot: bool = False
    avatar: str | None = None
    open_to_direct: bool = True
    """False: direct messages to this user are refused with 50007."""

    @property
    def mention(self) -> str:
        """Return what names this user in a message."""
        return f"<@{self.id}>"

    @property
    def shown_name(self) -> str:
        """Return the name others see, nicknames apart."""
        return self.display_name or self.username
