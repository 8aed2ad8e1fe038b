"""
What readers send and moderators decide. The row of a comment is the truth, and the queue of the screening worker.

`status` is written by people, `verdict` by screening alone; both change through the methods of `CommentQuerySet`
and of `comments.screening`, which name the state that they expect, so that nothing is ever overwritten.
"""

from comments.models.attempt import ScreeningAttempt
from comments.models.comment import Comment
from comments.models.confirmation import AddressConfirmation
from comments.models.discussion import DiscussionChange, DiscussionSettings
from comments.models.event import ModerationEvent
from comments.models.featuring import Featuring
from comments.models.house import HouseChange, HouseSettings
from comments.models.note import Note
from comments.models.personal_data import PersonalDataAccess
from comments.models.preferences import DeskPreferences
from comments.models.reason import RejectionReason
from comments.models.report import Report
from comments.models.rule import Rule, RuleEntry, RuleHit
from comments.models.saved_filter import SavedFilter
from comments.models.search_terms import SearchTerms
from comments.models.search_text import SearchText
from comments.models.service import AkismetService, ServiceOutage
from comments.models.shift import Claim, Presence
from comments.models.shortening import Shortening
from comments.models.subscription import Subscription, Untold
from comments.models.trait import Trait

__all__ = [
    "AddressConfirmation",
    "AkismetService",
    "Claim",
    "Comment",
    "DeskPreferences",
    "DiscussionChange",
    "DiscussionSettings",
    "Featuring",
    "HouseChange",
    "HouseSettings",
    "ModerationEvent",
    "Note",
    "PersonalDataAccess",
    "Presence",
    "RejectionReason",
    "SavedFilter",
    "Rule",
    "RuleEntry",
    "RuleHit",
    "Report",
    "ScreeningAttempt",
    "SearchTerms",
    "SearchText",
    "ServiceOutage",
    "Trait",
    "Shortening",
    "Subscription",
    "Untold",
]
