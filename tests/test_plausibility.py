"""Films that can and cannot happen, and who tells them apart."""

import numpy as np
import pytest

from spatialwm.bench.plausibility import Judged, _share
from spatialwm.bench.plausibility_films import PRINCIPLES, four
from spatialwm.bench.plausibility_latent import learned
from spatialwm.bench.plausibility_pictures import look, pictures
from spatialwm.bench.plausibility_tracking import surprise
from spatialwm.dynamics import judge


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


def test_pairs_are_counted_within_a_four_and_ties_count_half():
    def judged(possible, value):
        return Judged(
            principle="gravity", condition="still", seed=1, name="x", possible=possible,
            surprises={"state": value},
        )  # fmt: skip

    four_films = [judged(True, 0.0), judged(True, 1.0), judged(False, 1.0), judged(False, 2.0)]
    assert _share(four_films, {"state": 1.0}) == pytest.approx(87.5)
