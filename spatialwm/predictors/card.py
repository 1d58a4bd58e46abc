"""Model cards: what a model is, what it learned from, and what it is not for."""

from spatialwm.predictors.contact_files import digest
from spatialwm.predictors.contact_net import ContactNet
from spatialwm.predictors.contact_training import WORLDS
from spatialwm.predictors.event_net import EventNet
from spatialwm.predictors.training import CLIPS

__all__ = ["card", "contacts_card"]


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


def contacts_card(net: ContactNet, said: str, *, seed: int, worlds: int) -> str:
    """The card of a model of contacts, in Markdown.

    Args:
        net: The model.
        said: The preset, or the name of the scene it learned from.
        seed: It was made with.
        worlds: It learned from, per round.
    """
    asked = f"--preset {said}" if said in ("drops", "pushes", "both") else said
    asked += "" if worlds == WORLDS else f" --worlds {worlds}"
    return f"""# ContactNet, from `{said}`

{len(net.layers[0].biases)} networks side by side, {net.parameter_count:,} parameters in all, `{digest(net)}`.

- **What it does**: one step of 1/60 s where the engine takes ten. Contacts are found by the engine's narrow
  phase as far ahead as things come; the networks say how each answers; one call of the engine's solver finds
  the impulses.
- **What is learned**: how fast a contact comes apart by the end of the frame, for which part of the frame its
  impulse has moved things, how much slip friction takes; and how far off the first of these may be.
- **What is not learned, but built in**: equal and opposite impulses, never pulling, inside the friction cone;
  rigid motion; free flight; and a response written by hand, which the networks correct.
- **Surprise**: how far the networks are apart and how far off they expect to be, and what contacts do not
  show: how fast corners that were not found come down, what slips past askew, what nutates; of the worst
  contact of an island, which is what touches or may meet. Above {net.band:.3g} m/s the hybrid leaves the
  island to the engine: below it 98 of 100 things were off by at most 0.03 m/s after a frame (speed, and
  turning 10 cm from the middle), in worlds it did not learn from.
- **Fitted**: through the engine's solver: each frame is stepped with the networks' answers, and what is off
  in the end is carried back to them.
- **Data**: {worlds} worlds in each of three rounds, computed by this repository's engine with seed {seed};
  from the second round on the network itself leads from state to state. No data of others.
- **Made by**: `spatialwm train dynamics {asked} --seed {seed} -o model`, NumPy alone, the same bytes each
  time on one platform.
- **Scored by**: `spatialwm bench rollout3d --model model`.
- **Not for**: soft things, what is held, and frames in which the agent walks: these are the engine's. Joints
  were not learned from. Alone it is far less accurate than the engine it learned from, and no faster with ten
  things. The hybrid is as good as exact, and takes as long as the engine: it asks the network only where
  everything seems calm at a glance.
- **Licence**: Apache-2.0, weights too.
"""
