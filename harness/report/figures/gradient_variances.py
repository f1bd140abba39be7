"""The figure of gradient variances: how the variance falls as the batch size rises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from harness.base.text import visible
from harness.judge.decide import Verdict
from harness.report.figures import series_plots, style
from harness.report.figures.figure import Drawing, Figure, with_verdict
from harness.report.figures.series import Series
from harness.report.wording.formatting import count, rounded
from harness.results.model import Run, SeedsClaim


@dataclass(frozen=True, kw_only=True)
class GradientVariances(Figure):
    """The gradient's variance at several batch sizes, in each run of each arm."""

    arms: tuple[str, ...]
    """Their names."""
    batch_sizes: NDArray[np.float64]
    series: tuple[Series, ...]
    """For each arm, `values[run, batch size]`; named if there are several."""
    verdict: Verdict

    @classmethod
    def of(cls, claim: SeedsClaim, runs: Mapping[str, Run]) -> Self | None:
        """Return the figure of a claim; None unless some run of every arm has recorded the variances."""
        variances = [
            [variance for key in arm.runs if key in runs and (variance := runs[key].gradient_variance)]
            for arm in claim.arms
        ]
        if not all(variances):
            return None
        arms = tuple(visible(arm.name) for arm in claim.arms)
        return cls(
            arms=arms,
            batch_sizes=np.array(variances[0][0].batch_sizes, dtype=np.float64),
            series=tuple(
                Series(name if len(arms) > 1 else "", np.array([one.variances for one in own]), colour=place)
                for place, (name, own) in enumerate(zip(arms, variances, strict=True))
            ),
            verdict=claim.verdict,
        )

    def drawing(self, name: str) -> Drawing:
        """Return the figure as it is drawn; its caption says how far the variance falls in each arm."""
        at = self.batch_sizes
        falls = "; ".join(f"{arm}: {self._fall(one)}" for arm, one in zip(self.arms, self.series, strict=True))
        finding = (
            f"The gradient's variance at batch sizes {at[0]:g} to {at[-1]:g}, medians of "
            f"{count(len(self.series[0].values), 'seed')} with their 10 % to 90 % band; {falls}."
        )
        with style.drawing(right=["fitted slope", "slope −1, to compare"]) as axes:
            labels = (
                "batch size (examples)",
                "gradient variance of all weights together, in (nats per unit of weight)²",
            )
            series_plots.power_law(axes, at, self.series, -1, labels)
            svg = style.svg(axes, name=name, alt=with_verdict(finding, self.verdict))
        guide = "Dashed: the fall as 1 over the batch size, which independent examples give."
        return Drawing(Markup(svg), f"{finding} {guide}")

    def _fall(self, arm: Series) -> str:
        medians = np.median(arm.values, axis=0)
        slope, _ = np.polyfit(np.log(self.batch_sizes), np.log(medians), 1)
        text = f"from {rounded(float(medians[0]))} to {rounded(float(medians[-1]))}, a slope of {slope:.2f}"
        return text.replace("-", "−")
