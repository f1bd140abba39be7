"""One pytest session's claims, from the collected items to results.json and the report."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any

import pytest

from harness import __version__
from harness.campaign.evidence import Evidence
from harness.declare.case import Asking, Case
from harness.declare.claim import Refuted
from harness.declare.questions import Question
from harness.declare.registry import current
from harness.declare.scope import Cell
from harness.declare.sweep import Curve
from harness.declare.timed_question import Timing
from harness.judge.decide import Verdict
from harness.plugin import closing, early_workers, finish, gather, kept_checks, looked_at, outcome, partial, xdist
from harness.plugin.answer import Answer, CellAnswer, about_rounds, about_seeds
from harness.plugin.collect import check_family, collect_cases, unrun
from harness.plugin.curves import Curves
from harness.plugin.guards import usage_errors, warnings_shown
from harness.plugin.on_request import leave_out
from harness.plugin.options import Settings
from harness.plugin.reference_check import Now, Regression, read
from harness.plugin.rounds import play_rounds
from harness.plugin.scope_cells import ScopeCells
from harness.results import provenance, reference
from harness.results.benchmark_records import benchmark_record
from harness.results.build import build, finished
from harness.results.claim_records import Checks, Ended, Played, claim_record, with_outcome
from harness.results.model import Benchmark, Claim, Outcome, Results, RoundsClaim
from harness.results.recorded_curves import curves_of

ENDS = {end.value for end in Outcome}
"""How a test can end; an attempt after which a plugin tries again ends with "rerun" instead."""
PROPERTIES = pytest.StashKey[Iterable[tuple[str, object]]]()
"""A test's properties before its first attempt."""


