"""Clauses about the world and the speaker: gravity, wind, light, jumping, crouching, saying."""

import math
import re

import numpy as np

from spatialwm.errors import InputError
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.scene import Crouch, Gravity, Jump, Light, Say, Wind

__all__ = ["change_world", "crouch", "jump"]

_LIGHTS = re.compile(
    r"^(?:dim|brighten|darken)\b|^(?:turn|switch)\b.*\blights?\b|^(?:turn|switch) (?:on|off) the lights?\b"
)
_PLANETS = {"moon": 1.62, "mars": 3.71, "jupiter": 24.79, "venus": 8.87, "earth": 9.81, "normal": 9.81}
"""Surface gravity [m/s^2] (NASA planetary fact sheet)."""
_NONE = re.compile(r"\b(?:off|zero|no|without|weightless|disable|remove|stop)\b")
_NUMBER = re.compile(r"(-?\d+(?:\.\d+)?)")
_BREEZES = {
    "gentle": 3.0,
    "light": 3.0,
    "soft": 3.0,
    "strong": 15.0,
    "hard": 15.0,
    "storm": 20.0,
    "gale": 20.0,
}
"""[m/s] (Beaufort 2, 7 and 8)."""
_WIND = 6.0
"""A plain wind [m/s]: Beaufort 4."""
_SIDES = {
    "left": "left", "right": "right", "front": "forward", "behind": "back", "back": "back", "above": "up",
    "below": "down",
}  # fmt: skip
_OPPOSITE = {
    "left": "right",
    "right": "left",
    "forward": "back",
    "back": "forward",
    "up": "down",
    "down": "up",
}


def change_world(situation: Situation, clause: str) -> bool:
    """Do it, if the clause is about gravity, wind, light or words to say."""
    if (said := re.match(r"^(?:say|shout|whisper)\s+[\"']?(.+?)[\"']?$", clause)) is not None:
        situation.note("say", how=said[1])
        situation.do(Say(said[1]))
        return True
    if re.search(r"\b(gravity|weightless)\b", clause):
        _gravity(situation, clause)
        return True
    if re.search(r"\b(wind|windy|breeze|gale|storm)\b", clause):
        _wind(situation, clause)
        return True
    if _LIGHTS.search(clause):
        _light(situation, clause)
        return True
    return False


def _gravity(situation: Situation, clause: str) -> None:
    now = situation.predictor.scene.gravity.astype(float)
    strength = float(np.linalg.norm(now)) or 9.81
    number = _NUMBER.search(clause)
    planet = next((word for word in _PLANETS if re.search(rf"\b{word}\b", clause)), None)
    if planet is not None:
        value, how = _PLANETS[planet], planet
    elif number is not None:
        value, how = float(number[1]), number[1]
    elif re.search(r"\b(?:double|twice)\b", clause):
        value, how = 2 * strength, "x2"
    elif re.search(r"\b(?:halve|half)\b", clause):
        value, how = strength / 2, "x0.5"
    elif re.search(r"\b(?:reverse|upside down|invert|flip)\b", clause):
        value, how = -strength, "-1"
    elif _NONE.search(clause):
        value, how = 0.0, "0"
    elif re.search(r"\b(?:on|back)\b", clause):
        value, how = 9.81, "earth"
    else:
        raise InputError(f"'{clause:.60}' names no gravity; say for example 'set gravity to 1.62'.")
    situation.note("gravity", how=how)
    situation.do(Gravity((0.0, -value + 0.0, 0.0)))
    situation.then_settle()


def _wind(situation: Situation, clause: str) -> None:
    if _NONE.search(clause):
        situation.note("wind", how="0")
        situation.do(Wind((0.0, 0.0, 0.0)))
        return
    number = _NUMBER.search(clause)
    named = next((v for word, v in _BREEZES.items() if re.search(rf"\b{word}\b", clause)), _WIND)
    speed = float(number[1]) if number is not None else named
    way = "forward"
    if source := re.search(r"\bfrom (?:the |my )?(left|right|front|behind|back|above|below)\b", clause):
        way = _OPPOSITE[_SIDES[source[1]]]
    elif goal := re.search(r"\bto(?:wards)? (?:the |my )?(left|right|front|back)\b", clause):
        way = _SIDES[goal[1]]
    situation.note("wind", how=f"{speed:g}m/s {way}")
    situation.do(Wind(as_vector(situation.direction(way) * speed)))
    situation.then_settle(2.0)


def _light(situation: Situation, clause: str) -> None:
    number = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|percent)", clause)
    if number is not None:
        value, how = float(number[1]) / 100, f"{number[1]}%"
    elif re.search(r"\boff\b", clause):
        value, how = 0.0, "off"
    elif re.match(r"^(?:dim|darken)|.*\bdown\b", clause):
        value, how = 0.4, "dim"
    elif re.match(r"^brighten|.*\bup\b", clause):
        value, how = 1.6, "bright"
    else:
        value, how = 1.0, "on"
    situation.note("light", how=how)
    situation.do(Light(brightness=min(value, 10.0)))


def jump(situation: Situation, height: float | None) -> None:
    """Jump and land."""
    situation.note("jump", how="" if height is None else f"{height:g}m")
    situation.do(Jump() if height is None else Jump(height=height))
    situation.wait(2 * math.sqrt(2 * (height or 0.4) / 9.81) + 0.2)


def crouch(situation: Situation, *, down: bool) -> None:
    """Make the agent small, or tall again."""
    situation.note("crouch" if down else "stand")
    situation.do(Crouch(down=down))
    situation.wait(0.3)
