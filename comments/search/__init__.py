"""Readers' search in published comments: its own half of the page that `articles.search` answers."""
