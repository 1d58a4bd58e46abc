"""Every known thing can be built in many looks, is solid, weighs what such things weigh, and stands still."""

from functools import cache

import numpy as np
import pytest

from spatialwm.dynamics import simulate
from spatialwm.lift.text.catalogue import CATALOGUE, NOUNS, SUBSTITUTES
from spatialwm.lift.text.furniture.kit import STYLES
from spatialwm.lift.text.materials import MATERIALS
from spatialwm.lift.text.model import Model, Spec
from spatialwm.lift.text.solids import volume
from spatialwm.lift.text.surfaces import albedo
from spatialwm.scene import Body, Box, Scene, SceneObject
from spatialwm.shapes import same

COCO = (
    "person", "bicycle", "car", "motorcycle", "airplane", "bus", "train", "truck", "boat",
    "traffic light", "fire hydrant", "stop sign", "parking meter", "bench", "bird", "cat", "dog",
    "horse", "sheep", "cow", "elephant", "bear", "zebra", "giraffe", "backpack", "umbrella", "handbag",
    "tie", "suitcase", "frisbee", "skis", "snowboard", "sports ball", "kite", "baseball bat",
    "baseball glove", "skateboard", "surfboard", "tennis racket", "bottle", "wine glass", "cup", "fork",
    "knife", "spoon", "bowl", "banana", "apple", "sandwich", "orange", "broccoli", "carrot", "hot dog",
    "pizza", "donut", "cake", "chair", "couch", "potted plant", "bed", "dining table", "toilet", "tv",
    "laptop", "mouse", "remote", "keyboard", "cell phone", "microwave", "oven", "toaster", "sink",
    "refrigerator", "book", "clock", "vase", "scissors", "teddy bear", "hair drier", "toothbrush",
)  # fmt: skip
SPECS = (
    Spec(),
    Spec(wide=0.8, tall=0.85, round=True, variant=1, tint=8, style="victorian"),
    Spec(wide=1.2, tall=1.15, variant=2, tint=15, style="industrial", color=(0.2, 0.4, 0.6)),
    Spec(
        variant=5,
        tint=22,
        material="metal",
        states=frozenset(["open"]),
        features=frozenset(["large", "four_drawers"]),
    ),
)


@cache
def _default(category: str) -> Model:
    return CATALOGUE[category].build(Spec())


def test_there_are_at_least_250_nouns_and_150_builders():
    assert len(NOUNS) >= 250
    assert len({id(entry.build) for entry in CATALOGUE.values()}) >= 150


def test_every_word_names_one_thing_and_every_stand_in_exists():
    words = [word for entry in CATALOGUE.values() for word in entry.words]
    assert len(words) == len(set(words))
    assert not set(words) & set(CATALOGUE)
    assert set(SUBSTITUTES.values()) <= set(CATALOGUE)
    assert not set(SUBSTITUTES) & set(NOUNS)
    assert all(word == word.lower() for word in (*words, *SUBSTITUTES))


@pytest.mark.parametrize("noun", COCO)
def test_every_noun_of_coco_is_known(noun):
    assert noun in NOUNS


@pytest.mark.parametrize("category", CATALOGUE)
def test_every_thing_is_solid_and_its_colliders_match_it(category):
    for spec in (SPECS[0], SPECS[1 + len(category) % 3]):
        model = _default(category) if spec is SPECS[0] else CATALOGUE[category].build(spec)
        for piece in model.pieces:
            assert np.isfinite(piece.solid.corners).all() and volume(piece.solid) > 0
            paint = albedo(piece.look, piece.solid.local[:8].reshape(-1, 3))
            assert np.isfinite(paint).all() and (paint >= 0).all()
        low, high = model.bounds[:, 0].min(axis=0), model.bounds[:, 1].max(axis=0)
        assert (low > model.low - 0.03).all() and (high < model.high + 0.03).all()
        assert abs(low[1]) < 1e-6 and abs(model.low[1]) < 0.02
        extent = model.high - model.low
        assert 0.01 < extent.max() < 14.0
        assert 0.001 < model.mass < 200_000
        for support in model.supports:
            assert -1e-6 <= support.height <= model.high[1] + 0.01
            assert abs(support.x) + support.half_width < extent[0]
            assert abs(support.z) + support.half_depth < extent[2] + 0.3


@pytest.mark.parametrize("category", CATALOGUE)
def test_no_thing_costs_too_many_splats(category):
    model = _default(category)
    quads = sum(len(p.solid.corners) for p in model.pieces)
    assert quads < 24_000
    corners = np.concatenate([p.solid.corners for p in model.pieces])
    along = np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1)
    across = np.linalg.norm(corners[:, 3] - corners[:, 0], axis=1)
    count = np.sum(np.maximum(along / model.spacing, 1) * np.maximum(across / model.spacing, 1))
    assert count < 27_000


