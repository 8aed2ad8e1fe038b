// While a story is written: what is typed is kept on the server every few seconds and in this browser at once, and the
// page says who else has the story open. Saving, comparing and taking up again are plain forms and links.

const LOOK_MS = 3_000
const PING_MS = 10_000

const box = document.getElementById("story-editing")
const form = box.closest("form")
const part = (name) => box.querySelector(`.story-${name}`)
const story = form.elements.story?.value ?? ""
const key = form.elements.draft_key?.value ?? ""
// Text of a new story is kept under one name, so that it is found again after a crash, whatever key the new form has.
const place = `newsroom.story.${story || "new"}`
const NOT_TEXT = new Set(["csrfmiddlewaretoken", "settled_against", "differing"])

let opened = null
let sent = null
let sentAt = 0
let isSubmitting = false

const fill = (words, values) => words.replace(/%\((\w+)\)s/g, (_, name) => values[name])

function typed() {
  return [...new FormData(form)].filter(
    ([name, value]) => typeof value === "string" && !NOT_TEXT.has(name) && !name.startsWith("take_"),
  )
}

const asText = (fields) => JSON.stringify(fields.filter(([name]) => name !== "base" && name !== "draft_key"))

function keepHere(fields) {
  try {
    localStorage.setItem(place, JSON.stringify({ at: Date.now(), fields }))
  } catch {
    // The browser keeps nothing for this site, or is full: the server's copy remains.
  }
}

function keptHere() {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null")
  } catch {
    return null
  }
}

const forgetHere = () => localStorage.removeItem(place)

async function post(fields, extra = {}) {
  const body = new FormData()
  body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
  for (const [name, value] of fields) body.append(name, value)
  for (const [name, value] of Object.entries(extra)) body.set(name, value)
  return fetch(box.dataset.autosave, { method: "POST", body, redirect: "manual" })
}

// Whoever signs in again gets a new token: take it from a fresh copy of this page.
async function renewToken() {
  const answer = await fetch(location.href, { redirect: "manual" })
  if (!answer.ok) return false
  const page = new DOMParser().parseFromString(await answer.text(), "text/html")
  const token = page.querySelector(`#${form.id} [name="csrfmiddlewaretoken"]`)?.value
  if (token) form.elements.csrfmiddlewaretoken.value = token
  return Boolean(token)
}

function say(words, isTrouble) {
  const line = part("kept")
  line.hidden = false
  line.textContent = words
  line.classList.toggle("is-trouble", isTrouble)
  line.setAttribute("role", isTrouble ? "alert" : "none")
}

function showNews({ others, latest, latest_by: name, latest_at: time }) {
  const company = part("company")
  const lines = others.map((other) => fill(company.dataset.one, other)).join(" ")
  if (company.textContent.trim() !== lines) company.textContent = lines
  company.hidden = !lines
  const newer = part("newer")
  const isNewer = story && latest > Number(form.elements.base.value)
  if (isNewer && newer.hidden) newer.textContent = fill(newer.dataset.words, { name, time })
  newer.hidden = !isNewer
}

async function tellServer(fields, text) {
  const isQuiet = text === sent
  let answer
  try {
    answer = await post(isQuiet ? [["story", story], ["draft_key", key]] : fields, isQuiet ? { quiet: "1" } : {})
    if (answer.status === 403 && (await renewToken())) answer = await post(fields)
  } catch {
    return say(part("kept").dataset.away, true)
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) return say(part("kept").dataset.signedOut, true)
  if (!answer.ok) return say(part("kept").dataset.away, true)
  sentAt = Date.now()
  const news = await answer.json()
  if (news.closed) return say(news.closed, true)
  showNews(news)
  if (isQuiet) {
    if (part("kept").classList.contains("is-trouble")) part("kept").hidden = true
    return undefined
  }
  sent = text
  if (asText(typed()) === text) forgetHere()
  return say(fill(part("kept").dataset.words, { time: news.kept_at }), false)
}

async function look() {
  if (isSubmitting) return
  const fields = typed()
  const text = asText(fields)
  const isChanged = text !== sent
  if (isChanged) keepHere(fields)
  if (isChanged || (story && Date.now() - sentAt > PING_MS)) await tellServer(fields, text)
}

async function goOnLooking() {
  await look()
  setTimeout(goOnLooking, LOOK_MS)
}

function offerWhatIsHere() {
  const kept = keptHere()
  if (!kept) return
  const values = new Map(kept.fields)
  if (asText(kept.fields) === opened) return forgetHere()
  const offer = part("local")
  const time = new Date(kept.at).toLocaleString(document.documentElement.lang)
  offer.querySelector("p").textContent = fill(offer.querySelector("p").dataset.words, { time })
  offer.hidden = false
  offer.querySelector('[data-act="drop"]').addEventListener("click", () => {
    forgetHere()
    offer.hidden = true
  })
  offer.querySelector('[data-act="take-up"]').addEventListener("click", async () => {
    const answer = await post(kept.fields)
    if (!answer.ok) return say(part("kept").dataset.away, true)
    forgetHere()
    isSubmitting = true
    location.search = `?unsaved=${story ? 1 : values.get("draft_key")}`
  })
}

form.addEventListener("submit", () => {
  // The copy stays until the saved page is seen: a session that has ended would lose the post.
  keepHere(typed())
  isSubmitting = true
})

addEventListener("beforeunload", (event) => {
  if (!isSubmitting && asText(typed()) !== sent) event.preventDefault()
})

addEventListener("pagehide", () => {
  const fields = typed()
  if (!isSubmitting && asText(fields) !== sent) keepHere(fields)
  const leaving = new FormData()
  leaving.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
  leaving.set("story", story)
  leaving.set("draft_key", key)
  leaving.set("leaving", "1")
  navigator.sendBeacon(box.dataset.autosave, leaving)
})

// The editor of the text writes its own form of the HTML into the field once it is there.
setTimeout(() => {
  opened = asText(typed())
  // What was taken up again is not saved yet; a form that came back with errors is not either.
  sent = box.dataset.takenUp ? null : opened
  offerWhatIsHere()
  goOnLooking()
}, 1_000)
