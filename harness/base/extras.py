"""The packages that only some of the harness' uses need: extras of its distribution."""

from __future__ import annotations

import importlib.util

from harness.base.errors import UserError

DISTRIBUTION = "pytest-claims"
"""What the harness is called where it is installed from."""


def need(package: str, *, extra: str, what: str) -> None:
    """Hold this environment to having a package, without importing it.

    Args:
        package: its name in an import.
        extra: the extra of the distribution that installs it.
        what: what cannot do without it.

    Raises:
        UserError: it is not installed; says which extra installs it.

    """
    if importlib.util.find_spec(package) is None:
        raise UserError(
            f"{what} needs the package {package}, which is not installed: pip install '{DISTRIBUTION}[{extra}]'"
        )
