"""Times the ear, beside a plain regular-expression baseline in the same run."""

import re
import resource
import time
import tracemalloc
from collections.abc import Callable, Mapping, Sequence
from statistics import median

from benchmarks.understanding.messages import Message
from bot.domain.shows.label import Label
from bot.domain.understanding.ear import Ear
from bot.domain.understanding.reading import Action

ROUNDS = 5
BASELINE = re.compile(
    r"(?P<date>\bwhen\b|\bwhat day\b|\bdate\b|언제|며칠|날짜)|(?P<doors>\bdoors?\b|입장)|(?P<time>\bwhat time\b|몇 ?시)"
    r"|(?P<venue>\bwhere\b|\bvenue\b|\baddress\b|어디|장소)|(?P<price>how much|price|cost|얼마|가격)"
    r"|(?P<availability>sold ?out|tickets? left|매진|남았)|(?P<link>\blink\b|buy|tickets?|예매|티켓)"
    r"|(?P<lineup>line ?up|support|opening|라인업|게스트)|(?P<age>\bage\b|all ages|나이|미성년)"
    r"|(?P<status>cancel|postpon|취소|연기)",
    re.IGNORECASE,
)


def speed_report(messages: Sequence[Message], ears: Mapping[str, Ear], labels: Mapping[str, Label]) -> str:
    """Milliseconds a message, median and 99th percentile; memory in MiB."""

    def ear(message: Message) -> object:
        return ears[message.label].read(message.text, now=message.at, context=message.context)

    names = {
        slug: re.compile(
            "|".join(re.escape(name) for artist in label.artists for name in (artist.name, *artist.aliases)),
            re.IGNORECASE,
        )
        for slug, label in labels.items()
    }

    def baseline(message: Message) -> object:
        return "?" in message.text, BASELINE.findall(message.text), names[message.label].findall(message.text)

    chatter = [message for message in messages if message.action is Action.IGNORE]
    tracemalloc.start()
    kept = [Ear(label) for label in labels.values()]
    size = tracemalloc.get_traced_memory()[0] / 2**20 / len(kept)
    tracemalloc.stop()
    return "\n".join(
        [
            f"ear       {_times(ear, messages)}; chatter {_times(ear, chatter)}",
            f"baseline  {_times(baseline, messages)}; chatter {_times(baseline, chatter)}",
            f"memory    {size:.2f} MiB a label's index; {_resident():.0f} MiB the whole run at its peak\n",
        ]
    )


def _times(read: Callable[[Message], object], messages: Sequence[Message]) -> str:
    taken = []
    for message in messages:
        best = float("inf")
        for _ in range(ROUNDS):
            start = time.perf_counter()
            read(message)
            best = min(best, time.perf_counter() - start)
        taken.append(best * 1000)
    taken.sort()
    if not taken:
        return "none"
    return f"median {median(taken):.3f} ms, p99 {taken[int(len(taken) * 0.99)]:.3f} ms"


def _resident() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
