// The moderators' desk by keyboard. Every key presses a button or follows a link that the page has anyway; this file
// only remembers which comment is meant, and goes on to the next one while the server answers.

const KEYS = { d: "approve", f: "reject", s: "spam", r: "reopen" };
const LOAD_MORE_BEFORE = 25;
const LOOK_FOR_NEW_MS = 20_000;
const SAY_WHERE_MS = 15_000;

const words = document.getElementById("desk-words");
const list = document.querySelector(".cards");
const help = document.getElementById("keys");
let current = null;
let loading = false;

const cards = () => [...document.querySelectorAll(".cards article.card")];
const isDecided = (card) => card.dataset.decided === "yes";

function say(text) {
  words.textContent = text;
}

function describe(card) {
  const name = card.querySelector(".name")?.textContent ?? "";
  const text = card.querySelector(".text")?.textContent.trim().replace(/\s+/g, " ") ?? "";
  return `${name} : ${text.slice(0, 200)}`;
}

function mean(card, { focus = true } = {}) {
  if (!card) return;
  current?.classList.remove("current");
  current = card;
  card.classList.add("current");
  card.tabIndex = -1;
  // Whoever clicked in it sees it: a page that moved now would take the click away from under the pointer.
  if (focus) {
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
  }
  loadMoreNear(card);
}

function step(by) {
  const all = cards();
  const place = all.indexOf(current);
  mean(all[place < 0 ? 0 : Math.min(Math.max(place + by, 0), all.length - 1)]);
}

// The next comment that nobody has decided on; after the last one, the one before.
function nextOpen(card) {
  const all = cards();
  const place = all.indexOf(card);
  return all.slice(place + 1).find((other) => !isDecided(other)) ?? all.slice(0, place).findLast((other) => !isDecided(other));
}

function decide(decision) {
  const card = current;
  const press = (value) => card?.querySelector(`button[name="decision"][value="${value}"]`);
  // What is published and was reported is approved by keeping it.
  const button = press(decision) ?? (decision === "approve" ? press("keep") : null);
  if (!button || isDecided(card)) return;
  const next = nextOpen(card);
  card.dataset.decided = "yes";
  card.classList.add("is-sent");
  button.click();
  const said = words.dataset[button.value].replace("%s", card.querySelector(".name")?.textContent ?? "");
  if (next) {
    mean(next);
    say(`${said} ${words.dataset.next} ${describe(next)}`);
  } else {
    say(`${said} ${words.dataset.end}`);
  }
}

async function loadMoreNear(card) {
  const all = cards();
  const more = document.querySelector('.more a[rel="next"]');
  if (!more || loading || all.length - all.indexOf(card) > LOAD_MORE_BEFORE) return;
  loading = true;
  try {
    const answer = await fetch(more.href);
    if (!answer.ok || answer.redirected) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const known = new Set(all.map((other) => other.id));
    for (const item of page.querySelectorAll(".cards > li")) {
      if (known.has(item.querySelector("article")?.id)) continue;
      list.append(document.adoptNode(item));
      htmx.process(list.lastElementChild);
    }
    const further = page.querySelector('.more a[rel="next"]');
    if (further) more.href = further.href;
    else more.closest(".more").remove();
  } finally {
    loading = false;
  }
  // Whoever was faster than the page goes on where it begins.
  if (isDecided(current)) mean(nextOpen(current));
}

// Leave the page only when every decision has arrived.
let leave = null;
function whenSent(action) {
  if (document.querySelector(".is-sent")) leave = action;
  else action();
}

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector(".is-sent")) event.preventDefault();
});

const ACTIONS = {
  j: () => step(1),
  k: () => step(-1),
  z: () => whenSent(() => document.querySelector("#undo button")?.click()),
  t: () => current?.querySelector(".drawer-thread summary")?.click(),
  a: () => current?.querySelector(".drawer-author summary")?.click(),
  g: () => whenSent(() => current?.querySelector(".alike-all")?.click()),
  n: () => openNote(),
  e: () => whenSent(() => current?.querySelector(".more-evidence")?.click()),
  x: () => current?.querySelector('input[type="checkbox"][name="comment"]')?.click(),
  v: () => whenSent(() => document.querySelector(".mode a")?.click()),
  "/": () => document.getElementById("q")?.focus(),
  "?": () => (help.open ? help.close() : help.showModal()),
};

