"""People of a running newsroom, each in a browser of their own."""

from __future__ import annotations

from tests.live.site import PASSWORD


class Somebody:
    """A person in a browser of their own, who notices each error on the console."""

    def __init__(self, browser, site, javascript=True):
        self.context = browser.new_context(base_url=site.url, java_script_enabled=javascript, locale="fr-FR")
        self.page = self.context.new_page()
        self.page.set_default_timeout(90_000)  # a busy machine is no error
        self.errors = []
        self.foreign = []
        self.page.on("console", lambda message: message.type == "error" and self.errors.append(message.text))
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: request.url.startswith(site.url) or self.foreign.append(request.url))

    def sign_in(self, username):
        self.page.goto("/admin/login/")
        self.page.fill("#id_username", username)
        self.page.fill("#id_password", PASSWORD)
        self.page.click("[type=submit]")
        return self.page
