"""The command line: one file a command."""

import typer

from bot.cli import ask, digest, import_, rehearse, run

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Stagedoor: every fan gets an answer.",
)
app.command("run")(run.run)
app.command("rehearse")(rehearse.rehearse)
app.command("ask")(ask.ask)
app.command("import")(import_.import_)
app.command("digest")(digest.digest)
