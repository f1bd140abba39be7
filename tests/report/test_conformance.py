"""The report's page in a real browser, on all screens and paper: widths, themes, accessibility, valid HTML, size.

Needs axe-core's axe.min.js and html-validate from npm, in node_modules; without them their tests skip and say so,
with CI=true they fail.
"""

import base64
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from harness.report import page as report
from tests.browser import is_open, need, settle, shown
from tests.report_content import typed
from tests.report_inventory import inventory

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
MODULES = ROOT / "node_modules"


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
    opened.execute_script("document.querySelector('#AC4 details').open = true")
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
    axe = MODULES / "axe-core" / "axe.min.js"
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


def validated(*pages):
    """Run html-validate on pages."""
    validator = MODULES / ".bin" / "html-validate"
    need(validator.exists() and shutil.which("node"), "html-validate")
    command = [validator, "--config", ROOT / "tests" / "htmlvalidate.json", *pages]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_html_is_valid_also_of_the_reference_reports(page):
    references = [*(ROOT / "reports" / "reference").rglob("index.html")]
    assert references
    done = validated(page, *references)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_validator_finds_errors(tmp_path):
    broken = tmp_path / "broken.html"
    broken.write_text('<!DOCTYPE html><html lang="en"><head><title>x</title></head><body><p id="a"><div id="a"></p>')
    assert validated(broken).returncode == 1


def pages(driver) -> int:
    """Return on how many pages the report prints."""
    pdf = base64.b64decode(driver.print_page())
    assert pdf.startswith(b"%PDF")
    return pdf.count(b"/Type /Page\n")


def test_it_prints_as_a_handout_and_everything_on_request(opened):
    assert 2 <= pages(opened) <= 4, "the answer with its figures, lessons, a map and all effects"
    script = "window.print = () => {}; document.querySelector('button.whole').click()"
    opened.execute_script(script)
    assert is_open(opened, "NS4")
    assert pages(opened) > 4
    assert not is_open(opened, "NS4"), "after printing all is as before"


def test_the_whole_inventory_stays_small_and_opens(driver, tmp_path):
    report.write(typed(inventory()), tmp_path)
    source = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert len(source) < 1_500_000
    assert len(re.findall(r"<[a-z]", source)) < 25_000
    words = re.sub(r"<svg.*?</svg>", "", source, flags=re.DOTALL)
    assert len(words) < 800_000
    assert len(re.findall(r"<[a-z]", words)) < 13_000
    driver.get((tmp_path / "index.html").as_uri())
    # 100 questions, 25 exact claims, a benchmark; after printing, Chromium takes a moment to be a screen again.
    WebDriverWait(driver, 10).until(lambda driver: len(shown(driver)) == 126)