class ClaimsSession:
    """What the plugin does in one session.

    With pytest-xdist every worker gathers the evidence (the first one trains, the others find its runs in the
    store) and sends it to the controller, which collects nothing itself but sees all tests end.
    """

    def __init__(self, config: pytest.Config, settings: Settings) -> None:
        self.config = config
        self.settings = settings
        self.is_worker = xdist.is_worker(config)
        self.since, earlier = xdist.briefing(config) if self.is_worker else (settings.since, read(config, settings))
        self.regression = Regression(earlier)
        self.checks = kept_checks.registered(config, fresh=self.since > 0)
        self.workers = early_workers.registered(config, settings)
        self.collected: list[str] = []
        """Node ids of all claims that were found, selected or not."""
        self.cases: list[Case] = []
        self.scope = ScopeCells()
        self.curves = Curves()
        self.evidence: Evidence | None = None
        self.outcomes: dict[str, Ended] = {}
        self.played: dict[str, Played] = {}
        """The rounds of benchmarks, by node id."""
        self.answers: dict[str, list[Answer]] = {}
        """What tests were told, by node id."""
        self.claims: dict[str, Claim] = {}
        """The records made so far, without their outcomes, by node id."""
        self.timed: dict[str, Claim] = {}
        """Records of benchmarks from the workers of pytest-xdist that played them, by node id."""
        self.benchmarks: list[Benchmark] = []
        self.results: Results | None = None
        """What results.json holds, at the end of the session."""
        self.notices: list[str] = []
        """What else to say at its end."""
        self.faults: list[finish.Fault] = []
        """What could not be written of it."""

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node: Any) -> None:
        """Tell a worker of pytest-xdist since when runs count as fresh, and what it is compared with."""
        xdist.brief(node, self.since, self.regression.reference)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """Take a worker's evidence; the worker that trained knows most about the campaign."""
        sent, gone, collected = xdist.handed_in(node)
        self.collected = collected or self.collected
        self.regression.gone = self.regression.gone if gone is None else gone
        if sent:
            self.timed |= {one.nodeid: one for one in sent.claims if isinstance(one, RoundsClaim) and one.rounds}
        trained = self.results.campaign.runs_trained if self.results else -1
        if sent and sent.campaign.runs_trained > trained:
            self.results = sent

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Make claims selectable by id (`-k NS4`) and hold all of them, selected or not, to the family."""
        with usage_errors(self.config):
            suite, cases = current().declared_suite, collect_cases(items)
            check_family(cases, suite)
            self.scope.collect(items, cases)
            if self.regression.reference:
                reference.check_suite(self.regression.reference, suite)
            self.curves = Curves.among(items)
        for item in items:
            if mark := item.get_closest_marker("claim") or item.get_closest_marker("curve"):
                item.extra_keyword_matches.add(mark.kwargs["id"])
        if self.settings.prune and any("::" in argument for argument in self.config.args):
            raise pytest.UsageError("--claims-prune: single tests were named, and the others would lose their runs")
        self.regression.collected(items, self.config)
        self.collected = [item.nodeid for item in items if item.get_closest_marker("claim")]
        leave_out(items, self.config)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, Any, Any]:
        """Gather the evidence for the selected claims before the first test runs."""
        if not self.config.option.collectonly and not session.testsfailed:
            items = [item for item in session.items if not unrun(item)]
            self.cases, self.curves = collect_cases(items), self.curves.selecting(items)
            with usage_errors(self.config), warnings_shown():
                self.scope.select(items, current().datasets)
                if self.cases or self.scope.selected or self.curves.selected:
                    self._gather()
            if self.settings.dry_run:
                self.config.option.collectonly = True  # pytest's own way to run no test
        return (yield)

    def _gather(self) -> None:
        """Gather the evidence that the selected tests ask for, or say what that would take."""
        evidence, cells = gather.prepare(self.cases, current(), self.settings, self.curves), self.scope.selected
        if self.settings.dry_run:
            gather.say_what_would_be_done(evidence, self.cases, cells, self.since, self.config, self.curves)
            return
        self.evidence = evidence
        asking: list[Asking] = [*self.cases, *cells]
        known = evidence, asking, self.settings, self.since, self.config, self.curves
        gather.gather(*known, kept=self.scope.all, early=self.workers.taken())

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Hold --claims-prune to having all claims selected."""
        if self.settings.prune:
            with usage_errors(self.config):
                gather.check_none_deselected(collect_cases(items))

    def _selected(self, nodeid: str) -> Case | None:
        return next((case for case in self.cases if case.nodeid == nodeid), None)

    def _case(self, nodeid: str, asked: object) -> Case:
        """Return the selected claim that a test is, if what it asks about is its own parameter."""
        case = self._selected(nodeid)
        if self.evidence is None or case is None or asked not in (case.question, case.timing):
            name = nodeid.rpartition("::")[2]
            pytest.fail(
                f"{name.partition('[')[0]} is judged on its own parameter, as pytest.mark.parametrize gave it, and not "
                "on another question: only the former was known before the training",
                pytrace=False,
            )
        return case

    def answer(self, nodeid: str, question: Question | Cell) -> Answer | CellAnswer:
        """Return the verdict on a question of the selected claims, or what is known of a selected cell."""
        if isinstance(question, Cell):
            return self.scope.answer(nodeid, question, self.evidence)
        case = self._case(nodeid, question)
        assert self.evidence is not None
        answer = about_seeds(case.title, question, self.evidence.judgement(question), self.settings.strict)
        return self._given(nodeid, answer)

    def time(self, nodeid: str, asked: Timing, play: Callable[[], Sequence[float]], benchmark: Any) -> Answer:
        """Play rounds under pytest-benchmark and return the verdict that they give."""
        case = self._case(nodeid, asked)
        rounds = play_rounds(asked, play, benchmark)
        if benchmark.stats is not None:
            self.benchmarks.append(benchmark_record(benchmark.stats.as_dict(include_data=False)))
        self.played[nodeid] = Played(rounds, asked.judgement(rounds))
        return self._given(nodeid, about_rounds(case.title, asked, self.played[nodeid].judgement, self.settings.strict))

    def _given(self, nodeid: str, answer: Answer) -> Answer:
        self.answers.setdefault(nodeid, []).append(answer)
        return answer

    def _claim(self, case: Case) -> Claim:
        """Return the record of a test, without its outcome; it is made once, when the test has run."""
        assert self.evidence is not None
        if case.nodeid not in self.claims:
            self.claims[case.nodeid] = claim_record(case, self.evidence, self.played.get(case.nodeid))
        return self.claims[case.nodeid]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Forget an earlier attempt at the same test: a plugin may run one again that has failed."""
        for of_attempt in (self.claims, self.answers, self.played):
            of_attempt.pop(item.nodeid, None)
        item.user_properties[:] = item.stash.setdefault(PROPERTIES, list(item.user_properties))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Generator[None, Any, Any]:
        """Let a claim that is checked by values be refuted as it was said to be: `contradicted` expects `Refuted`."""
        __tracebackhide__ = True
        try:
            return (yield)
        except (AssertionError, pytest.fail.Exception, BaseExceptionGroup) as error:
            case = self._selected(item.nodeid)
            expected = case is not None and case.is_exact and case.expected is Verdict.REFUTED
            if expected and outcome.is_check(error) and not isinstance(error, Refuted):
                raise Refuted(str(error)) from error
            raise

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Fail a test whose verdict is not the reference's, after any mark has had its say; give all their properties.

        What the test's own checks gave travels with the report, because pytest-xdist's controller sees nothing else.
        """
        made = yield
        case, is_cell = self._selected(item.nodeid), item.nodeid in self.scope.nodeids()
        if not (case or is_cell) or self.evidence is None or not (call.when == "call" or call.excinfo):
            return made
        checks, reason = outcome.checks(made, call)
        made.claim_checks = checks.value, reason  # type: ignore[attr-defined]
        if is_cell and call.excinfo is None and (slip := self.scope.unread(item.nodeid)):
            outcome.fail(made, slip)
        if case and call.when != "teardown":
            claim = with_outcome(self._claim(case), Ended(Outcome(made.outcome), checks, reason))
            item.user_properties += outcome.properties(claim)
            made.user_properties = list(item.user_properties)
            if call.excinfo is None and (slip := outcome.unread(case, self.answers.get(item.nodeid, ()))):
                outcome.fail(made, slip)
            outcome.shorten(made, call)
            outcome.fill_reason(made, claim)
            self.regression.hold(claim, made, Now(self._built, self._asked, self.evidence.seeds))
        return made

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Remember how each test of a claim ended."""
        if hasattr(report, "claim_checks") and report.outcome in ENDS:
            how = "failed" if hasattr(report, "wasxfail") else report.outcome
            checks, reason = report.claim_checks
            curves = curves_of(report.user_properties)
            self.outcomes[report.nodeid] = Ended(Outcome(how), Checks(checks), reason, curves)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session, exitstatus: int) -> None:
        """Write results.json and the report, also after failures and interruptions."""
        if exitstatus == pytest.ExitCode.USAGE_ERROR:
            return  # nothing was found out; the last report stays
        with warnings_shown():
            self._finish(session, exitstatus)

    def _finish(self, session: pytest.Session, exitstatus: int) -> None:
        if self.evidence is not None:
            self.results = self._built(self.cases, self.curves.selected)
        if self.results is None:
            return
        if self.is_worker:
            xdist.hand_in(self.config, self.results, self.regression.gone, self.collected)
            return
        if self.evidence is not None and self.evidence.survival.verdicts and exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED
        to_the_end = exitstatus in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED)
        claims = tuple(self.timed.get(claim.nodeid, claim) for claim in self.results.claims)
        self.results = self.results.model_copy(update={"claims": claims})
        self.results, self.notices = looked_at.note(self.results, self.regression.reference, self.config)
        self.results = finished(self.results, self.outcomes, self.regression.record, to_the_end=to_the_end)
        if self.settings.report and self.config.getoption("--claims-report") is None:
            report = partial.place(self.settings.report, self.results, self.collected, self.config)
            self.settings = replace(self.settings, report=report)
        self.faults = finish.write(self.results, self.settings, gather.kept_figures(self.config))
        if self.faults:
            session.exitstatus = max(fault.code for fault in self.faults)

    def _built(self, cases: Sequence[Case] = (), curves: Sequence[Curve] = ()) -> Results:
        """Return the content of results.json about some claims before their outcomes, or only what they come from."""
        assert self.evidence is not None
        claims = [self._claim(case) for case in cases]
        found, cells = self.evidence, self.scope.selected
        return build(cases, claims, found, self._provenance, curves=curves, cells=cells, benchmarks=self.benchmarks)

    def _asked(self) -> list[Claim]:
        """Return the records of all claims that ask seeds; their evidence is there before the first test runs."""
        return [self._claim(case) for case in self.cases if case.question]

    @cached_property
    def _provenance(self) -> provenance.Provenance:
        return provenance.collect(self.config.rootpath, __version__, self.settings.recorded())

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """List the verdicts, and say where the report is."""
        if self.results is None:
            return
        survival = self.evidence.survival.verdicts if self.evidence else ()
        notices = [*self.checks.lines(), *self.notices]
        closing.say(terminalreporter, self.results, notices, gather.store_size(self.config), self.faults, survival)
        closing.say_where(terminalreporter, self.settings.report)
