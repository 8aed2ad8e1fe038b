"""How `make test` shares its processes: live tests, which wait most of their time, beside those that compute."""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadFileScheduling

LIVE = "tests/live/"


class Lanes(LoadFileScheduling):
    """
    A module for each process; half of the processes begin with the live ones, the other half with the rest.

    With all of them at the live ones, the machine would idle at first and have too much to do at once later.
    """

    def _assign_work_unit(self, node: Any) -> None:
        begins_live = self.nodes.index(node) < len(self.nodes) // 2
        of_this_lane = (scope for scope in self.workqueue if scope.startswith(LIVE) == begins_live)
        if scope := next(of_this_lane, None):
            self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)
