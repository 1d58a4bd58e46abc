"""``bench``: figures, with the bars they must pass."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from tyro.conf import Positional, arg

from spatialwm.commands.console import progress, table

if TYPE_CHECKING:
    from spatialwm.bench import Table

__all__ = ["bench"]

_WRITERS = ("endurance", "ladder", "plausibility", "rollout3d")
"""Benchmarks that write cases of their own beside the table."""


def bench(
    name: Positional[str],
    /,
    scene: Literal["fox", "fox-long", "lego"] | None = None,
    seconds: float | None = None,
    prompts: Path | None = None,
    most: int | None = None,
    seeds: int | None = None,
    minutes: float | None = None,
    first: int | None = None,
    clips: int | None = None,
    model: Path | None = None,
    agent: str | None = None,
    predictor: str | None = None,
    family: str | None = None,
    budget: int | None = None,
    highest: int | None = None,
    out: Annotated[Path | None, arg(aliases=["-o"])] = None,
    json_: Annotated[bool, arg(name="json")] = False,
) -> None:
    """Measure, print one table, and exit with 1 when one of its bars is missed.

    Args:
        name: Which: captures, codecs, determinism, endurance, fuzz, hostile, interop, ladder, language, look,
            mesh, photos, phyworld, planning, plausibility, raster, resume, rollout3d, soft, step, stereo,
            text, trust, viewer or why.
        scene: Of 'photos': the fox by default.
        seconds: Of 'photos': CPU time of training, 150 by default, 1200 for fox-long.
        prompts: Of 'text': a file of annotated prompts, SceneEval's CSV or NSR-1K's JSON.
        most: Of 'text' and 'hostile': only so many prompts; of 'fuzz': files; of 'codecs': splats.
        seeds: Of 'endurance' and 'trust': how many rooms; of 'planning': places; of
            'plausibility': fours of films per principle, 13.
        minutes: Of 'endurance': how long in each; of 'viewer': how long 8 clients act, 1 by default.
        first: First seed, or file, of 'endurance', 'ladder', 'plausibility' and 'fuzz': for runs in parts.
        clips: Of 'phyworld': per cell, 1000 by default; of 'rollout3d': worlds per kind and row, 20.
        model: Of 'phyworld' and 'rollout3d': folder that 'spatialwm train' wrote; the shipped one by default.
        agent: Of 'ladder': cem, random or solution.
        predictor: Of 'ladder': engine, hybrid, model (the shipped network) or a model's folder, for cem.
        family: Of 'ladder': maze, stack, hanoi, dominoes, billiards, throw or memory; all by default.
        budget: Of 'ladder': plans that may be foretold per level, 64 by default.
        highest: Of 'ladder': level at which a climb ends, 8 by default, of Hanoi 5.
        out: Folder to write the table to (bench-NAME.json), and its curve as a picture when it has one.
        json_: Print data instead of a table.
    """
    from spatialwm.bench import run
    from spatialwm.bench.written import write_table

    asked = {"scene": scene, "seconds": seconds, "prompts": prompts, "most": most}
    asked |= {"seeds": seeds, "minutes": minutes, "first": first, "clips": clips, "model": model}
    asked |= {"agent": agent, "predictor": predictor, "family": family, "budget": budget, "highest": highest}
    asked |= {"out": out if name in _WRITERS else None}
    options = {option: value for option, value in asked.items() if value is not None}
    with progress(f"bench {name}"):
        result = run(name, **options)
    _show(result, as_json=json_)
    if out is not None:
        for path in write_table(result, out, name="-".join(("bench", name, *filter(None, [scene])))):
            print(f"wrote {path}", file=sys.stderr)
    if not result.passed:
        sys.exit(1)


def _show(result: "Table", *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(asdict(result), indent=2))
        return
    rows = [[r.name, r.text, r.bar_text, r.verdict] for r in result.rows]
    table(result.title, ["figure", "value", "bar", ""], rows)
    print("\n".join(result.lines), end="\n" if result.lines else "")
