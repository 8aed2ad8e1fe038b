"""Being told of new comments by mail: asking, the button behind the link, the mails, and leaving."""
