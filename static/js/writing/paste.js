// Clean text from what was copied out of Word, Google Docs, LibreOffice or a web page, step by step as
// articles/writing/paste.py does it on the server; tests/data/paste/ holds the cases for both.
import { Extension } from "django-prose-editor/editor"

const TRACKING =
  /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|igshid|igsh|mc_[ce]id|_hsenc|_hsmi|mkt_tok|xtor|at_\w+)$/i
const BOXES = ["div", "section", "article", "main", "header", "center", "address", "details", "summary", "dl"]
const BLOCKS = [
  ...["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "hr", "figure", "table", "aside", "pre"],
  ...["dt", "dd", "footer"],
  ...BOXES,
]
const READ = new Set([
  ...BLOCKS,
  ...["li", "br", "strong", "em", "code", "a", "img", "figcaption", "tbody", "tr", "th", "td", "small"],
  ...["b", "i", "span", "font", "thead", "tfoot", "caption", "nav", "tt", "kbd", "samp"],
])
const UNREAD =
  "script, style, title, noscript, iframe, object, svg, math, template, button, select, textarea, video, audio, canvas, xml, head, link, meta, colgroup"
const MARKER = /^\s*(?:(?<bullet>[·•▪◦‣§o–])|\(?(?<number>\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)])(?<gap>\s+)/
const EMPTY_BUT_SHOWN = ["img", "hr", "br", "table", "tbody", "tr", "td", "th"]

export const Paste = Extension.create({
  name: "cleanPaste",

  // What comes out of an editor like this one is left as it is.
  transformPastedHTML(html) {
    return html.includes("data-pm-slice") ? html : cleanPasted(html)
  },
})

function cleanPasted(html) {
  const { body } = new DOMParser().parseFromString(withoutInline(html), "text/html")
  for (const step of STEPS) step(body)
  return body.innerHTML
}

// The page's policy forbids inline styles, and says so of each one that is parsed: they are read under another name.
function withoutInline(html) {
  return html
    .replace(/<style\b[\s\S]*?<\/style>/gi, "")
    .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(style|on\w+)(?=\s*=)/gi, " data-$1"))
}

const all = (root, ...tags) => [...root.querySelectorAll(tags.join() || "*")]
const tagOf = (node) => node?.localName
const isElement = (node) => node.nodeType === 1
const unwrap = (element) => element.replaceWith(...element.childNodes)

function make(tag, ...children) {
  const element = document.createElement(tag)
  element.append(...children)
  return element
}

function renamed(element, tag) {
  const other = make(tag, ...element.childNodes)
  element.replaceWith(other)
  return other
}

function styles(element) {
  const pairs = (element.dataset.style || "").toLowerCase().split(";")
  return new Map(pairs.map((pair) => [pair.split(":", 1)[0].trim(), pair.slice(pair.indexOf(":") + 1).trim()]))
}

function texts(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
  const found = []
  while (walker.nextNode()) found.push(walker.currentNode)
  return found
}

function read(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_COMMENT)
  const comments = []
  while (walker.nextNode()) comments.push(walker.currentNode)
  for (const comment of comments) comment.remove()
  for (const element of all(root, UNREAD)) element.remove()
  for (const element of all(root)) if (!READ.has(tagOf(element))) unwrap(element)
}

function removeUnseen(root) {
  for (const element of all(root)) {
    const style = styles(element)
    const role = element.getAttribute("role")
    const isHidden = style.get("display") === "none" || style.get("mso-hide") === "all" || element.hasAttribute("hidden")
    const isAround =
      tagOf(element) === "nav" ||
      ["navigation", "banner", "search", "contentinfo"].includes(role) ||
      (tagOf(element) === "footer" && !element.closest("blockquote")) ||
      (tagOf(element) === "aside" && element.attributes.length > 0)
    if (isHidden || isAround) element.remove()
  }
}

// --- Word's lists

function makeWordLists(root) {
  for (const paragraph of all(root, "p")) {
    if (!paragraph.isConnected && !root.contains(paragraph)) continue
    let marker = markerOf(paragraph)
    if (!marker) continue
    const run = []
    let next = paragraph
    while (next && tagOf(next) === "p" && (marker = markerOf(next))) {
      run.push({ paragraph: next, ...marker })
      next = nextElement(next)
    }
    makeList(run)
  }
}

function markerOf(paragraph) {
  const level = /level([1-9])/.exec(styles(paragraph).get("mso-list") || "")
  const found = MARKER.exec(paragraph.textContent)
  if (level) return { level: Number(level[1]), isNumbered: Boolean(found?.groups.number) }
  if (!found) return null
  const isItem = paragraph.className.toLowerCase().startsWith("msolistparagraph") || /\t|\u00a0.|.\u00a0/.test(found.groups.gap)
  return isItem ? { level: 1, isNumbered: Boolean(found.groups.number) } : null
}

