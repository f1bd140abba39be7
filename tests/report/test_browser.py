"""What a reader does with the report, in a real browser: unfold, follow links, filter, sort, save."""

import pytest
from selenium.webdriver.support.ui import WebDriverWait

from harness.report import page as report
from tests.browser import is_open, settle, shown
from tests.report_content import typed
from tests.report_inventory import inventory
from tests.response_content import curve
from tests.scope_content import scope_map
from tests.toys import until

pytestmark = pytest.mark.browser


def choose(driver, element: str, value: str) -> None:
    driver.execute_script(
        "const e = document.getElementById(arguments[0]); e.value = arguments[1];"
        "e.dispatchEvent(new Event('input', {bubbles: true}))",
        element,
        value,
    )


ALL = ["NS2", "NS4 · B", "NS4 · C", "DO4 · long", "AC4", "LR5 · 100", "MB2 · slope"]


def test_evidence_is_folded_and_opens_with_a_click_and_with_the_keyboard(opened):
    assert not is_open(opened, "NS4")
    summary = opened.find_element("css selector", "#NS4 > details > summary")
    opened.execute_script("arguments[0].scrollIntoView({block: 'center'})", summary)
    summary.click()
    assert is_open(opened, "NS4")
    summary.send_keys("\ue007")  # Enter
    assert not is_open(opened, "NS4")


@pytest.mark.parametrize(("link", "card"), [("#NS4-B", "NS4"), ("#NS4-C", "NS4")])
def test_a_link_in_the_table_opens_its_card_and_goes_there(opened, link, card):
    opened.find_element("css selector", f'table.verdicts a[href="{link}"]').click()
    script = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
    # The page hears of its new address a moment after the click.
    WebDriverWait(opened, 10).until(lambda driver: is_open(driver, card))
    settle(opened)
    assert -5 <= opened.execute_script(script, link) < opened.execute_script("return innerHeight")


def test_an_address_with_a_claim_opens_at_that_claim(opened, page):
    opened.get("about:blank")
    opened.get(f"{page.as_uri()}#NS4-C")
    WebDriverWait(opened, 10).until(lambda driver: is_open(driver, "NS4"))
    assert not is_open(opened, "DO4")


def cards(driver) -> list[str]:
    """Return the ids of the cards that are shown."""
    return driver.execute_script(
        "return [...document.querySelectorAll('.card')].filter(c => c.offsetParent).map(c => c.id)"
    )


@pytest.mark.parametrize("width", [360, 1400])
def test_cards_and_table_can_be_filtered_searched_sorted_and_reset(opened, width):
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert shown(opened) == ALL
    choose(opened, "filter-level", "depends")
    assert shown(opened) == ["NS4 · B", "NS4 · C"]
    assert cards(opened) == ["NS4"]
    assert opened.find_element("id", "found").text == "1 of 6 claims"
    choose(opened, "filter-level", "unexpected")
    assert cards(opened) == ["NS4"]
    choose(opened, "filter-level", "")
    choose(opened, "filter-section", "section-Drop-out")
    assert (cards(opened), shown(opened)) == (["DO4"], ["DO4 · long"])
    choose(opened, "filter-section", "")
    opened.find_element("id", "search").send_keys("HELPS dropout")
    assert shown(opened) == ["DO4 · long"]
    opened.find_element("id", "search").clear()
    choose(opened, "search", "no such thing")
    assert (cards(opened), shown(opened)) == ([], [])
    assert opened.find_element("id", "found").text == "Nothing matches."
    opened.find_element("css selector", ".tools button[type=reset]").click()
    settle(opened)
    assert shown(opened) == ALL


def test_the_table_can_be_sorted(opened):
    choose(opened, "order", "verdict")
    assert shown(opened)[:2] == ["NS4 · C", "DO4 · long"]
    choose(opened, "order", "seeds")
    assert shown(opened)[0] == "DO4 · long"
    choose(opened, "order", "effect")
    assert shown(opened)[0] == "NS4 · C"
    assert shown(opened)[-1] == "AC4"
    choose(opened, "order", "text")
    assert shown(opened) == ALL


def test_a_filter_lives_in_the_address(opened, page):
    choose(opened, "filter-level", "depends")
    choose(opened, "search", "wins")
    address = opened.current_url
    assert address.endswith("#?q=wins&level=depends")
    opened.get("about:blank")
    opened.get(address)
    settle(opened)
    assert cards(opened) == ["NS4"]
    opened.get("about:blank")
    opened.get(f"{page.as_uri()}#?level=nonsense&section=none")
    settle(opened)
    assert len(cards(opened)) == 6


