// How a story looks in a search result and when shared, while its fields are typed; and how long each of them is.
const field = (name) => document.querySelector(`#id_${name}`);

const shown = (element) => {
  const names = element.dataset.shows.split(" ");
  const words = names.map((name) => field(name)?.value.trim()).find(Boolean) ?? "";
  const limit = Number(element.dataset.limit);
  return words.length > limit ? `${words.slice(0, limit - 1)}…` : words;
};

const show = () => {
  for (const element of document.querySelectorAll("[data-shows]")) element.textContent = shown(element);
  for (const element of document.querySelectorAll("[data-shown-by]")) {
    element.hidden = !field(element.dataset.shownBy)?.checked;
  }
};

const count = (input) => {
  const note = input.nextElementSibling;
  note.textContent = `${input.value.length} / ${input.dataset.length}`;
  note.classList.toggle("is-long", input.value.length > Number(input.dataset.length));
};

if (field("seo_title")) {
  for (const input of document.querySelectorAll("[data-length]")) {
    // The hint below the field says the number in words; this one would be read out at every key.
    const note = Object.assign(document.createElement("span"), { className: "length", ariaHidden: "true" });
    input.after(note);
    input.addEventListener("input", () => count(input));
    count(input);
  }
  document.addEventListener("input", show);
  show();
}
