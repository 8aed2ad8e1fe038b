// The board and the calendar by dragging. A drop fills in the form that stands on the card and posts it; what the desk
// refuses goes back to its place, and the reason is said.

const said = document.querySelector(".said");
const words = document.querySelector("[data-failed]").dataset;
let dragged = null;

function say(text) {
  said.textContent = text;
}

const pad = (number) => String(number).padStart(2, "0");

async function post(form, card, putBack) {
  let answer, sentence;
  try {
    answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" } });
    const { said, asks } = answer.ok ? {} : await answer.json();
    if (asks) {
      // There are warnings to look at: on a page of their own, as without a script.
      form.submit();
      return;
    }
    sentence = said;
  } catch {
    sentence = words.failed;
  }
  if (answer?.ok) {
    location.reload();
    return;
  }
  putBack();
  say(sentence || words.failed);
  const details = form.closest("details");
  details.open = true;
  const option = form.querySelector("select")?.selectedOptions[0];
  (form.elements[option?.dataset.needs] ?? details.querySelector("summary")).focus();
}

// Show the card where it was dropped while the desk is asked, and give back what undoes that.
function place(card, list) {
  const [home, next] = [card.parentElement, card.nextElementSibling];
  list?.append(card);
  return () => home.insertBefore(card, next);
}

function dropOnColumn(column) {
  const form = dragged.querySelector(".move form");
  const option = [...form.elements.move.options].find((each) => each.value === column.dataset.takes);
  if (!option) {
    say(words.notOpen);
    return;
  }
  option.selected = true;
  post(form, dragged, place(dragged, column.querySelector("ul")));
}

function dropOnDay(day) {
  const form = dragged.querySelector("form[data-date]");
  const input = form.querySelector("input[type='datetime-local']");
  const before = input.value;
  const time = before.split("T")[1] ?? `${pad(18)}:00`;
  input.value = `${day.dataset.day}T${time}`;
  const back = place(dragged, day.querySelector("ul"));
  post(form, dragged, () => {
    back();
    input.value = before;
  });
}

for (const card of document.querySelectorAll("[data-card]")) {
  if (!card.querySelector("details.move form")) continue;
  card.draggable = true;
  card.addEventListener("dragstart", (event) => {
    dragged = card;
    card.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  card.addEventListener("dragend", () => card.classList.remove("dragged"));
}

for (const place of document.querySelectorAll("[data-takes], [data-day]")) {
  place.addEventListener("dragover", (event) => {
    if (!dragged) return;
    event.preventDefault();
    place.classList.add("drop-here");
  });
  place.addEventListener("dragleave", () => place.classList.remove("drop-here"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("drop-here");
    if (!dragged || place.contains(dragged)) return;
    if (place.dataset.day) dropOnDay(place);
    else dropOnColumn(place);
    dragged = null;
  });
}
