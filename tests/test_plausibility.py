"""Films that can and cannot happen, and who tells them apart."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from spatialwm.bench import run
from spatialwm.bench.plausibility import Judged, _clip, _share, _worst, weigh
from spatialwm.bench.plausibility_films import PRINCIPLES, Principle, four
from spatialwm.bench.plausibility_latent import learned
from spatialwm.bench.plausibility_pictures import look, noisy, pictures, relit
from spatialwm.bench.plausibility_tracking import surprise
from spatialwm.bench.reel import write_reel
from spatialwm.dynamics import judge
from spatialwm.errors import InputError
from spatialwm.io import load
from spatialwm.render import render


@pytest.mark.parametrize("principle", PRINCIPLES)
def test_exact_states_tell_every_impossible_film_from_every_possible_one(principle):
    films = four(principle, 42)
    assert [film.possible for film in films] == [True, True, False, False]
    scores = [float(judge(film.scene).scores.min()) for film in films]
    assert min(scores[:2]) > 0.5 > max(scores[2:])


def test_impossible_films_are_made_of_pieces_of_possible_ones():
    one, other, cut, _ = four("permanence", 7)
    k = one.states[0].names.index("ball")
    there = [k for k, state in enumerate(cut.states) if "ball" not in state.gone]
    assert 0 < there[-1] < len(cut.states) - 1
    assert np.array_equal(cut.states[there[-1]].positions[k], one.states[there[-1]].positions[k])
    assert all("ball" in state.gone for state in other.states)


def test_tracking_misses_what_does_not_come_out_from_behind_the_screen():
    one, _, gone, _ = four("permanence", 42)
    passes, vanishes = (
        surprise(look(pictures(film, seed=1, turning=True, light=False))) for film in (one, gone)
    )
    assert passes < 0.8 < vanishes


def test_a_turning_camera_is_followed_to_a_third_of_a_pixel():
    empty = four("permanence", 5)[1]
    still, turning = (look(pictures(empty, seed=3, turning=turn, light=False)) for turn in (False, True))
    assert max(abs(v) for seen in still for v in seen.shift) < 0.35
    assert max(abs(seen.shift[0]) for seen in turning) > 2
    rows = [
        np.argwhere(seen.labels == 1).mean(axis=0)[::-1] - seen.shift for seen in (turning[0], turning[25])
    ]
    assert np.abs(rows[0] - rows[1]).max() < 0.7


def test_a_latent_judge_is_surprised_by_a_jump():
    rng = np.random.default_rng(0)

    def film(jump=0.0):
        phase = np.linspace(0, 6, 60) + rng.uniform(0, 6)
        phase[30:] += jump
        return np.stack([np.sin(phase + k / 4) for k in range(30)], axis=1) + rng.normal(0, 1e-3, (60, 30))

    judge_of_films = learned([film() for _ in range(20)])
    assert judge_of_films.surprise(film(2.0)) > 3 * judge_of_films.surprise(film())


def judged(possible, value, *, name="x", principle: Principle = "gravity", seed=1):
    return Judged(
        principle=principle, condition="still", seed=seed, name=name, possible=possible,
        surprises={"state": value, "tracking": value},
    )  # fmt: skip


def test_pairs_are_counted_within_a_four_and_ties_count_half():
    four_films = [judged(True, 0.0), judged(True, 1.0), judged(False, 1.0), judged(False, 2.0)]
    assert _share(four_films, {"state": 1.0}) == pytest.approx(87.5)
    elsewhere = [judged(True, 9.0, seed=2), judged(False, 10.0, seed=2)]
    assert _share(four_films + elsewhere, {"state": 1.0}) == pytest.approx(90.0)


def test_weights_trust_who_is_right_and_not_who_guesses():
    rng = np.random.default_rng(0)
    gaps = np.stack([rng.normal(1.0, 1.0, 4000), rng.normal(0.0, 5.0, 4000), rng.normal(-1, 1, 4000)], axis=1)
    right, guess, contrary = weigh(gaps)
    assert right > 1 and guess < 0.05 * right and contrary == 0
    both = np.stack([gaps[:, 0], rng.normal(1.0, 1.0, 4000)], axis=1)
    summed = (both @ weigh(both) > 0).mean()
    assert summed > (both > 0).mean(axis=0).max() + 0.03


def test_films_are_drawn_as_render_draws_them():
    film = four("immutability", 6)[2]
    shown = pictures(film, seed=6, turning=False, light=False)
    for k in (0, 17, 50):
        state = film.states[3 * k]
        things = tuple(
            replace(t, position=state.positions[j], quat=state.quats[j], hidden=t.name in state.gone,
                    paint=film.colors[3 * k].get(t.name, t.paint))
            for j, t in enumerate(film.start.objects)
        )  # fmt: skip
        drawn = render(replace(film.start, objects=things), film.start.cameras, backend="reference")
        assert np.abs(drawn.colors[0] - shown[k]).max() < 1e-6


def test_tracking_sees_through_noise_and_leaves_clean_pictures_alone():
    one, _, gone, _ = four("permanence", 43)
    found = [
        surprise(look(noisy(relit(pictures(film, seed=2, turning=True, light=False), 2), 2)))
        for film in (one, gone)
    ]
    assert found[0] < 0.8 < found[1]


def test_the_worst_cases_are_those_least_set_apart_and_open_as_scenes_with_their_colours(tmp_path):
    names = ["red", "blue", "red, then blue", "blue, then red"]
    values = [0.0, 0.1, 1.5, 0.05]
    films = [
        judged(k < 2, value, name=name, principle="immutability", seed=4)
        for k, (name, value) in enumerate(zip(names, values, strict=True))
    ]
    worst = _worst(films)
    assert [one.name for one, _ in worst] == ["blue, then red", "blue", "red", "red, then blue"]
    assert worst[0][1] == pytest.approx(-0.05)
    *scenes, page = write_reel([_clip(case) for case in worst[:2]], tmp_path, title="worst")
    rollout = load(scenes[0]).rollout
    assert rollout is not None and rollout.colors is not None
    found = re.search(r"const clips=(.*),W=400", page.read_text(encoding="utf-8"))
    assert found is not None
    ball = next(t for t in json.loads(found[1])[0]["things"] if t["name"] == "ball")
    assert ball["colors"][0] != ball["colors"][-1]


def test_seeds_that_were_worked_on_are_refused():
    for options in ({"seeds": 0}, {"first": 1000}, {"first": 1500}):
        with pytest.raises(InputError):
            run("plausibility", **options)
