"""``train``: learn a predictor from the repository's own data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from tyro.conf import Positional, arg

from spatialwm.commands.console import progress
from spatialwm.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from spatialwm.predictors import Progress

__all__ = ["train"]

_STEPS_PER_WORLD = 50
"""Of a round of fitting, so that fewer worlds are sooner; no more than the usual."""


def train(
    what: Positional[Literal["dynamics"]],
    scene: Positional[Path | None] = None,
    /,
    out: Annotated[Path, arg(aliases=["-o"])] = Path("model"),
    preset: Literal["phyworld", "drops", "pushes", "both"] | None = None,
    seed: int = 0,
    worlds: int | None = None,
) -> None:
    """Learn how a world moves, on the CPU; a run that was killed goes on where it was.

    Args:
        what: Dynamics: what happens next, from states.
        scene: Scene whose loose things are pushed around to learn from, instead of a preset.
        out: Folder to write: weights.npz and card.md.
        preset: The world to learn: the discs of phyworld, in distribution; or how contacts of loose things
            answer, in drops, in pushes or in both. phyworld by default.
        seed: The same seed gives the same weights, to the byte.
        worlds: Of drops and pushes: how many are computed in each of three rounds; fewer is sooner.
    """
    from spatialwm.io.files import write_atomically

    if out.suffix or (out.exists() and not out.is_dir()):
        raise InputError(f"A model is a folder; '{out}' is the name of a file.")
    if scene is not None and preset is not None:
        raise InputError("Learn from a scene or from a preset, not from both at once.")
    if worlds is not None and scene is None and preset in (None, "phyworld"):
        raise InputError("--worlds is for drops, pushes and scenes; leave it out here.")
    said = preset or ("phyworld" if scene is None else scene.name)
    with progress(f"learning {said}") as say:

        def told(done: "Progress") -> None:
            say(
                f"{done.network} {done.step:,} of {done.steps:,}"
                + f", loss {done.loss:.2g}" * (done.loss > 0)
            )

        if said == "phyworld":
            weights, card, size = _discs(seed, out / "checkpoint", told)
        else:
            weights, card, size = _contacts(scene, said, seed, worlds, out / "checkpoint.npz", told)
        write_atomically(out / "weights.npz", weights)
        write_atomically(out / "card.md", card.encode())
    for part in (*out.glob("checkpoint.*.npz"), *out.glob("checkpoint.npz")):
        part.unlink()
    print(f"wrote {out}: {size:,} parameters")
    bench = "phyworld" if said == "phyworld" else "rollout3d"
    print(f"'spatialwm bench {bench} --model {out}' scores it")


def _discs(seed: int, checkpoint: Path, told: "Callable[[Progress], None]") -> tuple[bytes, str, int]:
    from spatialwm.predictors import train_phyworld
    from spatialwm.predictors.card import card
    from spatialwm.predictors.files import encode

    nets = train_phyworld(seed=seed, checkpoint=checkpoint, progress=told)
    return encode(nets), card(nets, seed=seed), sum(net.parameter_count for net in nets.values())


def _contacts(
    scene: Path | None,
    said: str,
    seed: int,
    worlds: int | None,
    checkpoint: Path,
    told: "Callable[[Progress], None]",
) -> tuple[bytes, str, int]:
    from spatialwm.io import load
    from spatialwm.predictors.card import contacts_card
    from spatialwm.predictors.contact_files import encode_contacts
    from spatialwm.predictors.contact_training import STEPS, WORLDS, train_contacts
    from spatialwm.predictors.worlds import KINDS, Kind, pushed_around

    kinds: tuple[Kind, ...] = tuple(kind for kind in KINDS if said == kind) or KINDS
    make = None if scene is None else pushed_around(load(scene))
    count = WORLDS if worlds is None else worlds
    steps = min(STEPS, _STEPS_PER_WORLD * count)
    net = train_contacts(
        kinds, seed=seed, worlds=count, steps=steps, make=make, checkpoint=checkpoint, progress=told
    )
    return encode_contacts(net), contacts_card(net, said, seed=seed, worlds=count), net.parameter_count
