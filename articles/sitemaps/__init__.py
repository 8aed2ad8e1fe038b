"""
What search engines are told of: every published story with its pictures and translations, the pages that list stories,
and, apart, the news of two days. A file holds a thousand.
"""
