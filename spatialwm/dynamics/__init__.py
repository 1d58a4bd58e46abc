"""What happens next: (scene, actions, seed) -> rollout; what if, and why."""

from spatialwm.dynamics.branches import Difference, Divergence, diff, fork
from spatialwm.dynamics.causes import Explanation, Fact, Link, why
from spatialwm.dynamics.engine import EnginePredictor
from spatialwm.dynamics.predictor import DT, Predictor
from spatialwm.dynamics.simulate import (
    ENGINE,
    Maker,
    Replay,
    replay,
    rollouts,
    simulate,
    start_of,
    state_hash,
)
from spatialwm.dynamics.touches import Touches, TouchWatcher
from spatialwm.dynamics.trust import INVARIANTS, Judgement, judge, judged

__all__ = [
    "DT",
    "ENGINE",
    "INVARIANTS",
    "Difference",
    "Divergence",
    "EnginePredictor",
    "Explanation",
    "Fact",
    "Judgement",
    "Link",
    "Maker",
    "Predictor",
    "Replay",
    "TouchWatcher",
    "Touches",
    "diff",
    "fork",
    "judge",
    "judged",
    "replay",
    "rollouts",
    "simulate",
    "start_of",
    "state_hash",
    "why",
]
