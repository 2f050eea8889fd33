"""How well the ear hears: `python -m benchmarks.understanding [--part work|report] [--cross] [--errors]`.

With `--cross`, each message of the part for work is read with weights learnt without the messages that were
written at the same time, and once more by an ear that has forgotten the words that only those have.
"""

import argparse
import sys
from pathlib import Path

from benchmarks.understanding.figures import report
from benchmarks.understanding.messages import FOLDER, read_labels, read_messages
from benchmarks.understanding.speed import speed_report
from benchmarks.understanding.training.crossing import Crossing
from bot.domain.shows.label import Label
from bot.domain.understanding.ear import Ear


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.understanding", description=__doc__)
    parser.add_argument("--part", choices=("work", "report"), default="work")
    parser.add_argument("--errors", action="store_true", help="print every message that was read wrongly")
    parser.add_argument("--cross", action="store_true", help="leave batches out in turn; part of work only")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--language", choices=("en", "ko"), action="append")
    options = parser.parse_args()
    labels = read_labels(options.folder, options.part)
    ears = {slug: Ear(label) for slug, label in labels.items()}
    if options.cross:
        return cross(labels, options.language or ["en", "ko"], errors=options.errors)
    for language in options.language or ("en", "ko"):
        messages = read_messages(options.folder, options.part, language)
        read = [
            (message, ears[message.label].read(message.text, now=message.at, context=message.context))
            for message in messages
        ]
        print(report(read, title=f"{options.part}.{language}", errors=options.errors))
        print(speed_report(messages, ears, labels))
    return 0


def cross(labels: dict[str, Label], shown: list[str], *, errors: bool) -> int:
    """Print figures on messages whose batch was left out of what the weights were learnt from."""
    messages = {language: read_messages(FOLDER, "work", language) for language in ("en", "ko")}
    everything = [message for some in messages.values() for message in some]
    _, readings = Crossing(labels, everything).learnt()
    for forgets, read in readings.items():
        for language in shown:
            mine = {id(message) for message in messages[language]}
            part = [(message, reading) for message, reading in read if id(message) in mine]
            title = f"cross-validated {language}{', its own words forgotten' if forgets else ''}"
            print(report(part, title=title, errors=errors))
    return 0


if __name__ == "__main__":
    sys.exit(main())
