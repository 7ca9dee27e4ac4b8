"""How long the doctor takes for a file of some thirty questions and for the whole bank. Never asserted by time."""

import pytest

from bot.bank import builtin_folder, check
from bot.bank.examination import cores
from bot.cli.marking import bound, marker
from bot.config import Settings

pytestmark = [pytest.mark.bench, pytest.mark.timeout(180)]


def examine(path, processes):
    settings = Settings()
    return check([path], marker(settings), bound=bound(settings), processes=processes)


@pytest.mark.parametrize("processes", [1, cores()], ids=["one-process", "all-cores"])
def test_one_file(benchmark, processes):
    report = benchmark.pedantic(examine, (builtin_folder() / "python.yaml", processes), rounds=1)
    assert report.questions >= 30


@pytest.mark.slow
def test_the_whole_bank(benchmark):
    report = benchmark.pedantic(examine, (builtin_folder(), cores()), rounds=1)
    assert report.questions > 100
