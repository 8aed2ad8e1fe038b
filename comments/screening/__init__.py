"""
Screening: asking Akismet about each comment, and telling it what people decided against its verdict.

The only package that imports `akismet`. It writes verdicts and never a status, whatever the answer or the failure;
and it never runs in a request: the tasks of `comments.tasks` call `engine.work_off`.
"""
