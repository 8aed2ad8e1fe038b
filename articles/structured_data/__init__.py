"""
What the pages say to programs in the words of https://schema.org, equal to what they show to people.

`parts` are the things that several of them name; `articles.data_block` is the one way into a page.
"""
