"""How what was learnt is written: a weight a line, in the order of the alphabet, so that a change can be read."""

import json
from collections.abc import Mapping
from typing import Any


def weights_toml(models: Mapping[str, Mapping[str, float]]) -> str:
    """Return what `weights.toml` holds: the weights of signs, a table a model."""
    lines = ["# Learnt by benchmarks/understanding/training; not for editing by hand."]
    for name, weights in sorted(models.items()):
        lines += [
            "",
            f'["{name}"]',
            *(f'"{sign}" = {weight:.3f}' for sign, weight in sorted(weights.items())),
        ]
    return "\n".join(lines) + "\n"


def opinion_json(opinion: Mapping[str, Any]) -> str:
    """Return what `opinion.json` holds: the weights of the classes by themselves, then a gram a line."""
    grams = ",\n".join(
        f"{_json(gram)}:{_json(weights)}" for gram, weights in sorted(opinion["grams"].items())
    )
    return f'{{"bias":{_json(opinion["bias"])},\n"grams":{{\n{grams}\n}}}}\n'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
