"""``train``: learn a predictor from the repository's own data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from tyro.conf import Positional, arg

from spatialwm.commands.console import progress
from spatialwm.errors import InputError

if TYPE_CHECKING:
    from spatialwm.predictors import Progress

__all__ = ["train"]


def train(
    what: Positional[Literal["dynamics"]],
    /,
    out: Annotated[Path, arg(aliases=["-o"])] = Path("model"),
    preset: Literal["phyworld"] = "phyworld",
    seed: int = 0,
) -> None:
    """Learn how a world moves, on the CPU; a run that was killed goes on where it was.

    Args:
        what: Dynamics: what happens next, from states.
        out: Folder to write: weights.npz and card.md.
        preset: The world to learn: the discs of phyworld, in distribution.
        seed: The same seed gives the same weights, to the byte.
    """
    from spatialwm.io.files import write_atomically
    from spatialwm.predictors import save_model, train_phyworld
    from spatialwm.predictors.card import card

    if out.suffix or (out.exists() and not out.is_dir()):
        raise InputError(f"A model is a folder; '{out}' is the name of a file.")
    with progress(f"learning {preset}") as say:

        def told(done: "Progress") -> None:
            say(f"{done.network} step {done.step:,} of {done.steps:,}, mean square {done.loss:.2g}")

        nets = train_phyworld(seed=seed, checkpoint=out / "checkpoint", progress=told)
        save_model(nets, out / "weights.npz")
        write_atomically(out / "card.md", card(nets, seed=seed).encode())
    for part in out.glob("checkpoint.*.npz"):
        part.unlink()
    size = sum(net.parameter_count for net in nets.values())
    print(f"wrote {out}: {len(nets)} networks, {size:,} parameters")
    print(f"'spatialwm bench {preset} --model {out}' scores it")
