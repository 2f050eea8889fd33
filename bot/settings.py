"""What a deployment sets from outside: read once, checked, never changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from urllib.parse import urlsplit

from bot.domain.sentences import Sentence, sentence

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
HIGHEST_PORT = 65_535
#: No setting needs more, and Python refuses to read numbers without end.
MOST_DIGITS = 9


class SettingsError(ValueError):
    """A setting is missing or malformed; `sentence` says which, and how to mend it."""

    def __init__(self, sentence: Sentence) -> None:
        super().__init__(sentence.message.format(**sentence.values))
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The settings; each is an environment variable of the same name in capitals (see .env.example)."""

    discord_token: str = field(default="", repr=False)
    discord_api_url: str = "https://discord.com/api/v10"
    discord_gateway_url: str = "wss://gateway.discord.gg/"
    discord_cdn_url: str = "https://cdn.discordapp.com"
    database_path: Path = Path("stagedoor.db")
    log_level: str = "INFO"
    rehearsal_host: str = "127.0.0.1"
    rehearsal_port: int = 8765
    answer_confidence: float = 0.88
    offer_confidence: float = 0.5
    data_stale_days: int = 30

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> "Settings":
        """Read the settings from environment variables; empty ones count as absent.

        Raises:
            SettingsError: naming the first setting that cannot be used.
        """
        given = {f.name: env.get(f.name.upper(), "").strip() for f in fields(cls)}
        read = {name: _READERS[name](name.upper(), value) for name, value in given.items() if value}
        return cls(**read)  # type: ignore[arg-type]  # each reader returns its field's type

    def token(self) -> str:
        """Return the bot's token.

        Raises:
            SettingsError: if there is none.
        """
        if not self.discord_token:
            raise SettingsError(
                sentence(
                    "DISCORD_TOKEN is missing. Copy the bot's token from Discord's developer portal "
                    "(your application, then Bot) into the file .env."
                )
            )
        return self.discord_token


def _token(name: str, value: str) -> str:
    if not value.isascii() or any(c.isspace() for c in value) or value.lower().startswith("bot "):
        raise SettingsError(
            sentence("{name} is not a bot token. Copy it again, without “Bot”, spaces or quotes.", name=name)
        )
    return value


def _path(_name: str, value: str) -> Path:
    return Path(value).expanduser()


def _url(name: str, value: str, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        start = f"{schemes[-1]}://"
        raise SettingsError(
            sentence("{name} must be an address that starts with {start}, or empty.", name=name, start=start)
        )
    return value


def _http(name: str, value: str) -> str:
    return _url(name, value, ("http", "https")).rstrip("/")


def _socket(name: str, value: str) -> str:
    return _url(name, value, ("ws", "wss"))


def _level(name: str, value: str) -> str:
    if value.upper() not in LOG_LEVELS:
        raise SettingsError(
            sentence("{name} must be one of {levels}.", name=name, levels=", ".join(LOG_LEVELS))
        )
    return value.upper()


def _loopback(name: str, value: str) -> str:
    if value not in {"127.0.0.1", "::1", "localhost"}:
        raise SettingsError(
            sentence(
                "{name} must be 127.0.0.1, ::1 or localhost: a rehearsal is for this machine.", name=name
            )
        )
    return value


def _number(name: str, value: str, low: int, high: int) -> int:
    digits = value.isascii() and value.isdigit() and len(value) <= MOST_DIGITS
    if not (digits and low <= int(value) <= high):
        raise SettingsError(
            sentence("{name} must be a whole number from {low} to {high}.", name=name, low=low, high=high)
        )
    return int(value)


def _port(name: str, value: str) -> int:
    return _number(name, value, 0, HIGHEST_PORT)


def _days(name: str, value: str) -> int:
    return _number(name, value, 1, 3650)


def _share(name: str, value: str) -> float:
    try:
        share = float(value)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise SettingsError(sentence("{name} must be a number from 0 to 1, such as 0.8.", name=name))
    return share


_READERS = {
    "discord_token": _token,
    "discord_api_url": _http,
    "discord_gateway_url": _socket,
    "discord_cdn_url": _http,
    "database_path": _path,
    "log_level": _level,
    "rehearsal_host": _loopback,
    "rehearsal_port": _port,
    "answer_confidence": _share,
    "offer_confidence": _share,
    "data_stale_days": _days,
}
