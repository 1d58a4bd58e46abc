"""Where benchmarks find outside data, which the repository cannot carry."""

import os
from pathlib import Path

from spatialwm.errors import MissingFileError

__all__ = ["data_folder"]


def data_folder(name: str) -> Path:
    """The folder of one data set: below ``$SPATIALWM_DATA``, by default ``../shared/data``.

    Raises:
        MissingFileError: It is not there.
    """
    folder = Path(os.environ.get("SPATIALWM_DATA", "../shared/data")) / name
    if not folder.is_dir():
        raise MissingFileError(
            f"The data set '{name}' is not in '{folder.parent}'; set SPATIALWM_DATA to where it is."
        )
    return folder
