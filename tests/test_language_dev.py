"""The sentences the grammar is developed on: all are read in every run, a few acted out."""

import pytest

from spatialwm.bench.language import judge, judge_reading
from tests.language_dev import dev_commands

ROOMS, COMMANDS = dev_commands()
READ = tuple(c for c in COMMANDS if "refused" not in c.steps)
OFTEN = 83
"""Every so-manyth sentence is acted out in the quick suite."""
SOMETIMES = 6


def test_there_are_enough_sentences_and_no_two_are_the_same():
    assert len({command.say.casefold() for command in COMMANDS}) == len(COMMANDS) >= 1000


@pytest.mark.parametrize("room", list(ROOMS))
def test_sentences_say_what_they_are_read_to_say(room):
    judged = [judge_reading(ROOMS[room], command) for command in READ if command.room == room]
    assert not [line for right, line in judged if not right]


@pytest.mark.parametrize("command", COMMANDS[::OFTEN], ids=lambda command: command.say)
def test_a_sentence_comes_true(command):
    right, came, line = judge(ROOMS[command.room], command)
    assert right and came is not False, line


def test_what_cannot_be_is_refused():
    judged = [judge_reading(ROOMS[c.room], c) for c in COMMANDS if c.steps == "refused"][::3]
    assert judged and not [line for right, line in judged if not right]


@pytest.mark.slow
def test_sentences_come_true():
    judged = [judge(ROOMS[command.room], command) for command in COMMANDS[1::SOMETIMES]]
    wrong = [line for right, _, line in judged if not right]
    missed = [line for right, came, line in judged if right and came is False]
    goals = sum(came is not None for _, came, _ in judged)
    assert len(wrong) <= 0.02 * len(judged), "\n".join(wrong)
    assert len(missed) <= 0.05 * goals, "\n".join(missed)
