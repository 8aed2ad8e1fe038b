"""How `make test` shares its processes: live tests, which wait most of their time, beside those that compute."""

from __future__ import annotations

from typing import Any

from xdist.scheduler import LoadFileScheduling

LIVE = "tests/live/"
LONGEST = ("tests/live/test_readers_site.py", "tests/articles/test_permissions.py", "tests/articles/test_story_html.py")


class Lanes(LoadFileScheduling):
    """
    A module for each process; half of the processes begin with the live ones, the other half with the rest.

    With all of them at the live ones, the machine would idle at first and have too much to do at once later; with the
    longest at the end, they would be waited for.
    """

    def _assign_work_unit(self, node: Any) -> None:
        begins_live = self.nodes.index(node) < len(self.nodes) // 2
        of_this_lane = [scope for scope in self.workqueue if scope.startswith(LIVE) == begins_live]
        longest = [scope for scope in LONGEST if scope in of_this_lane]
        if scopes := longest or of_this_lane:
            self.workqueue.move_to_end(scopes[0], last=False)
        super()._assign_work_unit(node)
