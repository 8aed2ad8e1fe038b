"""Why there is no verdict. Each kind asks for another behaviour of the queue, and none of them is ever a verdict."""

from __future__ import annotations


class NoVerdict(Exception):
    """Akismet gave no verdict. `code` is short, fit for logs and metrics, and holds nothing of the reader's."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Away(NoVerdict):
    """It did not answer, or not in a way that can be understood: try again later, with growing pauses."""


class Busy(NoVerdict):
    """It asks everybody to wait: the whole queue pauses, and nobody's attempt is used up."""

    def __init__(self, retry_after: float) -> None:
        super().__init__("busy")
        self.retry_after = retry_after


class KeyRefused(NoVerdict):
    """It does not judge for this key: no use in asking on, an operator must act."""

    def __init__(self, code: str, alert_code: str = "", alert_message: str = "") -> None:
        super().__init__(code)
        self.alert_code, self.alert_message = alert_code, alert_message


class Unsendable(NoVerdict):
    """This one comment cannot be put to Akismet at all; people decide on it unscreened."""
