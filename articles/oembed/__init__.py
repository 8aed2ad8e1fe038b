"""A story as a card on other sites, by https://oembed.com: title, author and picture, no script and no markup."""
