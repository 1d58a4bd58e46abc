"""The physics library, loaded when first needed."""

from importlib import import_module
from typing import Any

__all__ = ["load_mujoco"]


def load_mujoco() -> Any:  # noqa: ANN401
    """The ``mujoco`` module. Untyped: its compiled bindings have no stubs."""
    return import_module("mujoco")
