// How long the page was open when the form is sent: evidence for moderators, and nothing that decides.
const form = document.querySelector("#comment-form form");
form?.addEventListener("submit", () => {
  form.elements.seconds.value = (performance.now() / 1000).toFixed(1);
});
