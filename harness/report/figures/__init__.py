"""Results as SVG figures: the data of each figure, the plot, and the style that all of them share.

matplotlib is imported here first, with a backend that needs neither a display nor a notebook: `MPLBACKEND`, which a
notebook sets for every process that it starts, would end its import where that backend is not installed.
"""

import contextlib
import os

_asked = os.environ.get("MPLBACKEND")
os.environ["MPLBACKEND"] = "agg"
try:
    with contextlib.suppress(Exception):  # whatever is wrong with it: who draws imports it again, and says so
        import matplotlib  # noqa: F401
finally:
    os.environ.pop("MPLBACKEND")
    if _asked is not None:
        os.environ["MPLBACKEND"] = _asked
