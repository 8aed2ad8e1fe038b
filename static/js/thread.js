// Dates in words, collapsed answers that a link leads to, and what was published since. Nothing moves unasked.
const EVERY = 60_000;
const DAY = 86_400;
const thread = document.querySelector("#comments");
const box = thread.querySelector(".thread-news");
const ago = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
let asked = Date.now();
let offered = 0;

tellAges();
openTarget();
setInterval(ask, EVERY);
addEventListener("hashchange", openTarget);
document.addEventListener("visibilitychange", () => Date.now() - asked >= EVERY && ask());

// Says how long ago what is younger than a day was written; the date itself is in the title.
function tellAges() {
  for (const time of thread.querySelectorAll(".permalink time")) {
    const seconds = (Date.now() - Date.parse(time.dateTime)) / 1000;
    const isRecent = seconds >= 0 && seconds < DAY;
    if (isRecent) time.title ||= time.textContent;
    if (time.title) time.textContent = isRecent ? inWords(seconds) : time.title;
  }
}

function inWords(seconds) {
  const minutes = Math.max(1, Math.round(seconds / 60));
  return minutes < 60 ? ago.format(-minutes, "minute") : ago.format(-Math.floor(seconds / 3600) || -1, "hour");
}

// Browsers of today do this by themselves.
function openTarget() {
  const target = /^#comment-\d+$/.test(location.hash) && document.querySelector(location.hash);
  const collapsed = target && target.closest("details:not([open])");
  if (!collapsed) return;
  collapsed.open = true;
  target.scrollIntoView();
}

async function ask() {
  if (document.visibilityState !== "visible") return;
  asked = Date.now();
  tellAges();
  const answer = await fetch(thread.dataset.news).catch(() => null);
  if (!answer?.ok) return;
  const { comments } = await answer.json();
  const count = comments.filter((number) => !document.getElementById(`comment-${number}`)).length;
  if (count && count !== offered) offer(count);
}

function offer(count) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button";
  // Beyond 200 each number takes the form of one below, in every language.
  const form = box.dataset.which[count < 200 ? count : 100 + (count % 100)];
  button.textContent = JSON.parse(box.dataset.forms)[form].replace("%(count)s", count);
  button.addEventListener("click", () => show(button));
  box.replaceChildren(button);
  offered = count;
}

async function show(button) {
  button.disabled = true;
  const answer = await fetch(location.pathname + location.search).catch(() => null);
  const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#comments");
  if (!fresh) {
    button.disabled = false;
    return;
  }
  const words = button.textContent;
  const first = stayInPlace(() => put(fresh));
  // They stand on another page of the thread.
  if (!first) return location.assign(box.dataset.newest);
  thread.dataset.news = fresh.dataset.news;
  thread.querySelector("h2").replaceWith(document.importNode(fresh.querySelector("h2"), true));
  tellAges();
  offered = 0;
  box.replaceChildren(linkTo(first, words));
  first.setAttribute("tabindex", "-1");
  first.focus({ preventScroll: true });
}

function linkTo(comment, words) {
  const link = document.createElement("a");
  link.className = "button";
  link.href = `#${comment.id}`;
  link.textContent = words;
  link.addEventListener("click", () => box.replaceChildren());
  return link;
}

// Puts in what is not here yet, each behind what it stands behind; returns the first one.
function put(fresh) {
  let before = null;
  let first = null;
  for (const node of fresh.querySelectorAll(".comment")) {
    let here = document.getElementById(node.id);
    if (!here) {
      here = document.importNode(node, true);
      here.classList.add("comment-new");
      if (before) placeBehind(before, here, node.closest("details"));
      else thread.querySelector(".comment, .thread-news").before(here);
      first ??= here;
    }
    before = here;
  }
  return first;
}

function placeBehind(before, node, isCollapsed) {
  let at = (!isCollapsed && before.closest("details")) || before;
  while (at.nextElementSibling?.matches("#comment-form, .way-on")) at = at.nextElementSibling;
  at.after(node);
}

// What is being read stays where it is on the screen, whatever comes above it.
function stayInPlace(change) {
  const read = [...thread.querySelectorAll(".comment")].find((node) => node.getBoundingClientRect().bottom > 0);
  const before = read?.getBoundingClientRect().top;
  const isBelowTheTop = thread.getBoundingClientRect().top < 0;
  // Or the browser would do the same once more.
  document.documentElement.style.overflowAnchor = "none";
  const result = change();
  if (read && isBelowTheTop) scrollBy({ top: read.getBoundingClientRect().top - before, behavior: "instant" });
  requestAnimationFrame(() => (document.documentElement.style.overflowAnchor = ""));
  return result;
}
