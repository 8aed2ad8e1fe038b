"""What is looked at before a story is published: small checks, of which the owner says what stops and what warns."""

from articles.checks.report import Report, report_on

__all__ = ["Report", "report_on"]
