/* The order of a front page: rows move at once, and may be dragged. What is sent are the numbers, as without this. */

const list = document.querySelector(".places");
const labels = [...list.children].map((row) => row.dataset.label);
let dragged = null;

function number() {
  const rows = [...list.children];
  rows.forEach((row, place) => {
    row.querySelector(".place-number input").value = place + 1;
    row.querySelector(".place-label").textContent = labels[place];
    row.querySelector("[name=up]").disabled = place === 0;
    row.querySelector("[name=down]").disabled = place === rows.length - 1;
  });
}

function move(button) {
  const row = button.closest(".place");
  if (button.name === "up") row.previousElementSibling?.before(row);
  else row.nextElementSibling?.after(row);
  number();
  const stays = button.disabled ? row.querySelector(".place-moves button:enabled") : button;
  stays?.focus();
}

list.addEventListener("click", (event) => {
  const button = event.target.closest(".place-moves button");
  if (!button) return;
  event.preventDefault();
  move(button);
});

list.addEventListener("change", (event) => {
  if (!event.target.matches(".place-number input")) return;
  const row = event.target.closest(".place");
  const others = [...list.children].filter((each) => each !== row);
  const place = Math.min(Math.max(Number(event.target.value) || 1, 1), others.length + 1);
  if (place > others.length) list.append(row);
  else others[place - 1].before(row);
  number();
});

/* A row is dragged by its name only, so that text in its fields can still be selected. */
list.addEventListener("pointerdown", (event) => {
  for (const row of list.children) row.draggable = false;
  const label = event.target.closest(".place-label");
  if (label) label.closest(".place").draggable = true;
});

list.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(".place");
  dragged.classList.add("is-dragged");
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", "");
});

list.addEventListener("dragover", (event) => {
  const over = event.target.closest(".place");
  if (!dragged || !over || over === dragged) return;
  event.preventDefault();
  const box = over.getBoundingClientRect();
  if (event.clientY < box.top + box.height / 2) over.before(dragged);
  else over.after(dragged);
});

list.addEventListener("drop", (event) => event.preventDefault());

list.addEventListener("dragend", () => {
  dragged?.classList.remove("is-dragged");
  dragged = null;
  number();
});

/* The admin's search has no name of its own while nothing is chosen; it is made when jQuery is ready. */
window.django?.jQuery(() => {
  for (const story of list.querySelectorAll(".place-story")) {
    const name = story.querySelector("label").textContent;
    const search = story.querySelector(".select2-selection");
    const shown = story.querySelector(".select2-selection__rendered");
    if (!search) continue;
    search.removeAttribute("aria-labelledby");
    search.setAttribute("aria-label", name);
    search.setAttribute("aria-describedby", shown.id);
    shown.setAttribute("aria-label", name);
  }
});

list.classList.add("can-drag");
document.querySelector(".front-order").hidden = true;
