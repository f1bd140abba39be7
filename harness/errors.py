"""The two mistakes a user can make, each ending in one line instead of a traceback."""


class DeclarationError(ValueError):
    """A claim or an experiment that cannot be meant as written; pytest shows it as a collection error."""


class UserError(Exception):
    """An option, a data file or an environment that cannot work; the plugin makes it a `pytest.UsageError`."""
