"""The report in a real browser: Chromium through Selenium, on a file without any network.

Needs chromium and chromium-driver, and axe-core's axe.min.js and html-validate from npm; without them these tests
skip and say so, with CI=true they fail.
"""

import base64
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from harness import report
from tests.report_content import CURVES, REGION, VARIANCE, Results, aside, baseline, compared, inventory

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parent.parent
MODULES = Path(os.environ.get("CLAIMS_NODE_MODULES", ROOT / "node_modules"))
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
    need(shutil.which("chromium") and shutil.which("chromedriver"), "chromium with chromium-driver")
    webdriver = pytest.importorskip("selenium.webdriver") if os.environ.get("CI") != "true" else None
    if webdriver is None:
        from selenium import webdriver
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
    made = Results()
    made.statistical("NS4", "B", says="A wins over B.", control=aside("refuted", 1), baseline=baseline())
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
    report.write(made.content, folder)
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


def choose(driver, element: str, value: str) -> None:
    driver.execute_script(
        "const e = document.getElementById(arguments[0]); e.value = arguments[1];"
        "e.dispatchEvent(new Event('input', {bubbles: true}))",
        element,
        value,
    )


def settle(driver) -> None:
    """Wait until what a click has set off is done and drawn."""
    driver.execute_async_script("const done = arguments[0]; setTimeout(() => requestAnimationFrame(done), 50)")


def is_open(driver, card: str) -> bool:
    return driver.execute_script("return document.querySelector('#' + arguments[0] + ' > details').open", card)


ALL = ["NS2", "NS4 · B", "NS4 · C", "DO4 · long", "AC4", "LR5 · 100", "MB2 · slope"]


def test_cards_are_folded_and_open_with_a_click_and_with_the_keyboard(opened):
    assert not is_open(opened, "NS4")
    summary = opened.find_element("css selector", "#NS4 > details > summary")
    summary.click()
    assert is_open(opened, "NS4")
    summary.send_keys("\ue007")  # Enter
    assert not is_open(opened, "NS4")


@pytest.mark.parametrize(("link", "card"), [("#NS2", "NS2"), ("#NS4-C", "NS4"), ("#AC4", "AC4")])
def test_a_link_in_the_table_opens_its_card_and_goes_there(opened, link, card):
    opened.find_element("css selector", f'table.verdicts a[href="{link}"]').click()
    script = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
    # The page hears of its new address a moment after the click.
    WebDriverWait(opened, 10).until(lambda driver: is_open(driver, card))
    settle(opened)
    assert -5 <= opened.execute_script(script, link) < opened.execute_script("return innerHeight")


def test_an_address_with_a_claim_opens_at_that_claim(opened, page):
    opened.get("about:blank")
    opened.get(f"{page.as_uri()}#DO4")
    WebDriverWait(opened, 10).until(lambda driver: is_open(driver, "DO4"))
    assert not is_open(opened, "NS4")


@pytest.mark.parametrize("width", [360, 1400])
def test_the_table_can_be_filtered_searched_sorted_and_reset(opened, width):
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert shown(opened) == ALL
    choose(opened, "filter-verdict", "refuted")
    assert shown(opened) == ["NS4 · C"]
    assert opened.find_element("id", "found").text == "1 of 7 entries"
    choose(opened, "filter-verdict", "unexpected")
    assert shown(opened) == ["NS4 · C"]
    choose(opened, "filter-verdict", "")
    choose(opened, "filter-section", "section-Drop-out")
    assert shown(opened) == ["DO4 · long"]
    choose(opened, "filter-section", "")
    opened.find_element("id", "search").send_keys("HELPS dropout")
    assert shown(opened) == ["DO4 · long"]
    opened.find_element("id", "search").clear()
    choose(opened, "search", "no such thing")
    assert shown(opened) == []
    opened.find_element("css selector", ".tools button[type=reset]").click()
    settle(opened)
    assert shown(opened) == ALL
    choose(opened, "order", "verdict")
    assert shown(opened)[:2] == ["NS4 · C", "DO4 · long"]
    choose(opened, "order", "seeds")
    assert shown(opened)[0] == "DO4 · long"
    choose(opened, "order", "effect")
    assert shown(opened)[0] == "NS4 · C"
    assert shown(opened)[-1] == "AC4"
    choose(opened, "order", "tutorial")
    assert shown(opened) == ALL


