"""Every letter of every figure can be read, measured in Chromium: large enough, whole, and not under another."""

import pytest

from harness.report import page as report
from tests.report_content import CURVES, REGION, VARIANCE, Results
from tests.response_content import curve

pytestmark = pytest.mark.browser

MEASURED = """
document.querySelectorAll('details').forEach(one => { one.open = true; });
return [...document.querySelectorAll('svg.figure')].map(svg => {
  const frame = svg.getBoundingClientRect();
  return {
    name: svg.getAttribute('aria-label').slice(0, 60),
    scale: frame.width / svg.viewBox.baseVal.width,
    frame: [frame.left, frame.top, frame.right, frame.bottom],
    texts: [...svg.querySelectorAll('text')].filter(text => text.textContent.trim()).map(text => {
      const box = text.getBoundingClientRect();
      const size = parseFloat(getComputedStyle(text).fontSize);
      return {text: text.textContent, size, box: [box.left, box.top, box.right, box.bottom]};
    }),
  };
});
"""
LEADING = 0.25
"""The share of a line's height that is above and below its letters."""


def faults(figures):
    """Return what is too small, cut off or written over, in words."""
    found = []
    for figure in figures:
        left, top, right, bottom = figure["frame"]
        inked = [(text["text"], letters(text["box"])) for text in figure["texts"]]
        sizes = [(text["text"], text["size"] * figure["scale"]) for text in figure["texts"]]
        found += [f"{figure['name']}: {text!r} has {size:.1f} px" for text, size in sizes if size < 11]
        found += [
            f"{figure['name']}: {text!r} is cut off"
            for text, box in inked
            if box[0] < left - 1 or box[1] < top - 1 or box[2] > right + 1 or box[3] > bottom + 1
        ]
        found += [
            f"{figure['name']}: {text!r} is under {other!r}"
            for place, (text, box) in enumerate(inked)
            for other, following in inked[place + 1 :]
            if overlap(box, following)
        ]
    return found


def letters(box):
    """Return the part of a text's box in which there are letters."""
    left, top, right, bottom = box
    spare = LEADING * min(bottom - top, right - left)
    return (left, top + spare, right, bottom - spare)


def overlap(one, other):
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def measured(driver, path, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    driver.get(path.as_uri())
    return driver.execute_script(MEASURED)


@pytest.fixture(scope="module")
def figures_page(tmp_path_factory):
    """Write a report with every figure, among them ones of long names and large numbers."""
    made = Results()
    made.statistical("PA", "")
    made.statistical("PA", "lost", diverged=5)
    names = [
        "optimizer rmsprop, learning rate 0.003",
        "optimizer a_word_without_any_end_to_it_that_is_wider_than_it_all",
    ]
    for arm, name in zip(made.statistical("LO", "")["arms"], names, strict=True):
        arm["name"] = name
    made.statistical("TR", "", kind="trend", levels=(0.9, 0.8, 0.7, 0.6))
    made.statistical("VA", "", kind="interval", levels=(0.9,))
    large = made.statistical("BI", "", kind="proportion", levels=(0.9,), margin=12000.0)
    large["arms"][0]["values"] = [123456.0 + seed for seed in range(12)]
    maps = [
        made.statistical("MA", kind, kind="proportion", levels=(0.9,)) for kind in ("sigmoid", "relu", "tanh", "elu")
    ]
    for entry in maps:
        made.content["experiments"][entry["arms"][0]["experiment"]] |= {"activation": entry["params"], "dropout": 0.0}
        for key in entry["arms"][0]["runs"]:
            made.content["runs"][key]["series"] = REGION | VARIANCE
    layers = ([256, 128], [256, 128, 128, 128, 128], [256, 2048])
    for number, hidden in enumerate(layers):
        arm = made.statistical("SW", str(number), kind="proportion", levels=(0.9,))["arms"][0]
        made.content["experiments"][arm["experiment"]] |= {"hidden": hidden, "dropout": 0.0}
    for number, (optimizer, rate) in enumerate([("sgd", 0.1), ("sgd", 1e-4), ("momentum", 0.1), ("momentum", 1e-4)]):
        arm = made.statistical("GR", str(number), kind="proportion", levels=(0.9,))["arms"][0]
        changed = {"optimizer": optimizer, "learning_rate": rate, "dropout": 0.0}
        made.content["experiments"][arm["experiment"]] |= changed
    made.exact("AC4", curves=CURVES | {"start": -6.0})
    made.timed()
    made.benchmark("test_of_a_name_that_is_long_enough_for_two_lines[and its parameters]")
    made.benchmark("test_epoch[64]", 0.1)
    wide = [curve(id="RATE", places=(1e-4, 0.01, 0.1, 1.0, 30.0)), curve(id="BATCH", places=(1, 16, 64, 512, 4000))]
    folder = tmp_path_factory.mktemp("figures")
    report.write(made.results.model_copy(update={"responses": tuple(wide)}), folder)
    return folder / "index.html"


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_no_letter_is_too_small_or_cut_off_or_under_another(driver, figures_page, width):
    figures = measured(driver, figures_page, width)
    assert len(figures) > 30
    assert "\n".join(faults(figures)) == ""


def test_what_is_wrong_is_found():
    small = {"text": "a", "size": 8, "box": [0, 0, 10, 10]}
    over = {"text": "b", "size": 12, "box": [5, 2, 105, 12]}
    found = faults([{"name": "F", "scale": 1, "frame": [0, 0, 100, 100], "texts": [small, over]}])
    assert found == ["F: 'a' has 8.0 px", "F: 'b' is cut off", "F: 'a' is under 'b'"]