@pytest.mark.parametrize(
    ("category", "low", "high"),
    [
        ("chair", 2, 10), ("sofa", 35, 80), ("armchair", 10, 45), ("bed", 60, 180), ("table", 15, 60),
        ("desk", 15, 70),
        ("bookshelf", 15, 60), ("wardrobe", 40, 110), ("refrigerator", 45, 110), ("washing machine", 50, 90),
        ("mug", 0.2, 0.6), ("plate", 0.3, 1.0), ("fork", 0.02, 0.08), ("wine glass", 0.08, 0.3),
        ("apple", 0.1, 0.3),
        ("laptop", 1, 3), ("monitor", 3, 9), ("piano", 150, 320), ("bicycle", 9, 20), ("car", 900, 2000),
        ("cat", 3, 7), ("dog", 10, 40), ("elephant", 2000, 6000), ("person", 45, 100), ("treadmill", 60, 130),
        ("toilet", 20, 50), ("suitcase", 2, 25), ("pizza", 0.3, 1.5), ("book", 0.2, 1.5), ("guitar", 2, 6),
    ],
)  # fmt: skip
def test_masses_are_what_such_things_weigh(category, low, high):
    assert low < _default(category).mass < high


def _standing(names: list[str], spec: Spec) -> Scene:
    """Those of the things that can move, in a row on a wide floor."""
    slab = Box(size=np.array([800.0, 0.2, 40.0]), position=np.array([0.0, -0.1, 0.0]))
    objects = [SceneObject(name="floor", category="floor", body=Body(colliders=(slab,), friction=0.5))]
    models = {name: CATALOGUE[name].build(spec) for name in names}
    x = 0.0
    for name, model in models.items():
        if model.static:
            continue
        half = float(np.abs([model.whole[0, 0, 0], model.whole[0, 1, 0]]).max())
        surface = MATERIALS[model.material]
        body = Body(
            kind="dynamic",
            colliders=model.colliders,
            mass=model.mass,
            friction=surface.friction,
            restitution=surface.restitution,
        )
        objects.append(
            SceneObject(name=name, category=name, position=np.array([x + half + 0.2, 0.0, 0.0]), body=body)
        )
        x += 2 * half + 0.4
    return Scene(objects=tuple(objects))


@pytest.mark.parametrize("part", range(20))
def test_what_is_not_built_in_stands_still_for_two_seconds(part):
    scene = _standing(sorted(CATALOGUE)[part::20], Spec(variant=part, tint=part))
    after = simulate(scene, [], seconds=2.0)
    moved = {
        before.name: float(np.linalg.norm(now.position - before.position))
        for before, now in zip(scene.objects, after.objects, strict=True)
    }
    turned = {o.name: 2 * float(np.arccos(min(1.0, abs(float(o.quat[0]))))) for o in after.objects}
    assert {name: way for name, way in moved.items() if way > 0.005} == {}
    assert {name: angle for name, angle in turned.items() if angle > 0.02} == {}


def test_words_change_what_is_built():
    def built(category: str, *features: str, **more: object) -> Model:
        return CATALOGUE[category].build(Spec(features=frozenset(features), **more))  # type: ignore[arg-type]

    def width(model: Model) -> float:
        return float(model.high[0] - model.low[0])

    assert (
        width(built("bed", "king_size"))
        > width(built("bed", "queen")) + 0.3
        > width(built("bed", "twin")) + 0.8
    )
    assert built("bed", "bunk").high[1] > built("bed").high[1] + 0.4
    corner, plain = built("sofa", "l_shaped"), built("sofa")
    assert corner.high[2] > plain.high[2] + 0.5 and len(corner.supports) == len(plain.supports) + 1
    assert width(built("sofa", "four_seater")) > width(plain) + 0.5
    assert len(built("bookshelf", "three-level").supports) == 4
    assert len(built("vanity", "double_sink").supports) == 3 and len(built("vanity").supports) == 2
    assert built("tv", "wall_mounted").static and not built("tv").static
    assert built("laptop", states=frozenset(["closed"])).high[1] < 0.1 < built("laptop").high[1]
    assert built("book", states=frozenset(["stacked"])).high[1] > 2 * built("book").high[1]
    assert built("mirror", "full-length").high[1] > 1.4


def test_words_are_understood_however_they_are_joined():
    spec = Spec(
        features=frozenset(["l_shaped", "four-drawers", "Mid-Century Modern"]), states=frozenset(["open"])
    )
    assert spec.asked("l shaped") and spec.asked("open") and not spec.asked("closed")
    assert spec.number("drawers", 2) == 4 and spec.number("levels", 2) == 2


@pytest.mark.parametrize("style", STYLES)
def test_styles_colour_furniture(style):
    plain, styled = (CATALOGUE["armchair"].build(Spec(style=s)) for s in (None, style))
    assert {p.look.color for p in plain.pieces} != {p.look.color for p in styled.pieces}
    assert CATALOGUE["table"].build(Spec(style=style)).mass > 3


def test_a_thing_is_the_same_every_time_it_is_asked_for():
    for category in ("plant", "bookshelf", "painting", "tree", "pizza"):
        a, b = (CATALOGUE[category].build(Spec(variant=3, tint=77)) for _ in range(2))
        assert all(
            np.array_equal(x.solid.corners, y.solid.corners) and same(x.look, y.look)
            for x, y in zip(a.pieces, b.pieces, strict=True)
        )
