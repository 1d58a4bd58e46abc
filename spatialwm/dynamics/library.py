"""The physics library, loaded when first needed."""

import logging
from functools import cache
from importlib import import_module
from typing import Any

__all__ = ["load_mujoco"]


@cache
def load_mujoco() -> Any:  # noqa: ANN401
    """The ``mujoco`` module. Untyped: its compiled bindings have no stubs.

    Its warnings go to ``logging``: by default it appends them to a file in the working directory.
    """
    mujoco = import_module("mujoco")
    mujoco.set_mju_user_warning(logging.getLogger(__name__).debug)
    return mujoco