def test_the_values_of_the_seeds_can_be_saved_as_csv(opened, tmp_path):
    where = {"behavior": "allow", "downloadPath": str(tmp_path)}
    opened.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    opened.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    buttons = opened.find_elements("css selector", "#NS4-B .save button")
    assert [button.text for button in buttons] == ["Copy as CSV", "Save CSV"]
    buttons[1].click()
    for _ in range(100):
        if (tmp_path / "NS4-B.csv").exists():
            break
        opened.execute_async_script("setTimeout(arguments[0], 50)")
    lines = (tmp_path / "NS4-B.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == '"seed","dropout 0.1","dropout 0.2","effect","answer"'
    assert len(lines) == 13


def test_without_javascript_everything_is_there_and_no_dead_control(driver, page):
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        driver.get(page.as_uri())
        assert all(
            card.get_dom_attribute("open") is not None
            for card in driver.find_elements("css selector", ".card > details")
        )
        assert driver.find_element("css selector", "form.tools").get_dom_attribute("hidden") is not None
        assert not driver.find_elements("css selector", ".save")
        assert len(driver.find_elements("css selector", "figure svg")) == 17
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


@pytest.mark.parametrize("width", [360, 768, 1400, 2560])
def test_no_width_needs_sideways_scrolling(opened, width):
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    opened.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width


def test_the_labels_of_the_tools_stand_on_one_line(opened):
    size = {"width": 1400, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    script = "return [...document.querySelectorAll('.tools label')].map(label => label.getBoundingClientRect().top)"
    assert len(set(opened.execute_script(script))) == 1


def test_nothing_in_a_card_touches_its_border(opened):
    opened.execute_script("location.hash = '#AC4'")
    settle(opened)
    bottom = "return document.querySelector(arguments[0]).getBoundingClientRect().bottom"
    assert opened.execute_script(bottom, "#AC4") - opened.execute_script(bottom, "#AC4 .rerun") > 10
    opened.execute_script("location.hash = '#NS4-C'")
    settle(opened)
    left = "return document.querySelector(arguments[0]).getBoundingClientRect().left"
    frame, title, other = (opened.execute_script(left, name) for name in ("#NS4-C", "#NS4-C h4", "#NS4-B h4"))
    assert title - frame > 8
    assert title == pytest.approx(other, abs=0.5), "the frame moves no text"


def test_the_points_of_a_map_have_a_halo_of_the_papers_colour(opened):
    script = "return getComputedStyle(document.querySelector('#LR5 .stroke-paper')).stroke"
    for scheme, colour in (("light", "rgb(255, 255, 255)"), ("dark", "rgb(28, 32, 36)")):
        media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
        opened.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
        assert opened.execute_script(script) == colour


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1400])
def test_axe_finds_no_violation(opened, scheme, width):
    axe = Path(os.environ.get("CLAIMS_AXE", MODULES / "axe-core" / "axe.min.js"))
    need(axe.exists(), f"axe-core ({axe.name})")
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    media = {"features": [{"name": "prefers-color-scheme", "value": scheme}]}
    opened.execute_cdp_cmd("Emulation.setEmulatedMedia", media)
    opened.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    opened.execute_script(axe.read_text(encoding="utf-8"))
    found = opened.execute_async_script("axe.run(document).then(arguments[0])")
    assert [(v["id"], v["nodes"][0]["html"][:200], len(v["nodes"])) for v in found["violations"]] == []
    assert len(found["passes"]) > 20


def test_the_html_is_valid(page):
    validator = MODULES / ".bin" / "html-validate"
    need(validator.exists() and shutil.which("node"), "html-validate")
    done = subprocess.run(
        [validator, "--config", ROOT / "tests" / "htmlvalidate.json", page], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_validator_finds_errors(tmp_path):
    validator = MODULES / ".bin" / "html-validate"
    need(validator.exists() and shutil.which("node"), "html-validate")
    broken = tmp_path / "broken.html"
    broken.write_text('<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p id="a"><div id="a"></p>')
    command = [validator, "--config", ROOT / "tests" / "htmlvalidate.json", broken]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1


def test_it_prints_with_every_card_unfolded(opened):
    opened.execute_script(
        "addEventListener('beforeprint', () => {"
        "  window.unfolded = [...document.querySelectorAll('.card > details')].every(card => card.open); })"
    )
    pdf = base64.b64decode(opened.print_page())
    assert opened.execute_script("return unfolded")
    assert pdf.startswith(b"%PDF")
    assert pdf.count(b"/Type /Page\n") >= 4
    assert not is_open(opened, "NS4")


def test_the_whole_inventory_stays_below_5_mb_and_opens(driver, tmp_path):
    report.write(inventory(), tmp_path)
    assert (tmp_path / "index.html").stat().st_size < 5_000_000
    driver.get((tmp_path / "index.html").as_uri())
    assert len(shown(driver)) == 126  # 100 questions, 25 exact claims, a benchmark
