// How long text and headline are, while somebody types. Counted as in articles/writing/counts.py; announced to nobody.
const WORDS_PER_MINUTE = 238
const PAUSE = 300
const BLOCK = /<\/?(?:p|h2|h3|li|blockquote|footer|figure|figcaption|tr|td|th|aside|small)\b|<[bh]r/g

function wordCount(html) {
  const text = html.replace(BLOCK, " $&").replace(/<[^>]*>/g, "").replaceAll("&nbsp;", " ").replace(/&(?:amp|lt|gt);/g, "&")
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length
}

function showLength(place, html) {
  const words = wordCount(html)
  const minutes = Math.max(1, Math.round(words / WORDS_PER_MINUTE))
  const sentence = words === 1 || (words === 0 && document.documentElement.lang.startsWith("fr")) ? "oneWord" : "words"
  const count = words.toLocaleString(document.documentElement.lang)
  place.textContent = `${place.dataset[sentence].replace("{}", count)} · ${place.dataset.minutes.replace("{}", minutes)}`
}

const timers = new Map()
document.addEventListener("input", ({ target }) => {
  const place = target.closest(".form-row")?.querySelector(".story-length")
  if (place && target.matches("textarea")) {
    clearTimeout(timers.get(place))
    timers.set(place, setTimeout(() => showLength(place, target.value), PAUSE))
  }
  if (target.dataset.usefulLength) showAdvice(target)
})

function showAdvice(input) {
  const advice = input.closest(".form-row").querySelector(".headline-advice")
  advice.hidden = input.value.length <= Number(input.dataset.usefulLength)
  advice.querySelector(".headline-length").textContent = input.value.length
}
