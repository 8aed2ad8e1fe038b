// Says that a live story has new entries, and puts them in when the reader asks. Without it, a link does the same.
const EVERY = 30_000;
const live = document.querySelector("#live[data-news]");
const news = live?.querySelector(".live-news");
const page = live && new URL(news.querySelector("a").href);
const seen = { newest: Number(live?.dataset.newest), at: Date.now(), announced: 0 };
let timer = live && setInterval(ask, EVERY);

document.addEventListener("visibilitychange", () => Date.now() - seen.at >= EVERY && ask());

async function ask() {
  if (document.visibilityState !== "visible" || !timer) return;
  seen.at = Date.now();
  const answer = await fetch(live.dataset.news).catch(() => null);
  if (!answer?.ok) return;
  const { newest, ended, withdrawn } = await answer.json();
  const count = newest - seen.newest - withdrawn.filter((number) => number > seen.newest).length;
  if (ended) stop();
  if (count > 0 && count !== seen.announced) offer(count);
  else if (ended && count <= 0) news.replaceChildren(paragraph(news.dataset.ended));
}

function stop() {
  clearInterval(timer);
  timer = null;
}

function offer(count) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "live-offer";
  // Beyond 200 each number takes the form of one below, in every language.
  const form = news.dataset.which[count < 200 ? count : 100 + (count % 100)];
  button.textContent = JSON.parse(news.dataset.forms)[form].replace("%(count)s", count);
  button.addEventListener("click", () => show(button));
  stayInPlace(() => news.replaceChildren(button));
  seen.announced = count;
}

async function show(button) {
  button.disabled = true;
  page.searchParams.set("since", seen.newest);
  const answer = await fetch(page).catch(() => null);
  const fresh = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("#live");
  if (!fresh) {
    button.disabled = false;
    return;
  }
  // Between what is here and what has come, some would be missing: the page itself says so.
  if (Number(fresh.dataset.first) > seen.newest + 1) return location.assign(page);
  const words = button.textContent;
  const first = stayInPlace(() => {
    const entry = put(fresh);
    news.replaceChildren(linkTo(entry ?? live, words));
    return entry;
  });
  first?.setAttribute("tabindex", "-1");
  first?.focus({ preventScroll: true });
}

// Takes each entry from the new page unless it stands here unchanged; keeps what is further down.
function put(fresh) {
  const list = live.querySelector(".live-entries");
  const incoming = [...fresh.querySelectorAll(".live-entries > *")].map((node) => same(node) ?? document.importNode(node, true));
  const below = [...list.children].filter((node) => Number(node.dataset.number) < Number(fresh.dataset.first));
  list.replaceChildren(...incoming, ...below);
  for (const part of [".live-above", ".live-head"]) live.querySelector(part).replaceWith(document.importNode(fresh.querySelector(part), true));
  const before = seen.newest;
  seen.newest = Number(fresh.dataset.newest);
  seen.announced = 0;
  return incoming.filter((node) => Number(node.dataset.number) > before).at(-1);
}

function same(node) {
  const here = document.getElementById(node.id);
  return here?.isEqualNode(node) ? here : null;
}

// What is being read stays where it is on the screen, whatever comes above it.
function stayInPlace(change) {
  const read = [...live.querySelectorAll(".live-entries > *")].find((node) => node.getBoundingClientRect().bottom > 0);
  const before = read?.getBoundingClientRect().top;
  const isBelowTheTop = live.querySelector(".live-entries").getBoundingClientRect().top < 0;
  const result = change();
  const here = read && document.getElementById(read.id);
  if (here && isBelowTheTop) scrollBy({ top: here.getBoundingClientRect().top - before, behavior: "instant" });
  return result;
}

function paragraph(words) {
  const made = document.createElement("p");
  made.textContent = words;
  return made;
}

function linkTo(entry, words) {
  const link = document.createElement("a");
  link.className = "live-offer";
  link.href = `#${entry.id}`;
  link.textContent = words;
  return link;
}
