"""What phrases of a command mean among the objects of a scene."""

from spatialwm.errors import InputError
from spatialwm.lift.text.catalogue import NOUNS
from spatialwm.lift.text.language.groups import Group
from spatialwm.lift.text.language.nounphrases import Noun
from spatialwm.lift.text.language.nouns import is_kind_of, thing_named
from spatialwm.lift.text.language.state import State
from spatialwm.scene import Scene, SceneObject

__all__ = ["Inventory"]

_SHELL = frozenset({"room", "door", "window", "ground", "wall", "ceiling", "floor"})
"""Categories of the place itself, which is not edited."""
_SHOWN = 12


class Inventory:
    """The objects of a scene, and which of them was meant last."""

    def __init__(self, scene: Scene) -> None:
        self.objects = tuple(o for o in scene.objects if o.category not in _SHELL)
        self.names = [o.name for o in self.objects]
        self.last: list[str] = []
        self.before: list[str] = []
        """What the command before was about; "it" in this one."""

    def has(self, text: str) -> bool:
        """Whether this is the name of an object: "chair_2", "chair 2"."""
        return text.replace(" ", "_") in self.names

    def listing(self) -> str:
        """What is there, for messages."""
        shown = ", ".join(self.names[:_SHOWN]) or "nothing"
        more = f" and {len(self.names) - _SHOWN} more" if len(self.names) > _SHOWN else ""
        return f"it has {shown}{more}"

    def state(self) -> tuple[State, list[str]]:
        """A reading that already knows every object, each as a group of one."""
        state = State()
        for item in self.objects:
            state.mentions.groups.append(
                Group(_noun_of(item), 1, attributes=list(item.attributes), located=True)
            )
        state.surroundings.named = "room"
        return state, list(self.names)

    def meant(self, noun: Noun) -> list[str]:
        """The names of the objects that a phrase means.

        Raises:
            InputError: There is none, or there are several where one was meant.
        """
        if noun.kind == "pronoun" and noun.category == "":
            return self._pronoun(noun)
        named = noun.text.removeprefix("the ").replace(" ", "_")
        if named in self.names:
            found = [named]
        else:
            found = [o.name for o in self.objects if _fits(noun, o)]
            found = self._picked(noun, found)
        self.last = found
        return found

    def _picked(self, noun: Noun, found: list[str]) -> list[str]:
        if not found:
            raise InputError(f"There is no '{noun.text}' in the scene; {self.listing()}.")
        if noun.ordinal is not None:
            return [found[noun.ordinal % len(found)]]
        if noun.number is not None and noun.number < len(found):
            if noun.number == 1 and not noun.subset:
                raise InputError(_ambiguous(noun, found))
            return found[: noun.number]
        if noun.plural or noun.det in ("both", "each"):
            return found
        if len(found) > 1:
            kept = [n for n in found if n in self.last]
            if len(kept) == 1:
                return kept
            raise InputError(_ambiguous(noun, found))
        return found

    def _pronoun(self, noun: Noun) -> list[str]:
        meant = self.before or self.last
        if not meant:
            raise InputError(f"'{noun.text}' could be anything; name the object, {self.listing()}.")
        return meant


def _ambiguous(noun: Noun, found: list[str]) -> str:
    return f"'{noun.text}' could be {', '.join(found[:-1])} or {found[-1]}; name the one that is meant."


def _noun_of(item: SceneObject) -> Noun:
    known = thing_named(tuple(item.category.replace("_", " ").split()) or ("thing",))
    return Noun(
        kind="thing", det="the", noun=item.category, word=item.category, describers=item.attributes,
        category=known.category if known else "box",
    )  # fmt: skip


def _fits(noun: Noun, item: SceneObject) -> bool:
    """Whether a phrase can mean an object: the kind is right and every describing word holds."""
    own = item.category.replace("_", " ")
    same = own in (noun.noun, noun.word, noun.category) or NOUNS.get(noun.noun) == own
    if not same and not is_kind_of(own, noun.noun):
        return False
    words = {*item.attributes, item.material, *own.split()}
    words |= {w for a in item.attributes for w in a.split("-")}
    return all(w in words or w in ("same", "other") or w.removesuffix("en") in words for w in noun.describers)
