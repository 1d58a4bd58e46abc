"""``dataset``: (observation, action, result), many times over."""

from pathlib import Path
from typing import Annotated, Literal

from tyro.conf import Positional, arg

from spatialwm.commands.console import progress

__all__ = ["dataset"]


def dataset(
    scene: Positional[Path],
    /,
    out: Annotated[Path, arg(aliases=["-o"])] = Path("dataset"),
    episodes: int = 100,
    steps: int = 16,
    frames: int = 6,
    width: int = 64,
    height: int = 64,
    observations: str = "state,rgb,depth,ids,flow,contacts",
    format_: Annotated[Literal["hdf5", "lerobot"], arg(name="format")] = "hdf5",
    seed: int = 0,
    workers: int = 1,
    ray: str | None = None,
    per_shard: int = 16,
) -> None:
    """Record episodes of random pushes in a scene; a run that was killed goes on where it was.

    Args:
        scene: Scene to act in.
        out: Folder to write.
        episodes: How many.
        steps: Actions per episode.
        frames: Engine frames of 1/60 s per action.
        width: Of pictures [px].
        height: Of pictures [px].
        observations: Of state, rgb, depth, ids, flow and contacts, with commas between.
        format_: hdf5, or lerobot: version 3.0 of its layout, parquet. Both need the extra 'data'.
        seed: The same seed gives the same data, whatever the number of workers.
        workers: Processes.
        ray: Address of a Ray cluster (extra 'ray') whose machines see the same files, or 'local' to start one
            here with so many workers.
        per_shard: Episodes per file.
    """
    from spatialwm.datasets import Settings, write_dataset

    kinds = tuple(part.strip() for part in observations.split(",") if part.strip())
    settings = Settings(steps=steps, frames=frames, width=width, height=height, kinds=kinds)
    with progress("recording") as say:
        done = write_dataset(
            scene, out, episodes=episodes, settings=settings, seed=seed, format=format_, workers=workers,
            ray=ray, per_shard=per_shard, progress=say,
        )  # fmt: skip
    print(f"wrote {out}: {done.episodes:,} episodes, {done.triples:,} triples, SHA-256 {done.checksum[:16]}")
    if done.made:
        print(f"{done.per_hour:,.0f} triples per hour ({done.made:,} in {done.seconds:.1f} s)")
