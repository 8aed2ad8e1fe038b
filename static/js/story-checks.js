// From a finding of the check to the place that it is about: into the story's editor, or into a part that is folded.
const place = (link) => {
  const control = document.getElementById(link.hash.slice(1));
  const row = control?.closest(".form-row");
  return row?.querySelector(".ProseMirror, .select2-selection") ?? control;
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