function makeList(run) {
  const lists = []
  for (const { paragraph, level, isNumbered } of run) {
    while (lists.length > 1 && lists.at(-1).level > level) lists.pop()
    const tag = isNumbered ? "ol" : "ul"
    const deeper = lists.length > 0 && lists.at(-1).level < level
    if (!lists.length || deeper || (lists.length === 1 && tagOf(lists[0].list) !== tag)) {
      const list = make(tag)
      if (deeper) {
        lists.at(-1).list.lastElementChild.append(list)
      } else {
        run[0].paragraph.before(list)
        lists.length = 0
      }
      lists.push({ level, list })
    }
    removeMarker(paragraph)
    lists.at(-1).list.append(make("li", make("p", ...paragraph.childNodes)))
  }
  for (const { paragraph } of run) paragraph.remove()
}

function removeMarker(paragraph) {
  const ignored = all(paragraph, "span").find((span) => (styles(span).get("mso-list") || "").includes("ignore"))
  if (ignored) {
    ignored.remove()
    return
  }
  let left = MARKER.exec(paragraph.textContent)?.[0].length || 0
  for (const text of texts(paragraph)) {
    const cut = Math.min(left, text.data.length)
    text.data = text.data.slice(cut)
    left -= cut
  }
}

function nextElement(element) {
  for (let sibling = element.nextSibling; sibling; sibling = sibling.nextSibling) {
    if (isElement(sibling)) return sibling
    if (sibling.data.trim()) return null
  }
  return null
}

// --- Emphasis, names of elements, links

function nameEmphasis(root) {
  for (const element of all(root, "b", "i", "strong", "em", "span", "font")) {
    const tag = tagOf(element)
    const style = styles(element)
    const weight = style.get("font-weight") || ""
    const slant = style.get("font-style") || ""
    let isBold = /^(?:bold|bolder|[6-9]00)$/.test(weight) || (["b", "strong"].includes(tag) && !weight)
    let isItalic = ["italic", "oblique"].includes(slant) || (["i", "em"].includes(tag) && !slant)
    const holdsBlocks = element.querySelector([...BLOCKS, "li"].join())
    if (element.closest("h1, h2, h3, h4, h5, h6") || holdsBlocks || !element.textContent.trim()) isBold = isItalic = false
    let inner = [...element.childNodes]
    if (isItalic && !element.parentElement.closest("em")) inner = [make("em", ...inner)]
    if (isBold && !element.parentElement.closest("strong")) inner = [make("strong", ...inner)]
    element.replaceWith(...inner)
  }
}

const RENAMED = { h1: "h2", h4: "h3", h5: "h3", h6: "h3", dt: "p", dd: "p", tt: "code", kbd: "code", samp: "code" }

function rename(root) {
  for (const small of all(root, "small")) if (small.className !== "note") unwrap(small)
  for (const element of all(root)) {
    const tag = tagOf(element)
    if (tag === "p" && /^mso(sub)?title$/i.test(element.className)) renamed(element, "h2")
    else if (tag === "dt") element.replaceWith(make("p", make("strong", ...element.childNodes)))
    else if (tag === "pre") element.replaceWith(make("p", codeOf(element.textContent)))
    else if (RENAMED[tag]) renamed(element, RENAMED[tag])
  }
  for (const part of all(root, "thead", "tfoot", "tbody")) unwrap(part)
}

function codeOf(text) {
  const lines = text.replace(/^\n+|\n+$/g, "").split("\n")
  return make("code", ...lines.flatMap((line, number) => (number ? [make("br"), line] : [line])))
}

function cleanLinks(root) {
  for (const link of all(root, "a")) {
    const address = withoutTracking((link.getAttribute("href") || "").trim())
    if (!address || address.startsWith("#") || !link.textContent.trim()) unwrap(link)
    else link.setAttribute("href", address)
  }
}

