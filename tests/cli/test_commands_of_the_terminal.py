"""`ask` and `import`, as they are typed: what they print, refuse and return."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.cli.label_folder import read_label_folder
from bot.domain.shows.show import Status
from bot.domain.understanding.reading import Action, Kind
from db.store import open_store

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "bot" / "sample"
AT = "2026-11-22T14:00+09:00"
KEYS = ["text", "language", "action", "kinds", "shows", "faq", "choices", "confidence", "reply"]


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run in an empty folder, in English, with nothing set."""
    monkeypatch.chdir(tmp_path)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "DISCORD_TOKEN", "DATABASE_PATH", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str, stdin: str | bytes = "", status: int = 0, **env: str) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(arguments), input=stdin, env=env)
    assert result.exit_code == status, (result.stdout, result.stderr, result.exception)
    return result.stdout, result.stderr


def asked(*questions: str, stdin: str | bytes = "", at: str = AT) -> list[dict[str, Any]]:
    out, _ = run("ask", "--label", str(SAMPLE), "--at", at, "--json", *questions, stdin=stdin)
    return [json.loads(line) for line in out.splitlines()]


# --- ask ------------------------------------------------------------------------------------------


def test_a_question_is_answered_as_one_line_of_json() -> None:
    (line,) = asked("doors for the Incheon show?")
    assert list(line) == KEYS
    assert (line["text"], line["language"]) == ("doors for the Incheon show?", "en")
    assert (line["action"], line["kinds"], line["shows"]) == ("answer", ["doors_time"], ["gh-incheon"])
    assert (line["faq"], line["choices"]) == (None, [])
    assert 0 <= line["confidence"] <= 1
    assert "Doors open Sat 5 Dec 2026, 18:00." in line["reply"]


def test_questions_are_read_a_line_each_from_standard_input() -> None:
    lines = asked(stdin="doors for the Incheon show?\n\n인천 공연 몇 시 입장이에요?\r\n")
    assert [line["language"] for line in lines] == ["en", "ko"]
    assert [line["shows"] for line in lines] == [["gh-incheon"], ["gh-incheon"]]
    assert "입장은 2026년 12월 5일 (토) 18:00부터예요." in lines[1]["reply"]


def test_broken_bytes_are_read_as_well_as_they_can_be() -> None:
    (line,) = asked(stdin=b"doors for the Incheon show\xff?\n")
    assert line["text"] == "doors for the Incheon show\ufffd?"


@pytest.mark.parametrize(
    "text",
    [
        "doors for the Incheon show?",
        "refunds?",
        "glass harbor when?",
        "lol same",
        "",
        "싸인회 있나요?",
        "*" * 3000,
    ],
)
def test_every_field_is_of_its_kind_whatever_is_asked(text: str) -> None:
    for line in asked(text):
        assert list(line) == KEYS
        assert line["action"] in list(Action)
        assert set(line["kinds"]) <= set(Kind)
        assert bool(line["reply"]) == (line["action"] != "ignore")
        assert bool(line["choices"]) == (line["action"] == "clarify")
        assert "<t:" not in line["reply"]


def test_the_moment_decides_what_is_said() -> None:
    (before,) = asked("is the Incheon show sold out?")
    (after,) = asked("is the Glass Harbor show in Incheon sold out?", at="2026-12-07T00:00Z")
    assert "Tickets are on sale." in before["reply"]
    assert "This show is over." in after["reply"]


def test_without_json_the_reply_is_for_people() -> None:
    out, _ = run("ask", "--label", str(SAMPLE), "--at", AT, "doors for the Incheon show?")
    assert out.startswith("doors for the Incheon show?\n  [answer] Doors open Sat 5 Dec 2026, 18:00.")


def test_a_conversation_goes_on_about_the_same_show() -> None:
    out, _ = run(
        "ask",
        "--label",
        str(SAMPLE),
        "--at",
        AT,
        "--json",
        "--conversation",
        "doors for the Incheon show?",
        "and how much is it?",
    )
    assert json.loads(out.splitlines()[1])["shows"] == ["gh-incheon"]


@pytest.mark.parametrize("moment", ["tomorrow", "2026-11-22T14:00", "2026-11-22"])
def test_a_moment_without_its_offset_is_refused(moment: str) -> None:
    _, err = run("ask", "--label", str(SAMPLE), "--at", moment, "hi", status=2)
    assert "is not a moment" in " ".join(err.replace("│", " ").split())


def bad_folder(folder: Path) -> Path:
    folder.mkdir()
    (folder / "label.toml").write_bytes((SAMPLE / "label.toml").read_bytes())
    rows = (SAMPLE / "shows.csv").read_text(encoding="utf-8").splitlines()
    bad = [
        "a,A,Nobody,2026-12-05T19:00,,Hall,Incheon,,,,,,scheduled,,",
        "b,B,GH,soon,,Hall,Incheon,,,,,,scheduled,,",
        "c,C,GH,2026-12-05T19:00,,Hall,Incheon,,,,,,perhaps,,",
    ]
    (folder / "shows.csv").write_text("\n".join([*rows[:2], *bad]), encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [("ask", "--label"), ("import",)])
def test_a_folder_with_three_bad_rows_is_refused_with_the_three_reasons(
    command: tuple[str, ...], elsewhere: Path
) -> None:
    folder = bad_folder(elsewhere / "bad")
    out, err = run(*command, str(folder), status=2)
    assert out == ""
    assert err.splitlines() == [
        f"{folder} was not read; nothing was changed. Please mend:",
        "  shows.csv, line 3, artists: Nobody is not an artist of label.toml.",
        "  shows.csv, line 4, start: soon is not a local date and time. Write it like 2026-12-05T19:00.",
        f"  shows.csv, line 5, status: perhaps is not a status. Use one of: {', '.join(Status)}.",
    ]
    assert not (elsewhere / "stagedoor.db").exists()


