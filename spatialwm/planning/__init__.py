"""From a goal to actions: sample, foretell, keep the best, repeat."""

from spatialwm.planning.cem import Plan, checked, plan
from spatialwm.planning.goals import Ending, holds, reached
from spatialwm.planning.reality import Attempt, replanned
from spatialwm.planning.wishes import Wish, wishes_from_text

__all__ = [
    "Attempt",
    "Ending",
    "Plan",
    "Wish",
    "checked",
    "holds",
    "plan",
    "reached",
    "replanned",
    "wishes_from_text",
]