def test_a_filter_leaves_the_response_curves_and_the_scope_map(driver, tmp_path):
    results = typed(inventory(2)).model_copy(update={"scope": (scope_map(),), "responses": (curve(),)})
    report.write(results, tmp_path)
    for address in ("", "#?level=fails"):
        driver.get("about:blank")
        driver.get(f"{(tmp_path / 'index.html').as_uri()}{address}")
        settle(driver)
        assert all(driver.find_element("id", part).is_displayed() for part in ("curves", "scope"))


def test_the_tally_filters_and_a_link_to_a_card_that_is_filtered_out_shows_it(opened):
    opened.find_element("css selector", ".tally a.depends").click()
    settle(opened)
    assert cards(opened) == ["NS4"]
    opened.execute_script("document.querySelector('.strip a[href=\"#AC4\"]').click()")
    settle(opened)
    assert "AC4" in cards(opened)


def test_all_evidence_opens_and_closes_at_once(opened):
    button = opened.find_element("css selector", "button.expand")
    opened.execute_script("arguments[0].scrollIntoView({block: 'center'})", button)
    button.click()
    assert all(is_open(opened, card) for card in cards(opened))
    button.click()
    assert not any(is_open(opened, card) for card in cards(opened))


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_targets_are_large_enough_and_nothing_is_wider_than_the_page(opened, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    assert opened.execute_script("return document.documentElement.scrollWidth") <= width
    chosen = ".tally a, .strip a, .contents a, summary, button, input, select"
    small = f"""return [...document.querySelectorAll("{chosen}")].filter(e => e.offsetParent).map(
        e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height]).filter(([_, height]) => height < 24)"""
    assert opened.execute_script(small) == []


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_the_first_figure_can_be_read_and_the_contents_are_whole_where_there_is_room(opened, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    opened.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    letters = """return [...document.querySelectorAll('.hero text')].map(text =>
        parseFloat(getComputedStyle(text).fontSize)
        * text.ownerSVGElement.getBoundingClientRect().width / text.ownerSVGElement.viewBox.baseVal.width)"""
    assert min(opened.execute_script(letters)) >= 11
    top = opened.execute_script("return document.querySelector('.hero').getBoundingClientRect().top")
    assert width < 1400 or top < 300, "it is on the first screen"
    clipped = "const bar = document.querySelector('.contents ul'); return bar.scrollWidth - bar.clientWidth"
    assert width < 1400 or opened.execute_script(clipped) == 0


@pytest.fixture
def unfolded(opened):
    """Return the open report with everything unfolded, and the buttons over the values of NS4's seeds."""
    opened.execute_script("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    buttons = opened.find_elements("css selector", "#NS4-B .save button")
    assert [button.text for button in buttons] == ["Copy as CSV", "Save CSV"]
    return opened, *buttons


CSV_TITLES = "seed,dropout 0.1,dropout 0.2,effect,answer"


def test_the_values_of_the_seeds_can_be_saved_as_csv(unfolded, tmp_path):
    opened, _, save = unfolded
    where = {"behavior": "allow", "downloadPath": str(tmp_path)}
    opened.execute_cdp_cmd("Browser.setDownloadBehavior", where)
    save.click()
    # Chromium makes an empty file first, and fills it by renaming another.
    saved = tmp_path / "NS4-B.csv"
    lines = until(lambda: saved.exists() and saved.read_text(encoding="utf-8"), 10, "a file").splitlines()
    assert lines[0] == CSV_TITLES
    assert len(lines) == 13


def test_the_values_of_the_seeds_can_be_copied_as_csv(unfolded):
    opened, copy, _ = unfolded
    opened.execute_script("navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); }")
    copy.click()
    WebDriverWait(opened, 10).until(lambda _: copy.text == "Copied")
    lines = opened.execute_script("return copied").splitlines()
    assert lines[0] == CSV_TITLES
    assert len(lines) == 13
    WebDriverWait(opened, 10).until(lambda _: copy.text == "Copy as CSV")


def test_without_a_clipboard_the_values_of_the_seeds_are_selected(unfolded):
    opened, copy, _ = unfolded
    opened.execute_script("navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowed'))")
    copy.click()
    WebDriverWait(opened, 10).until(lambda _: copy.text == "Selected: press Ctrl+C")
    assert opened.execute_script("return getSelection().toString()").startswith("seed,dropout 0.1")


def test_without_javascript_everything_is_there_and_no_dead_control(driver, page):
    driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        driver.get(page.as_uri())
        assert len([card for card in driver.find_elements("css selector", ".card .said") if card.is_displayed()]) == 6
        assert driver.find_element("css selector", "form.tools").get_dom_attribute("hidden") is not None
        assert not driver.find_elements("css selector", ".save")
        assert len(driver.find_elements("css selector", "svg.figure")) == 19
    finally:
        driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
