"""Predictors that learn: what a few frames of a world say about all later ones."""

from spatialwm.predictors.event_net import EventNet
from spatialwm.predictors.files import load_model, save_model
from spatialwm.predictors.training import Progress, train_phyworld

__all__ = ["EventNet", "Progress", "load_model", "save_model", "train_phyworld"]
