"""``spatialwm bench text``: is what a text asks for in its scene? Measured on the saved file.

SceneEval's measures (Tam et al., WACV 2026) recomputed without a language model: things are matched by the
catalogue, relations by their geometric definitions and thresholds. NSR-1K's counts and relations likewise.
Prompts are read from ``--prompts``, by default ``$SPATIALWM_DATA/prompts/sceneeval_dev.csv``.
"""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from spatialwm import io
from spatialwm.bench.data import data_folder
from spatialwm.bench.table import Row, Table
from spatialwm.bench.text.annotations import Prompt, read_prompts
from spatialwm.bench.text.judging import Verdict, judge
from spatialwm.errors import InputError, SpatialwmError
from spatialwm.lift.text import scene_from_text

__all__ = ["run", "table", "verdicts"]

_SHOWN = 10
"""Best and worst prompts shown."""


def run(prompts: Path | None = None, most: int | None = None) -> Table:
    """Make a scene of every prompt, save it, load it, judge it.

    Args:
        prompts: SceneEval's CSV or NSR-1K's JSON.
        most: Only so many prompts, from the first.

    Raises:
        FormatError: The file holds no prompts.
    """
    path = prompts or data_folder("prompts") / "sceneeval_dev.csv"
    asked = read_prompts(path)[:most]
    if not asked:
        raise InputError(f"There are no prompts in '{path.name}'.")
    return table(f"bench text: {len(asked)} prompts of {path.name}", verdicts(asked))


def verdicts(prompts: Sequence[Prompt]) -> list[Verdict]:
    """Judge prompts one after the other."""
    with tempfile.TemporaryDirectory() as folder:
        return [_verdict(prompt, Path(folder) / "scene.glb") for prompt in prompts]


def _verdict(prompt: Prompt, path: Path) -> Verdict:
    start = time.process_time()
    try:
        made = scene_from_text(prompt.text)
        seconds = time.process_time() - start
        io.save(made, path)
        return judge(prompt, io.load(path), seconds=seconds)
    except SpatialwmError as error:
        asked = [(0, len(part)) for part in (prompt.counts, prompt.attributes)]
        asked += [(0, len(part)) for part in (prompt.between_things, prompt.to_room)]
        return Verdict(
            prompt=prompt,
            counts=asked[0],
            attributes=asked[1],
            between_things=asked[2],
            to_room=asked[3],
            error=str(error),
            failures=(f"no scene: {error!s:.100}",),
        )


def table(title: str, found: Sequence[Verdict]) -> Table:
    """All figures, with the best and the worst prompts below."""
    rows = _nsr_rows(found) if found[0].prompt.source == "nsr1k" else _sceneeval_rows(found)
    return Table(title=title, rows=(*rows, *_common_rows(found)), lines=_examples(found))


def _share(pairs: Sequence[tuple[int, int]]) -> float:
    asked = sum(pair[1] for pair in pairs)
    return 100 * sum(pair[0] for pair in pairs) / asked if asked else 100.0


def _sceneeval_rows(found: Sequence[Verdict]) -> list[Row]:
    asked = sum(v.attributes[1] for v in found)
    seen = sum(v.seen for v in found)
    return [
        _percent("object count", [v.counts for v in found], 95.0),
        _percent("attributes", [v.attributes for v in found], 90.0, f"{seen} of {asked} judged by sight"),
        _percent("object-object relations", [v.between_things for v in found], 90.0),
        _percent("object-architecture relations", [v.to_room for v in found], 92.0),
        _percent("accessibility", [(round(1000 * v.access), 1000) for v in found], 98.0),
        _percent("navigability", [(round(1000 * v.navigable), 1000) for v in found], 98.0),
    ]


def _percent(name: str, pairs: Sequence[tuple[int, int]], bar: float, note: str = "") -> Row:
    asked = sum(pair[1] for pair in pairs)
    return Row(name=name, value=_share(pairs), unit="%", at_least=bar, note=note or f"of {asked}")


def _nsr_rows(found: Sequence[Verdict]) -> list[Row]:
    known = [v for v in found if not v.unknown]
    exact = [(int(v.counts[0] == v.counts[1]), 1) for v in known]
    nouns = sorted({noun for v in found for noun in v.unknown})
    counting = not any(v.prompt.between_things for v in found)
    rows = [
        Row(
            name="prompts with unknown nouns",
            value=100 * (1 - len(known) / len(found)),
            unit="%",
            note=", ".join(nouns)[:80],
        )
    ]
    if counting:
        return [*rows, _percent("counts exact", exact, 97.0, f"of {len(known)} prompts")]
    return [*rows, _percent("spatial relations", [v.between_things for v in known], 95.0)]


def _common_rows(found: Sequence[Verdict]) -> list[Row]:
    things = sum(v.things for v in found)
    stands = [v.standing for v in found if v.standing is not None]
    seconds = [v.seconds for v in found if not v.error]
    splats = [v.splats for v in found if not v.error]

    def count(name: str, number: int, bar: float = 0.0) -> Row:
        return Row(name=name, value=float(number), at_most=bar, note=f"of {things} things")

    return [
        count("things without support", sum(len(s.unsupported) for s in stands)),
        count("things in collision", sum(len(s.colliding) for s in stands)),
        count("things out of bounds", sum(len(v.outside) for v in found)),
        count("moved by more than 5 mm in 5 s", sum(len(s.moved) for s in stands)),
        count("tipped", sum(len(s.tipped) for s in stands)),
        Row(name="prompts without a scene", value=float(sum(bool(v.error) for v in found)), at_most=0.0),
        Row(
            name="CPU time per scene, median", value=float(np.median(seconds or [0.0])), unit="s", at_most=4.0
        ),
        Row(
            name="CPU time per scene, 95th percentile",
            value=float(np.percentile(seconds or [0.0], 95)),
            unit="s",
            at_most=10.0,
        ),
        Row(
            name="splats per scene, median",
            value=float(np.median(splats or [0])),
            note=f"{min(splats, default=0):,} to {max(splats, default=0):,}",
        ),
    ]


def _examples(found: Sequence[Verdict]) -> tuple[str, ...]:
    ranked = sorted(found, key=lambda v: v.score)
    worst, best = ranked[:_SHOWN], ranked[::-1][:_SHOWN]
    lines = ["worst:", *(_line(v) for v in worst), "best:", *(_line(v) for v in best)]
    offenders = [
        f"{v.prompt.name}: {kind} {', '.join(names)}"
        for v in found
        if v.standing is not None
        for kind, names in (
            ("without support", v.standing.unsupported),
            ("in collision", v.standing.colliding),
            ("moved", v.standing.moved),
            ("out of bounds", v.outside),
        )
        if names
    ]
    return (*lines, "not standing as they should:", *(offenders or ["none"]))


def _line(verdict: Verdict) -> str:
    missed = "; ".join(verdict.failures) or "nothing missed"
    return f"{100 * verdict.score:5.0f} %  {verdict.prompt.name}: {verdict.prompt.text:.70}  |  {missed}"
