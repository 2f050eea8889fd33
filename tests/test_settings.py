"""Settings are read once, checked, and what is wrong is said in one sentence that says how to mend it."""

from pathlib import Path

import pytest

from bot.interface.i18n import texts_for
from bot.settings import Settings, SettingsError

TOKEN = "abc.def-ghi_123"


def refused(name: str, value: str) -> SettingsError:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({name: value})
    return caught.value


def test_without_anything_set_the_defaults_hold_and_empty_means_absent() -> None:
    assert Settings.from_env({}) == Settings()
    assert Settings.from_env({"LOG_LEVEL": "", "REHEARSAL_PORT": "  ", "PATH": "/bin"}) == Settings()


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("DISCORD_TOKEN", f" {TOKEN}\n", "discord_token", TOKEN),
        (
            "DISCORD_API_URL",
            "http://127.0.0.1:8765/api/v10/",
            "discord_api_url",
            "http://127.0.0.1:8765/api/v10",
        ),
        ("DISCORD_GATEWAY_URL", "ws://127.0.0.1:8765/", "discord_gateway_url", "ws://127.0.0.1:8765/"),
        ("DISCORD_CDN_URL", "https://cdn.example", "discord_cdn_url", "https://cdn.example"),
        ("DATABASE_PATH", "~/here.db", "database_path", Path("~/here.db").expanduser()),
        ("LOG_LEVEL", "debug", "log_level", "DEBUG"),
        ("REHEARSAL_HOST", "::1", "rehearsal_host", "::1"),
        ("REHEARSAL_PORT", "0", "rehearsal_port", 0),
        ("ANSWER_CONFIDENCE", "1", "answer_confidence", 1.0),
        ("OFFER_CONFIDENCE", "0.25", "offer_confidence", 0.25),
        ("DATA_STALE_DAYS", "1", "data_stale_days", 1),
    ],
)
def test_a_setting_is_read(name: str, value: str, field: str, expected: object) -> None:
    assert getattr(Settings.from_env({name: value}), field) == expected


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("DISCORD_TOKEN", f"Bot {TOKEN}", "{} is not a bot token."),
        ("DISCORD_TOKEN", "my token", "{} is not a bot token."),
        ("DISCORD_TOKEN", "토큰", "{} is not a bot token."),
        ("DISCORD_API_URL", "discord.com", "{} must be an address that starts with https://, or empty."),
        ("DISCORD_API_URL", "https://[::1", "{} must be an address that starts with https://, or empty."),
        ("DISCORD_API_URL", "https://a:99999", "{} must be an address that starts with https://, or empty."),
        (
            "DISCORD_GATEWAY_URL",
            "https://a.example",
            "{} must be an address that starts with wss://, or empty.",
        ),
        ("DISCORD_CDN_URL", "ftp://a.example", "{} must be an address that starts with https://, or empty."),
        ("LOG_LEVEL", "LOUD", "{} must be one of DEBUG, INFO, WARNING, ERROR."),
        ("REHEARSAL_HOST", "0.0.0.0", "{} must be 127.0.0.1, ::1 or localhost"),  # noqa: S104
        ("REHEARSAL_PORT", "65536", "{} must be a whole number from 0 to 65535."),
        ("REHEARSAL_PORT", "-1", "{} must be a whole number from 0 to 65535."),
        ("REHEARSAL_PORT", "80.5", "{} must be a whole number from 0 to 65535."),
        ("REHEARSAL_PORT", "８０", "{} must be a whole number from 0 to 65535."),
        ("REHEARSAL_PORT", "9" * 5000, "{} must be a whole number from 0 to 65535."),
        ("DATA_STALE_DAYS", "0", "{} must be a whole number from 1 to 3650."),
        ("ANSWER_CONFIDENCE", "80%", "{} must be a number from 0 to 1, such as 0.8."),
        ("ANSWER_CONFIDENCE", "1.01", "{} must be a number from 0 to 1, such as 0.8."),
        ("OFFER_CONFIDENCE", "nan", "{} must be a number from 0 to 1, such as 0.8."),
    ],
)
def test_a_malformed_setting_is_named_with_the_way_to_mend_it(name: str, value: str, reason: str) -> None:
    error = refused(name, value)
    assert str(error).startswith(reason.format(name))
    assert texts_for("ko").say(error.sentence).startswith(f"{name}: ")


def test_a_token_is_asked_for_only_when_it_is_needed() -> None:
    assert Settings.from_env({"DISCORD_TOKEN": TOKEN}).token() == TOKEN
    with pytest.raises(SettingsError, match=r"DISCORD_TOKEN is missing.*developer portal.*\.env"):
        Settings().token()


@pytest.mark.parametrize("token", [TOKEN, f"Bot {TOKEN}", f"{TOKEN} {TOKEN}", f"{TOKEN}토큰"])
def test_a_token_is_never_shown_be_it_well_formed_or_not(token: str) -> None:
    try:
        shown = repr(Settings.from_env({"DISCORD_TOKEN": token}))
    except SettingsError as error:
        shown = f"{error!r} {error.sentence}"
    assert TOKEN not in shown
