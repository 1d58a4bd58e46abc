"""Every error this library raises on purpose.

* SpatialwmError
    - InputError            (also a ValueError)         an argument that cannot be meant
    - MissingFileError      (also a FileNotFoundError)  a path that is not there
    - FormatError           (also a ValueError)         a file that is not what it says
    - ShapeError            (also a ValueError)         an array of the wrong shape
    - UnknownObjectError    (also a LookupError)        a name the scene does not have
    - MissingExtraError     (also an ImportError)       a package of an extra that is not installed
    - SimulationError       (also an ArithmeticError)   a simulation that broke down

A message is one sentence that names the thing and says what to do. The command line prints it and exits
with 2.
"""

__all__ = [
    "FormatError",
    "InputError",
    "MissingExtraError",
    "MissingFileError",
    "ShapeError",
    "SimulationError",
    "SpatialwmError",
    "UnknownObjectError",
]


class SpatialwmError(Exception):
    """Base of all errors raised on purpose."""


class InputError(SpatialwmError, ValueError):
    """An argument that cannot be meant."""


class MissingFileError(SpatialwmError, FileNotFoundError):
    """A path that is not there."""


class FormatError(SpatialwmError, ValueError):
    """A file that is broken, or not what its name says."""


class ShapeError(SpatialwmError, ValueError):
    """An array of the wrong shape or type."""


class UnknownObjectError(SpatialwmError, LookupError):
    """A name that no object of the scene has."""


class MissingExtraError(SpatialwmError, ImportError):
    """A package that belongs to an extra which is not installed."""


class SimulationError(SpatialwmError, ArithmeticError):
    """A simulation that broke down."""
