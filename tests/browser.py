"""A report in a real browser, for the tests: Chromium through Selenium, on a file without any network.

Needs chromium and chromium-driver; without them the tests that use it skip and say so, with CI=true they fail.
"""

import json
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from selenium import webdriver

from harness.report import page as report
from tests.report_content import CURVES, REGION, VARIANCE, Results, aside, baseline
from tests.report_inventory import compared
from tests.scope_content import scope_map

CHROMIUM = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def need(found: object, what: str) -> None:
    """Skip the test without what it needs; CI, which installs it all, has no such excuse."""
    if not found:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(f"{what} is not installed")


def with_log(driver):
    """Return what the browser's console has said, and which addresses were asked for."""
    asked = []
    for entry in driver.get_log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked.append(message["params"]["request"]["url"])
    return [entry["message"] for entry in driver.get_log("browser")], asked


@pytest.fixture(scope="module")
def driver():
    """Start Chromium, once for a module."""
    need(shutil.which("chromium") and shutil.which("chromedriver"), "chromium with chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which("chromium")
    for argument in CHROMIUM:
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        options.add_argument(f"--user-data-dir={profile}")
        service = webdriver.ChromeService(shutil.which("chromedriver"))
        started = webdriver.Chrome(options=options, service=service)
        yield started
        started.quit()


@pytest.fixture(scope="module")
def page(tmp_path_factory) -> Path:
    """Write a report with a claim of every kind."""
    made = Results()
    made.statistical("NS4", "B", says="A wins over B.", control=aside(), baseline=baseline())
    made.statistical("NS4", "C", "refuted", seeds=24, says="A wins over B.")
    made.statistical("NS2", "", kind="trend", levels=(0.6, 0.7, 0.8), says="Depth slows.")
    made.statistical("DO4", "long", "inconclusive", seeds=48, section="Drop out", says="Dropout <b>helps</b>.")
    seen = made.statistical("LR5", "100", kind="proportion", levels=(0.5,), diverged=4, section="Learning rate")
    for key in seen["arms"][0]["runs"]:
        made.content["runs"][key]["series"] = REGION | VARIANCE
    made.content["dataset"]["samples"] = {seen["arms"][0]["experiment"]: [[-1.0, 0.0, 0], [1.0, 1.0, 1]]}
    made.statistical("MB2", "slope", kind="interval", levels=(0.9,), section="Mini batch learning")
    made.exact("AC4", curves=CURVES)
    made.benchmark()
    made.benchmark("test_epoch[64]", 0.1)
    made.content["comparison"] = compared(made.content)
    folder = tmp_path_factory.mktemp("report")
    report.write(made.results.model_copy(update={"scope": (scope_map(),)}), folder)
    return folder / "index.html"


@pytest.fixture
def opened(driver, page):
    """Open the report afresh; at the end nothing may have been complained about, or asked for outside the file."""
    driver.get("about:blank")
    driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    with_log(driver)
    driver.get(page.as_uri())
    yield driver
    said, asked = with_log(driver)
    assert said == []
    assert {address.partition("#")[0] for address in asked} - {page.as_uri(), "data:,"} == set()


def shown(driver) -> list[str]:
    """Return the ids of the questions that the table shows, in order."""
    rows = "[...document.querySelectorAll('tr.question')].filter(row => row.offsetParent)"
    script = f"return {rows}.map(row => row.querySelector('.id').textContent)"
    return driver.execute_script(script)


def settle(driver) -> None:
    """Wait until what a click has set off is done and drawn."""
    driver.execute_async_script("const done = arguments[0]; setTimeout(() => requestAnimationFrame(done), 50)")


def is_open(driver, card: str) -> bool:
    """Return whether a claim's card is unfolded."""
    return driver.execute_script("return document.querySelector('#' + arguments[0] + ' > details').open", card)
