// Helps while a comment is written. Without it the form is sent, refused and previewed all the same.
const KEY = "commenter";
const REMEMBERED = ["author_name", "author_email", "author_url"];
const NEAR = 300;
const section = document.querySelector("#comment-form");
const form = section?.querySelector("form");

if (form) {
  tellSeconds();
  // While the page loads, the fragment of its address takes the focus away again.
  addEventListener("load", () => requestAnimationFrame(() => section.querySelector(".form-errors, .preview")?.focus()));
  count(form.elements.body, section.querySelector(".counter"));
  offerToRemember();
}

// How long the page was open when the form is sent: evidence for moderators, and nothing that decides.
function tellSeconds() {
  // A form that came back with errors holds the seconds of the page before: they count as well.
  const before = Number(form.elements.seconds.value) || 0;
  form.addEventListener("submit", () => {
    form.elements.seconds.value = (before + performance.now() / 1000).toFixed(1);
  });
}

// Beyond 200 each number takes the form of one below, in every language.
function inWords(words, kind, count) {
  const form = words[`${kind}Which`][count < 200 ? count : 100 + (count % 100)];
  return JSON.parse(words[`${kind}Forms`])[form].replace("%(count)s", count);
}

// Says how much room is left, once it is little and whoever types has paused.
function count(field, counter) {
  let pause;
  const say = () => {
    const left = Number(counter.dataset.limit) - [...field.value].length;
    counter.textContent = left > NEAR ? "" : inWords(counter.dataset, left < 0 ? "over" : "left", Math.abs(left));
  };
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(say, 500);
  });
  say();
}

// Keeps name and addresses on this device while a box is ticked, and nothing otherwise.
function offerToRemember() {
  const kept = read();
  const box = document.createElement("input");
  const label = document.createElement("label");
  box.type = "checkbox";
  box.checked = kept !== null;
  label.className = "remember";
  label.append(box, form.dataset.remember);
  form.elements.author_url.closest(".field").after(label);
  for (const name of REMEMBERED) form.elements[name].value ||= kept?.[name] ?? "";
  form.addEventListener("change", () => (box.checked ? keep() : forget()));
  form.addEventListener("submit", () => box.checked && keep());
}

function keep() {
  const values = REMEMBERED.map((name) => [name, form.elements[name].value]);
  attempt(() => localStorage.setItem(KEY, JSON.stringify(Object.fromEntries(values))));
}

function forget() {
  attempt(() => localStorage.removeItem(KEY));
}

function read() {
  return attempt(() => JSON.parse(localStorage.getItem(KEY)));
}

// A browser may refuse to store anything: then nothing is remembered.
function attempt(act) {
  try {
    return act() ?? null;
  } catch {
    return null;
  }
}