def test_reasons_are_told_in_the_terminal_s_language(elsewhere: Path) -> None:
    _, err = run("import", str(bad_folder(elsewhere / "bad")), status=2, LANG="ko_KR.UTF-8")
    assert "  shows.csv, 3행, artists: Nobody는 label.toml에 없는 아티스트예요." in err.splitlines()


def test_files_that_are_not_there_or_not_utf_8_are_named(elsewhere: Path) -> None:
    _, err = run("import", str(elsewhere), status=2)
    assert [line.split(":")[0] for line in err.splitlines()[1:]] == ["  label.toml", "  shows.csv"]
    (elsewhere / "label.toml").write_bytes('name = "유리항구"'.encode("cp949"))
    _, err = run("import", str(elsewhere), status=2)
    assert "  label.toml: Save this file as UTF-8." in err.splitlines()


def test_a_folder_as_other_systems_save_it_is_read_the_same(elsewhere: Path) -> None:
    import unicodedata  # noqa: PLC0415

    for name in ("label.toml", "shows.csv"):
        text = unicodedata.normalize("NFD", (SAMPLE / name).read_text(encoding="utf-8"))
        (elsewhere / name).write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    at = read_label_folder(SAMPLE).shows[0].updated_at
    assert read_label_folder(elsewhere, updated_at=at) == read_label_folder(SAMPLE, updated_at=at)


def test_a_setting_that_is_wrong_ends_the_command_with_its_sentence() -> None:
    _, err = run("ask", "--label", str(SAMPLE), "hi", status=2, ANSWER_CONFIDENCE="much")
    assert err == "ANSWER_CONFIDENCE must be a number from 0 to 1, such as 0.8.\n"


def test_settings_come_from_the_file_and_the_environment_goes_before_it(elsewhere: Path) -> None:
    (elsewhere / ".env").write_text("DATABASE_PATH=kept.db\nLOG_LEVEL=WARNING\n", encoding="utf-8")
    run("import", str(SAMPLE))
    assert (elsewhere / "kept.db").exists()
    run("import", str(SAMPLE), DATABASE_PATH="other.db")
    assert (elsewhere / "other.db").exists()


# --- import ---------------------------------------------------------------------------------------


def test_an_import_says_what_it_did() -> None:
    out, _ = run("import", str(SAMPLE))
    assert out == "Small Hours Records: shows added 12, shows updated 0, FAQs 5.\n"
    out, _ = run("import", str(SAMPLE))
    assert out == "Small Hours Records: shows added 0, shows updated 12, FAQs 5.\n"


def test_what_the_folder_no_longer_names_is_kept_and_told_until_it_is_pruned(elsewhere: Path) -> None:
    run("import", str(SAMPLE))
    (elsewhere / "label.toml").write_bytes((SAMPLE / "label.toml").read_bytes())
    rows = (SAMPLE / "shows.csv").read_text(encoding="utf-8").splitlines()
    (elsewhere / "shows.csv").write_text("\n".join(rows[:-1]), encoding="utf-8")
    out, _ = run("import", str(elsewhere))
    assert out.splitlines()[1].startswith("Kept although the folder does not name them: gh-taipei.")
    out, _ = run("import", str(elsewhere), "--prune")
    assert len(out.splitlines()) == 1


async def test_a_database_in_use_is_refused_in_one_sentence(elsewhere: Path) -> None:
    async with open_store(elsewhere / "stagedoor.db"):
        command = [sys.executable, "-m", "bot", "import", str(SAMPLE)]
        done = subprocess.run(  # noqa: ASYNC221, S603  # a process of its own is the point
            command, capture_output=True, text=True, check=False, env=process_environment(), timeout=60
        )
    assert done.returncode == 2
    assert "in use by another running Stagedoor" in done.stderr
    assert len(done.stderr.splitlines()) == 1


# --- the other commands ---------------------------------------------------------------------------


def test_without_a_token_run_says_where_to_get_one() -> None:
    _, err = run("run", status=2)
    assert err.startswith("DISCORD_TOKEN is missing. Copy the bot's token from Discord's developer portal")


def test_every_command_explains_itself() -> None:
    out, _ = run("--help")
    for name in ("run", "rehearse", "ask", "import"):
        assert name in out
        run(name, "--help")


def process_environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}


def test_ask_in_a_process_of_its_own_reads_and_writes_utf_8() -> None:
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "bot", "ask", "--label", str(SAMPLE), "--at", AT, "--json"],
        input="인천 공연 입장 몇 시예요?\ndoors for the Incheon show?\n".encode(),
        capture_output=True,
        check=True,
        env=process_environment(),
        timeout=60,
    )
    lines = [json.loads(line) for line in done.stdout.decode().splitlines()]
    assert [line["shows"] for line in lines] == [["gh-incheon"], ["gh-incheon"]]
    assert done.stderr == b""


def test_ask_in_a_process_of_its_own_fails_with_status_2_where_there_is_no_label(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "bot", "ask", "--label", str(tmp_path / "none"), "hi"],
        capture_output=True,
        check=False,
        env=process_environment(),
        timeout=60,
    )
    assert done.returncode == 2
    assert b"label.toml" in done.stderr
    assert b"Traceback" not in done.stderr
