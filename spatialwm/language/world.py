"""Clauses about the world and the speaker: gravity, wind, light, jumping, crouching, saying."""

import math
import re

import numpy as np

from spatialwm.errors import InputError
from spatialwm.language.amounts import split_amounts
from spatialwm.language.situation import Situation
from spatialwm.language.trial import as_vector
from spatialwm.scene import Crouch, Gravity, Jump, Light, Say, Wind

__all__ = ["change_world", "crouch", "is_about_the_world", "jump"]

_SAY = re.compile(
    r"^(?:say|shout|whisper|yell|announce|exclaim|call out|speak|utter|tell (?:me|us|them|everyone"
    r"|everybody|the \w+))"
    r"(?: out loud| aloud| loudly| quietly| softly)?(?: the words?| something like| that(?! (?:was|is|will"
    r"|would|sounds?|looks?|went|felt|must|makes?)\b))?[\s:,]+"
    r"(?P<text>.+)$|^(?P<greet>greet)\b.*$"
)
_ABOUT_GRAVITY = re.compile(
    r"^(?:float|levitate) (?:everything|all|things)\b|\b(?:gravity|gravitation|weightless|weightlessness"
    r"|zero[- ]g|antigravity)\b|^(?:let|make) "
    r"(?:everything|things|it all|all"
    r" things|all of it) (?:to )?(?:float|hover)|\bon (?:the moon|mars|jupiter|venus)\b"
)
_ABOUT_WIND = re.compile(
    r"\b(?:wind|winds|windy|breeze|breezy|gale|storm|stormy|hurricane|gust|draught"
    r"|draft|air ?flow|blow|blows|blowing)\b"
)
_ABOUT_LIGHT = re.compile(
    r"^(?:dim|brighten|darken)\b|\b(?:too|so|very) (?:dark|bright|dim|gloomy)\b|^make it (?:night"
    r"|day)(?:time)?\b"
    r"|^(?:give (?:me|us)|(?:i|we) (?:want|need)|let in|add) (?:some |a bit |a little )?(?:more |less "
    r")?light$"
    r"|^(?:all )?(?:the )?lights? (?:at|to) \d"
    r"|^(?:turn|switch|flip|shut|put|bring|crank) (?:on|off|up|down|out) (?:(?:all|the|all the|all of the"
    r"|every) )*(?:lights?|lighting|lamps?"
    r"|brightness|illumination)\b"
    r"|^(?:turn|switch|flip|shut|put|bring|crank|leave) (?:(?:all|the|all the) )*(?:lights?|lighting"
    r"|lamps?|brightness) "
    r"(?:back |all the way |completely |a bit |a little |slightly )*(?:on|off|up|down|out|dark)\b(?! "
    r"(?:the|an?(?! (?:little|bit|lot|tad|touch|notch|tiny|few))|my|top|its?|to the (?:left|right))\b)"
    r"|^(?:all )?(?:the )?lights? (?:on|off|out|low|up|down)\b|^(?:bright|dim|dimmed|low) lights?\b|^(?:kill"
    r"|cut) the lights?\b|^let there be (?:light"
    r"|darkness)|^(?:no|more|less|some) lights?$"
    r"|^(?:make|let|get) (?:it|the room|everything|the scene|the place|the lights?|the lighting|this place"
    r"|things) (?:be |go |get |look )?"
    r"(?:(?:a bit|a little|a lot|much|slightly|very|completely|totally|twice as|half as|really|pitch) )*"
    r"(?:brighter|darker|dark|bright|dimmer"
    r"|dim|light|black)(?: in here)?$"
    r"|\b(?:brightness|lighting|illumination)\b|^(?:set|lower|raise|reduce|increase|decrease) the"
    r" lights?\b|\b(?:as|half as|twice as) bright\b"
)
_PLANETS = {
    "moon": 1.62,
    "lunar": 1.62,
    "mars": 3.71,
    "martian": 3.71,
    "jupiter": 24.79,
    "venus": 8.87,
    "earth": 9.81,
    "normal": 9.81,
}
"""Surface gravity [m/s^2] (NASA planetary fact sheet)."""
_EARTH = 9.81
"""[m/s^2]"""
_WEIGHTLESS = 0.5
"""With less gravity nobody waits until a jump is over [m/s^2]."""
_NONE = re.compile(
    r"\b(?:off|zero|no|without|weightless|weightlessness|disable|remove|stop|stops|float|levitate|hover|away"
    r"|end"
    r"|deactivate|cancel|kill|calm|antigravity"
    r"|zero-g|die|dies|cease)\b"
)
_NUMBER = re.compile(r"(-?\d+(?:[.,]\d+)?)")
_TIMES_SAID: tuple[tuple[str, float], ...] = (
    (r"\b(?:a|one) third\b", 1 / 3), (r"\b(?:a|one) quarter\b", 0.25), (r"\b(?:a|one) tenth\b", 0.1),
    (r"\b(?:halve|half|halved)\b", 0.5), (r"\b(?:double|twice|doubled)\b", 2.0), (r"\b(?:triple|three"
                                                                                  r" times|tripled)\b", 3.0),
    (r"\bfour times\b", 4.0), (r"\bfive times\b", 5.0), (r"\bten times\b", 10.0),
)  # fmt: skip
_VAGUELY: tuple[tuple[str, float], ...] = (
    (r"\b(?:stronger|increase|more|raise|up|higher|heavier|strengthen)\b", 2.0),
    (r"\b(?:weaker|reduce|lower|decrease|less|weaken|down|lighter|low|weak)\b", 0.5),
)
_BREEZES = {
    "gentle": 3.0, "light": 3.0, "soft": 3.0, "weak": 3.0, "slight": 3.0, "breeze": 4.0, "breezy": 4.0,
    "mild": 4.0, "gently": 3.0, "moderate": 6.0, "strong": 15.0, "strongly": 15.0, "hard": 15.0,
    "heavy": 15.0, "fierce": 20.0, "storm": 20.0, "stormy": 20.0, "gale": 20.0, "violent": 25.0,
    "hurricane": 35.0,
}  # fmt: skip
"""[m/s] (Beaufort 2, 7 and 8)."""
_WIND = 6.0
"""A plain wind [m/s]: Beaufort 4."""
_SIDES = {
    "left": "left", "right": "right", "front": "forward", "behind": "back", "back": "back", "above": "up",
    "below": "down", "forward": "forward", "forwards": "forward", "backwards": "back", "leftwards": "left",
    "rightwards": "right", "backward": "back",
    "ahead": "forward", "up": "up", "upwards": "up", "down": "down", "me": "back",
    "underneath": "down", "leftward": "left", "rightward": "right", "ceiling": "up", "sideways": "left",
}  # fmt: skip
_OPPOSITE = {
    "left": "right",
    "right": "left",
    "forward": "back",
    "back": "forward",
    "up": "down",
    "down": "up",
}
_FROM = re.compile(
    r"\b(?:from|out of) (?:the |my |your )?(?:direction of (?:the )?)?(left|right|front"
    r"|behind|back|above|below|ahead|underneath)\b"
)
_TO = re.compile(
    r"\b(?:to(?:wards?)?|into|in) (?:the |my |your )?(left|right|front|back|me|ceiling)\b|\b(left|right"
    r"|leftwards?|rightwards?|forwards?|backwards"
    r"|upwards|up|down|back|sideways)\b"
)

