// What is selected in the original text is the passage to take out: the field below can be filled by hand as well.
const original = document.querySelector("[data-shortenable]");
const field = document.querySelector("[data-shorten] textarea");

document.addEventListener("selectionchange", () => {
  const selection = document.getSelection();
  const words = selection.toString();
  if (!field || !words.trim() || !original.contains(selection.anchorNode) || !original.contains(selection.focusNode)) return;
  field.value = words;
});
