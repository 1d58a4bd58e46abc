"""What happens next: (scene, actions, seed) -> rollout."""

from spatialwm.dynamics.engine import EnginePredictor
from spatialwm.dynamics.predictor import DT, Predictor
from spatialwm.dynamics.simulate import Replay, replay, simulate, start_of, state_hash

__all__ = ["DT", "EnginePredictor", "Predictor", "Replay", "replay", "simulate", "start_of", "state_hash"]