_TURNED = re.compile(
    r"^(?:turn|crank|bring|ramp|dial|switch|set|blow) (?:up|down)\b|\b(?:up|down) to\b"
    r"|\bwind (?:up|down)$"
)
"""``Crank up the wind``: it is no way it blows."""


def is_about_the_world(clause: str) -> bool:
    """Whether a clause is about gravity, wind, light, or words to say."""
    return bool(
        _SAY.match(clause) or any(p.search(clause) for p in (_ABOUT_GRAVITY, _ABOUT_WIND, _ABOUT_LIGHT))
    )


def change_world(situation: Situation, clause: str) -> bool:
    """Do it, if the clause is about gravity, wind, light or words to say."""
    if (said := _SAY.match(clause)) is not None:
        text = "hello" if said["greet"] else said["text"].strip(" \"'")
        situation.note("say", how=text)
        situation.do(Say(text))
        return True
    if _ABOUT_GRAVITY.search(clause):
        _gravity(situation, clause)
        return True
    if _ABOUT_WIND.search(clause):
        _wind(situation, clause)
        return True
    if _ABOUT_LIGHT.search(clause):
        _light(situation, clause)
        return True
    return False


def _factor(clause: str, table: tuple[tuple[str, float], ...]) -> float | None:
    return next((factor for pattern, factor in table if re.search(pattern, clause)), None)


def _gravity(situation: Situation, clause: str) -> None:
    strength = float(np.linalg.norm(situation.gravity)) or _EARTH
    side = _TO.search(clause)
    word = _SIDES.get(side[1] or side[2], "down") if side is not None else "down"
    said = _measured_gravity(clause, strength) or _named_gravity(clause, strength)
    way = np.array([0.0, -1.0, 0.0])
    if said is None and word not in ("up", "down"):
        said, way = (strength, word), situation.direction(word)
    elif said is None and (factor := _factor(clause, _VAGUELY)) is not None:
        said = strength * factor, f"x{factor:g}"
    if said is None:
        raise InputError(f"'{clause:.60}' names no gravity; say for example 'set gravity to 1.62'.")
    value, how = said
    situation.note("gravity", how=f"{how} {round(value, 3):g}")
    situation.do(Gravity(as_vector(way * value)))
    situation.then_settle()


def _measured_gravity(clause: str, strength: float) -> tuple[float, str] | None:
    """A gravity given as a number [m/s^2], and how it was said."""
    if (percent := re.search(r"(\d+(?:\.\d+)?)\s*(?:%|percent)", clause)) is not None:
        part = float(percent[1]) / 100
        less = re.search(r"\b(?:reduce|lower|decrease)\b.*\bby\b", clause)
        more = re.search(r"\b(?:raise|increase)\b.*\bby\b", clause)
        return strength * (1 - part if less else 1 + part if more else part), f"{percent[1]}%"
    if (number := _NUMBER.search(clause)) is None:
        return None
    value = float(number[1].replace(",", "."))
    if re.search(r"\d\s*(?:g|gs|times)\b", clause):
        return value * _EARTH, f"x{number[1]}"
    return value, number[1]


