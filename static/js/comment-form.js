// How long the page was open when the form is sent: evidence for moderators, and nothing that decides.
const form = document.querySelector("#comment-form form");
// A form that came back with errors holds the seconds of the page before: they count as well.
const before = Number(form?.elements.seconds.value) || 0;
form?.addEventListener("submit", () => {
  form.elements.seconds.value = (before + performance.now() / 1000).toFixed(1);
});
