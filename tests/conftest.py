"""What holds for all tests: how hard property tests look, and whether a test may be skipped."""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

#: A busy machine may take its time; `make test-all` looks thoroughly.
settings.register_profile("quick", deadline=None, max_examples=40)
settings.register_profile("thorough", deadline=None, max_examples=250, derandomize=False, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


class PageFilesWhole(LoadScopeScheduling):  # type: ignore[misc]  # it has no types
    """Gives each process one test at a time, but of the page a whole file, whose tests share a window."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("::", maxsplit=1)[0] if nodeid.startswith("tests/page/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> PageFilesWhole:
    return PageFilesWhole(config, log)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--nothing-skipped",
        action="store_true",
        help="what a test needs must be here: skipped is failed, but for what is marked optional",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    skipped = report.skipped and not hasattr(report, "wasxfail")
    if skipped and item.config.getoption("nothing_skipped") and "optional" not in item.keywords:
        report.outcome = "failed"
        report.longrepr = f"Nothing may be skipped here, but: {report.longreprtext}"
    return report