def _named_gravity(clause: str, strength: float) -> tuple[float, str] | None:
    """A gravity given in words [m/s^2], and how it was said."""
    planet = next((word for word in _PLANETS if re.search(rf"\b{word}\b", clause)), None)
    if planet is not None:
        called = {"normal": "earth normal", "earth": "earth normal", "lunar": "moon", "martian": "mars"}
        return _PLANETS[planet], called.get(planet, planet)
    if (factor := _factor(clause, _TIMES_SAID)) is not None:
        return strength * factor, f"x{factor:g}"
    if re.search(r"\b(?:reverse|upside down|invert|flip|negative|turn around|opposite|upwards?)\b", clause):
        return -strength, "-1 reversed"
    if re.search(r"\b(?:back|again|restore|reset|enable|activate|turn on|switch on)\b| on$", clause):
        return _EARTH, "earth on normal"
    return (0.0, "0 off") if _NONE.search(clause) else None


def _wind(situation: Situation, clause: str) -> None:
    source, goal = _FROM.search(clause), _TO.search(_TURNED.sub("", clause))
    said = split_amounts(clause, "")[1].speed
    if (
        said is None
        and source is None
        and _NONE.search(re.sub(r"\bblow\b.*?\baway\b|\boff the\b", "", clause))
    ):
        situation.note("wind", how="0 off")
        situation.do(Wind((0.0, 0.0, 0.0)))
        return
    number = _NUMBER.search(clause)
    if said is None:
        said = _breeze(clause) if number is None else float(number[1].replace(",", "."))
    way, told = "forward", ""
    if source is not None:
        way, told = _OPPOSITE[_SIDES[source[1]]], f" from {source[1]}"
    elif goal is not None:
        way = _SIDES[goal[1] or goal[2]]
    named = " ".join(word for word in _BREEZES if re.search(rf"\b{word}\b", clause))
    situation.note("wind", how=f"{said:g}m/s {way}{told} {named}")
    situation.do(Wind(as_vector(situation.direction(way) * said)))
    situation.then_settle(2.0)


def _breeze(clause: str) -> float:
    """A wind's speed by what it is called [m/s]: a strong breeze is strong, a light one light."""
    named = [speed for word, speed in _BREEZES.items() if re.search(rf"\b{word}\b", clause)]
    if not named:
        return _WIND
    return max(named) if max(named) > _WIND else min(named)


def _light(situation: Situation, clause: str) -> None:
    percent = re.search(r"(\d+(?:\.\d+)?)\s*(?:%|percent)", clause)
    plain = re.search(r"\bto (\d+(?:\.\d+)?)$", clause)
    darker = re.search(
        r"^(?:dim|darken|reduce|lower|decrease)\b|\b(?:down|low|darker|dimmer|dim"
        r"|less)\b",
        clause,
    )
    if percent is not None:
        part = float(percent[1]) / 100
        by = re.search(r"\bby \d", clause)
        value, how = ((1 - part if darker else 1 + part) if by else part), f"{percent[1]}%"
    elif plain is not None:
        value, how = float(plain[1]), plain[1]
    elif (too := re.search(r"\b(?:too|so|very) (dark|dim|gloomy|bright)\b", clause)) is not None:
        value, how = (0.4, "dim") if too[1] == "bright" else (1.6, "bright")
    elif (day := re.search(r"^make it (night|day)", clause)) is not None:
        value, how = (0.2, "dim night") if day[1] == "night" else (1.0, "on day")
    elif re.search(r"\b(?:off|out|dark|black|kill|cut|no|darkness)\b", clause) and "darker" not in clause:
        value, how = 0.0, "off"
    elif (factor := _factor(clause, _TIMES_SAID)) is not None:
        value, how = factor, f"x{factor:g}"
    elif darker:
        value, how = 0.4, "dim"
    elif re.search(r"^(?:brighten|increase|raise)|\b(?:up|brighter|bright|more)\b", clause):
        value, how = 1.6, "bright"
    else:
        value, how = 1.0, "on"
    situation.note("light", how=f"{how} {min(value, 10.0):g}")
    situation.do(Light(brightness=min(value, 10.0)))


def jump(situation: Situation, height: float | None) -> None:
    """Jump and land."""
    situation.note("jump", how="" if height is None else f"{height:g}m")
    situation.do(Jump() if height is None else Jump(height=height))
    gravity = max(float(np.linalg.norm(situation.gravity)), _WEIGHTLESS)
    situation.wait(2 * math.sqrt(2 * _EARTH * (height or 0.4)) / gravity + 0.2)


def crouch(situation: Situation, *, down: bool) -> None:
    """Make the agent small, or tall again."""
    situation.note("crouch" if down else "stand")
    situation.do(Crouch(down=down))
    situation.wait(0.3)