function withoutTracking(address) {
  const redirect = /^https?:\/\/(?:www\.)?google\.com\/url\?(.*)$/.exec(address)
  if (redirect) {
    const inner = new URLSearchParams(redirect[1])
    return withoutTracking(inner.get("q") || inner.get("url") || "")
  }
  const [, path, query, fragment] = /^([^?#]*)(?:\?([^#]*))?(#.*)?$/s.exec(address)
  if (!query) return address
  const pairs = query.split(/[&;]/)
  const kept = pairs.filter((pair) => !TRACKING.test(pair.split("=", 1)[0].trim()))
  if (kept.length === pairs.length) return address
  return path + (kept.length ? `?${kept.join("&")}` : "") + (fragment || "")
}

// --- Pictures, tables, boxes

function keepOwnPictures(root) {
  for (const image of all(root, "img")) if (!image.getAttribute("src")?.startsWith("/media/")) image.remove()
  for (const figure of all(root, "figure")) {
    if (!figure.querySelector("img, table, a")) renamed(figure, "div")
  }
  for (const caption of all(root, "figcaption")) if (!caption.closest("figure")) renamed(caption, "p")
}

function frameTables(root) {
  for (const table of all(root, "table")) {
    const captions = all(table, "caption")
    for (const caption of captions) caption.remove()
    if (!captions.some((caption) => caption.textContent.trim())) continue
    const frame = make("figure")
    frame.className = "table"
    table.replaceWith(frame)
    frame.append(table, make("figcaption", ...captions.flatMap((caption) => [...caption.childNodes])))
  }
}

function openBoxes(root) {
  for (const box of [...all(root, ...BOXES, "blockquote", "aside", "td", "th").reverse(), root]) {
    const isCell = ["td", "th"].includes(tagOf(box))
    if (!isCell || box.querySelector(BLOCKS.join())) wrapLooseWords(box)
    if (BOXES.includes(tagOf(box))) unwrap(box)
  }
}

function wrapLooseWords(box) {
  let loose = []
  const close = (next) => {
    const hasWords = loose.some((node) => node.textContent.trim())
    const paragraph = hasWords ? make("p", ...loose) : null
    if (!hasWords) for (const node of loose) node.remove()
    if (paragraph) box.insertBefore(paragraph, next)
    loose = []
  }
  for (const child of [...box.childNodes]) {
    if (isElement(child) && [...BLOCKS, "img"].includes(tagOf(child))) close(child)
    else loose.push(child)
  }
  close(null)
}

function splitAtDoubleBreaks(root) {
  for (const paragraph of all(root, "p")) {
    const parts = [[]]
    let breaks = 0
    for (const child of [...paragraph.childNodes]) {
      if (tagOf(child) === "br") {
        breaks++
        continue
      }
      if (!isElement(child) && !child.data.trim() && breaks) continue
      if (breaks > 1) parts.push([])
      else if (breaks === 1 && parts.at(-1).length) parts.at(-1).push(make("br"))
      breaks = 0
      parts.at(-1).push(child)
    }
    paragraph.replaceWith(...parts.filter((part) => part.length).map((part) => make("p", ...part)))
  }
}

// --- Spaces, and what shows nothing

function space(root) {
  root.normalize()
  for (const text of texts(root)) {
    if (text.parentElement.closest("code")) continue
    text.data = text.data.replace(/[ \t\r\n\u00a0]*[\t\r\n ][ \t\r\n\u00a0]*|\u00a0{2,}/g, " ")
  }
  for (const block of [root, ...all(root, ...BLOCKS, "li", "figcaption", "tr", "td", "th", "small")]) trim(block)
}

function trim(block) {
  for (const [end, cut] of [
    ["firstChild", "trimStart"],
    ["lastChild", "trimEnd"],
  ]) {
    let inner = block
    while (inner[end] && isElement(inner[end]) && ["strong", "em", "a"].includes(tagOf(inner[end]))) inner = inner[end]
    if (inner[end] && !isElement(inner[end])) inner[end].data = inner[end].data[cut]()
  }
  const children = [...block.childNodes]
  const between = [...BLOCKS, "li", "tbody", "tr", "td", "th", "img"]
  const isBetweenBlocks =
    children.some(isElement) &&
    children.every((child) => (isElement(child) ? between.includes(tagOf(child)) : !child.data.trim()))
  for (const child of children) {
    if (!isElement(child) && (child.data === "" || (isBetweenBlocks && !child.data.trim()))) child.remove()
  }
}

function mergeEmphasis(root) {
  for (const element of all(root, "strong", "em")) {
    if (!root.contains(element)) continue
    while (element.nextSibling && tagOf(element.nextSibling) === tagOf(element)) {
      const other = element.nextSibling
      element.append(...other.childNodes)
      other.remove()
    }
  }
}

function removeEmpty(root) {
  for (const element of all(root).reverse()) {
    const shows = element.textContent.trim() || EMPTY_BUT_SHOWN.includes(tagOf(element)) || element.querySelector("img, hr, table")
    if (!shows) element.remove()
  }
}

function forgetAttributes(root) {
  const kept = ["href", "title", "data-article", "src", "alt", "data-file", "start", "colspan", "rowspan"]
  for (const element of all(root)) {
    const own = ["figure", "small"].includes(tagOf(element)) ? [...kept, "class"] : kept
    for (const { name } of [...element.attributes]) if (!own.includes(name)) element.removeAttribute(name)
  }
}

const STEPS = [
  read,
  removeUnseen,
  makeWordLists,
  nameEmphasis,
  rename,
  cleanLinks,
  keepOwnPictures,
  frameTables,
  openBoxes,
  splitAtDoubleBreaks,
  space,
  mergeEmphasis,
  removeEmpty,
  forgetAttributes,
]
