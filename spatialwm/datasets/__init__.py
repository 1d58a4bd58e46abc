"""Episodes of (observation, action, result), drawn, computed and written: for those who train predictors."""

from spatialwm.datasets.episode import KINDS, Episode, Settings, episode, episodes
from spatialwm.datasets.writing import FORMATS, Written, write_dataset

__all__ = ["FORMATS", "KINDS", "Episode", "Settings", "Written", "episode", "episodes", "write_dataset"]
