"""Model cards: what a model is, what it learned from, and what it is not for."""

from spatialwm.predictors.event_net import EventNet
from spatialwm.predictors.training import CLIPS

__all__ = ["card"]


def card(nets: dict[str, EventNet], *, seed: int) -> str:
    """The card of the phyworld preset, in Markdown."""
    rows = "\n".join(
        f"| `{name}` | {net.parameter_count:,} | {net.acceleration[0]:.4f}, {net.acceleration[1]:.4f} |"
        for name, net in nets.items()
    )
    return f"""# EventNet, preset `phyworld`

| network | parameters | learned acceleration [m/s^2] |
|---|---|---|
{rows}

- **What it does**: from the centres of one or two discs in three frames 0.1 s apart, and their radii, it
  foretells the centres in all later frames. NumPy alone.
- **What is learned**: one acceleration per world, and for collisions the impulse over reduced mass times
  closing speed, as a function of the mass ratio (a network of two hidden layers).
- **What is not learned, but built in**: straight flight (Galilei), the time of impact (geometry), equal and
  opposite impulses along the normal (Newton), and that masses go with the square of the radius. In these
  terms the elastic law is one number, 2, for every pair. That is why it holds out of distribution;
  `collision-raw`, the same kind of network without these terms, is kept to show what they are worth.
- **Data**: {CLIPS:,} clips per world, in distribution, computed in closed form by
  `spatialwm/predictors/phyworld.py` with seed {seed}. No data of others.
- **Made by**: `spatialwm train dynamics --preset phyworld --seed {seed} -o model`, under a minute on one
  core, the same bytes each time on one platform.
- **Scored by**: `spatialwm bench phyworld --model model`.
- **Not for**: more than two discs, more than one impact per clip, friction, spin, walls, pixels of real
  films, impacts that lose energy (it was shown none).
- **Licence**: Apache-2.0, weights too.
"""
