"""Predictors that learn: what a few frames of a world say about all later ones."""

from spatialwm.predictors.contact_net import ContactNet
from spatialwm.predictors.contact_training import train_contacts
from spatialwm.predictors.event_net import EventNet
from spatialwm.predictors.files import load_model, save_model
from spatialwm.predictors.named import labelled, maker_of_rollout, named
from spatialwm.predictors.training import Progress, train_phyworld

__all__ = [
    "ContactNet",
    "EventNet",
    "Progress",
    "labelled",
    "load_model",
    "maker_of_rollout",
    "named",
    "save_model",
    "train_contacts",
    "train_phyworld",
]
