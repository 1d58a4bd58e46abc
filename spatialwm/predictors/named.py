"""Predictors by name, as the command line has them: ``engine``, ``hybrid``, or a folder with a model."""

from collections.abc import Callable
from pathlib import Path

from spatialwm.dynamics.engine import Stepper
from spatialwm.dynamics.simulate import ENGINE, Maker
from spatialwm.errors import InputError
from spatialwm.predictors.blend import LiveBlend
from spatialwm.predictors.coarse import LiveCoarse
from spatialwm.predictors.contact_files import digest, load_contacts
from spatialwm.predictors.contact_net import ContactNet

__all__ = ["by_network", "labelled", "maker_of_rollout", "named"]


def named(name: str | Path | Maker | None) -> Maker:
    """What makes the predictor of that name.

    Args:
        name: ``engine`` or None; ``hybrid``, the shipped network with the engine where it is surprised;
            ``hybrid:FOLDER``, the same of another network; or a folder (or ``.npz``): that network alone.
            What already makes predictors stays as it is.

    Raises:
        MissingFileError: There is no such predictor.
        FormatError: The folder holds something else.
    """
    if isinstance(name, Maker):
        return name
    said = "engine" if name is None else str(name)
    if said == "engine":
        return ENGINE
    if said == "hybrid":
        return by_network(load_contacts(), hybrid=True)
    if said.startswith("hybrid:"):
        return by_network(load_contacts(Path(said.removeprefix("hybrid:"))), hybrid=True)
    return by_network(load_contacts(Path(said)), hybrid=False)


def by_network(net: ContactNet, *, hybrid: bool) -> Maker:
    """Predictors by a network, alone or with the engine where its surprise is above its band.

    They say in their rollouts which network it was: ``hybrid:1a2b3c4d``.
    """
    name = f"{'hybrid' if hybrid else 'network'}:{digest(net)}"
    if hybrid:
        return Maker(name=name, stepper=lambda: LiveBlend(net, name=name))
    return Maker(name=name, stepper=lambda: LiveCoarse(net, name=name))


def labelled(maker: Maker) -> tuple[Maker, Callable[[], list[str]]]:
    """The same predictors, and what labels the frames of the last one made.

    These are ``learned``, ``engine`` or ``blend``. Frames in which nothing moved, or that a network is never
    asked for, have no label.
    """
    made: list[LiveCoarse | LiveBlend] = []

    def kept() -> Stepper:
        assert maker.stepper is not None
        stepper = maker.stepper()
        if isinstance(stepper, LiveCoarse | LiveBlend):
            made.append(stepper)
        return stepper

    watched = maker if maker.stepper is None else Maker(name=maker.name, stepper=kept)
    return watched, lambda: made[-1].labels if made else []


def maker_of_rollout(recorded: str, given: str | Path | None = None) -> Maker:
    """What computes a rollout again that says it is by ``recorded``.

    Args:
        recorded: The rollout's ``predictor``.
        given: Where the network is, when it is not the shipped one.

    Raises:
        InputError: It is by a predictor that is not here.
    """
    if recorded == "engine" and given is None:
        return ENGINE
    kind, _, _ = recorded.partition(":")
    if kind in ("hybrid", "network"):
        path = None if given is None or str(given) == "hybrid" else Path(str(given).removeprefix("hybrid:"))
        maker = by_network(load_contacts(path), hybrid=kind == "hybrid")
        if maker.name == recorded:
            return maker
    elif given is not None and (maker := named(given)).name == recorded:
        return maker
    raise InputError(
        f"The rollout is by predictor '{recorded:.40}', which is not here; give its model with --predictor."
    )
