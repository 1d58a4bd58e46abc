"""The sentences the grammar is developed on: a twelfth in every run, a third in the slow tests."""

import pytest

from spatialwm.bench.language import judge
from tests.language_dev import dev_commands

ROOMS, COMMANDS = dev_commands()
OFTEN = 12
"""Every so-manyth sentence is tried in the quick suite."""
SOMETIMES = 3


def test_there_are_enough_sentences_and_no_two_are_the_same():
    assert len({command.say.casefold() for command in COMMANDS}) == len(COMMANDS) >= 250


@pytest.mark.parametrize("command", COMMANDS[::OFTEN], ids=lambda command: command.say)
def test_a_sentence_means_what_it_says(command):
    right, came, line = judge(ROOMS[command.room], command)
    assert right and came is not False, line


@pytest.mark.slow
def test_sentences_mean_what_they_say():
    judged = [judge(ROOMS[command.room], command) for command in COMMANDS[1::SOMETIMES]]
    wrong = [line for right, _, line in judged if not right]
    missed = [line for right, came, line in judged if right and came is False]
    goals = sum(came is not None for _, came, _ in judged)
    assert len(wrong) <= 0.02 * len(judged), "\n".join(wrong)
    assert len(missed) <= 0.05 * goals, "\n".join(missed)
