"""Key presses and pose strings -> the sentence that says the same."""

import re

from spatialwm.errors import InputError

__all__ = ["sentence_of_keys"]

_TURN = 30
"""Of one press of an arrow to the side [degrees]: three make a quarter turn."""
_TILT = 15
"""Of one press of an arrow up or down [degrees]."""
_STEPS = {"w": "forward", "s": "back", "a": "left", "d": "right"}
_TURNS = {"left": ("turn left", _TURN), "right": ("turn right", _TURN)}
_TILTS = {"up": ("look up", _TILT), "down": ("look down", _TILT)}
_ONCE = {"space": "jump", "jump": "jump", "c": "crouch", "x": "stand up", "wait": "wait {n:g} seconds"}
_PRESS = re.compile(r"([a-z]+)(?:\s*[-*x ]\s*(\d{1,3}(?:\.\d{1,3})?))?")
_MOST = 20


def sentence_of_keys(keys: str) -> str:
    """What a pose string says: comma-separated keys, each with how often it is pressed.

    w, s, a, d are steps of 0.75 m; left, right turn by 30 degrees, up, down tilt the head by 15; space jumps,
    c crouches, x stands up; wait-2 waits 2 s.

    Raises:
        InputError: An unknown key, or too many.
    """
    presses = [press.strip() for press in keys.lower().split(",") if press.strip()]
    if not 0 < len(presses) <= _MOST:
        raise InputError(f"Keys are 1 to {_MOST} presses such as 'w-3, right-1, d-4', got {len(presses)}.")
    return "; ".join(_clause(press) for press in presses)


def _clause(press: str) -> str:
    match = _PRESS.fullmatch(press)
    name, count = (match[1], float(match[2] or 1)) if match is not None else (press, 0.0)
    if name in _STEPS and count > 0:
        return f"walk {count:g} steps {_STEPS[name]}"
    if name in (_TURNS | _TILTS) and count > 0:
        words, angle = (_TURNS | _TILTS)[name]
        return f"{words} {count * angle:g} degrees"
    if name in _ONCE and count > 0:
        return _ONCE[name].format(n=count)
    known = ", ".join([*_STEPS, *_TURNS, *_TILTS, *_ONCE])
    raise InputError(f"'{press:.30}' is no key press; write for example 'w-3'; known keys: {known}.")