// Whoever switched the keys off on “My desk” presses buttons: then no key is listened to, and no hint of one shown.
const keysOn = document.body.dataset.keys !== "off";

document.addEventListener("keydown", (event) => {
  if (!keysOn) return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest("input:not([type=checkbox]), textarea, select") || (help.open && event.key !== "?")) return;
  if (event.key === "F") {
    current?.querySelector("select[name=reason]")?.focus();
  } else if (KEYS[event.key]) {
    if (!event.repeat) decide(KEYS[event.key]);
  } else if (ACTIONS[event.key]) {
    ACTIONS[event.key]();
  } else if (/^[1-9]$/.test(event.key)) {
    whenSent(() => document.querySelectorAll(".queues a")[Number(event.key) - 1]?.click());
  } else {
    return;
  }
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const card = event.target.closest(".cards article.card");
  if (card && card !== current && event.target !== card) mean(card, { focus: false });
});

function openNote() {
  const explain = current?.querySelector(".explain");
  if (!explain) return;
  explain.open = true;
  explain.querySelector("textarea").focus();
}

// The server's answer takes the place of the card, wherever one is reading by now.
document.body.addEventListener("htmx:afterSettle", () => {
  if (current && !current.isConnected) current = document.getElementById(current.id);
  const asking = document.querySelector(".asks");
  if (asking && current !== asking.closest("article.card")) {
    mean(asking.closest("article.card"), { focus: false });
    asking.querySelector("button").focus();
    say(words.dataset.asks);
  } else if (current && !current.contains(document.activeElement)) {
    mean(current, { focus: document.activeElement?.matches("article.card, body") ?? true });
  }
  if (leave && !document.querySelector(".is-sent")) leave();
});

document.body.addEventListener("htmx:responseError", (event) => tell(event));
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status === 409) say(words.dataset.late);
});
document.body.addEventListener("htmx:sendError", (event) => tell(event));

// Nothing was decided: the card is open again, and says so.
function tell(event) {
  const card = event.target.closest?.("article.card");
  if (!card) return;
  delete card.dataset.decided;
  card.classList.remove("is-sent");
  say(words.dataset.failed);
}

// What has come since is a link to press, and never a jump.
const news = document.getElementById("new-comments");
setInterval(async () => {
  if (document.hidden) return;
  const answer = await fetch(news.dataset.address).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { count, sentence } = await answer.json();
  news.hidden = count === 0;
  if (news.firstElementChild.textContent !== sentence) news.firstElementChild.textContent = sentence;
}, LOOK_FOR_NEW_MS);

// Where this person is at work, for colleagues; and where they are.
const people = document.getElementById("people");
const token = () => JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
async function sayWhere() {
  if (document.hidden || !people) return;
  const body = new URLSearchParams({ comment: current?.id.replace("comment-", "") ?? "" });
  for (const card of cards().filter((other) => !isDecided(other)).slice(0, 100)) body.append("shown", card.id.replace("comment-", ""));
  const headers = { "X-CSRFToken": token() };
  const answer = await fetch(people.dataset.address, { method: "POST", body, headers }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const { here, looking } = await answer.json();
  people.textContent = here ? people.dataset.said.replace("%s", here) : "";
  for (const card of cards()) {
    const place = card.querySelector(".looking");
    const sentence = looking[card.id.replace("comment-", "")] ?? "";
    if (place && place.textContent !== sentence) place.textContent = sentence;
  }
}
setInterval(sayWhere, SAY_WHERE_MS);
setTimeout(sayWhere, 1000);

document.getElementById("show-keys").addEventListener("click", ACTIONS["?"]);
document.body.classList.toggle("has-keys", keysOn);
const asked = /^#comment-\d+$/.test(location.hash) && document.querySelector(`.cards ${location.hash}`);
if (list) mean(asked || cards()[0], { focus: document.activeElement === document.body });
