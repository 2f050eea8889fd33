"""How well the ear hears: `python -m benchmarks.understanding [--part work|report] [--errors]`."""

import argparse
import sys
from pathlib import Path

from benchmarks.understanding.figures import report
from benchmarks.understanding.messages import FOLDER, read_labels, read_messages
from benchmarks.understanding.speed import speed_report
from bot.domain.understanding.ear import Ear


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.understanding", description=__doc__)
    parser.add_argument("--part", choices=("work", "report"), default="work")
    parser.add_argument("--errors", action="store_true", help="print every message that was read wrongly")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--language", choices=("en", "ko"), action="append")
    options = parser.parse_args()
    labels = read_labels(options.folder)
    ears = {slug: Ear(label) for slug, label in labels.items()}
    for language in options.language or ("en", "ko"):
        messages = read_messages(options.folder, options.part, language)
        read = [
            (message, ears[message.label].read(message.text, now=message.at, context=message.context))
            for message in messages
        ]
        print(report(read, title=f"{options.part}.{language}", errors=options.errors))
        print(speed_report(messages, ears, labels))
    return 0


if __name__ == "__main__":
    sys.exit(main())
