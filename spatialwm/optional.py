"""Heavy packages are extras; this is the one place that says which one is missing."""

import importlib
import os

from spatialwm.errors import MissingExtraError

__all__ = ["require"]


def require(module: str, *, extra: str) -> None:
    """Raise a sentence that says what to install when ``module`` is missing.

    Raises:
        MissingExtraError: The package is not installed. A package that is installed but
            broken raises its own error.
    """
    if module in ("numba", "torch"):
        # Threads that wait must sleep: spinning beside other programs cost seven times the CPU.
        os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise MissingExtraError(
            f"This needs the package '{module}': install it with pip install 'spatialwm[{extra}]'."
        ) from error
