// From a finding of the check to the place that it is about: into the story's editor, or into a part that is folded.
const place = (link) => {
  const control = document.getElementById(link.hash.slice(1));
  const row = control?.closest(".form-row");
  const shown = [...(row?.querySelectorAll(".ProseMirror, .select2-selection") ?? [])];
  return shown.find((element) => element.checkVisibility()) ?? control;
};

document.querySelector("#checks")?.addEventListener("click", (event) => {
  const link = event.target.closest('a[href^="#"]');
  const found = link && place(link);
  if (!found) return;
  event.preventDefault();
  const folded = found.closest("details");
  if (folded) folded.open = true;
  found.scrollIntoView({ block: "center" });
  found.focus({ preventScroll: true });
});

// A form that comes back leads to what was found; Django would lead to the first field of a new story.
window.addEventListener("load", () => document.querySelector("#checks[autofocus]")?.focus());
