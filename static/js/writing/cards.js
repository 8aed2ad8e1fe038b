// A card that leads to another site or to one of our stories, typed by the journalist: nothing is asked of other sites.
// It may show a picture of the library.
import { Node, Plugin } from "django-prose-editor/editor"
import { ask } from "newsroom/dialog"
import { pickPicture } from "newsroom/picker"

const WEB_ADDRESS = /^https?:\/\/[^\s<>"]+$/
const PAUSE = 200
const CARD_ADDRESS = String.raw`https?:\/\/.+|\/(?!\/).*`

export const LinkCard = Node.create({
  name: "linkCard",
  group: "block",
  atom: true,
  draggable: true,

  addOptions() {
    return { words: {}, pickerUrl: "", searchUrl: "" }
  },

  addAttributes() {
    const own = (read) => ({ default: "", parseHTML: (element) => read(element) || "", renderHTML: () => ({}) })
    return {
      href: own((element) => element.querySelector("a")?.getAttribute("href")),
      title: own((element) => element.querySelector("a")?.textContent.trim()),
      note: own((element) => element.querySelector("figcaption")?.textContent.trim()),
      article: own((element) => element.querySelector("a")?.dataset.article),
      src: own((element) => element.querySelector("img")?.getAttribute("src")),
      file: own((element) => element.querySelector("img")?.dataset.file),
    }
  },

  parseHTML() {
    return [{ tag: "figure.link-card", priority: 60 }]
  },

  renderHTML({ node }) {
    const { href, title, note, article, src, file } = node.attrs
    const picture = src ? [["img", { src, alt: "", "data-file": file }]] : []
    const link = ["a", article ? { href, "data-article": article } : { href }, title]
    const caption = note ? [["figcaption", note]] : []
    return ["figure", { class: "link-card" }, ...picture, link, ...caption]
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("figure")
      dom.className = "link-card"
      const title = document.createElement("strong")
      title.textContent = node.attrs.title
      const host = document.createElement("span")
      host.className = "link-card-host"
      host.textContent = hostOf(node.attrs.href)
      const note = document.createElement("span")
      note.textContent = node.attrs.note
      if (node.attrs.src) dom.append(shownPicture(node.attrs.src))
      dom.append(title, host, note)
      dom.addEventListener("dblclick", () => {
        editor.commands.setNodeSelection(getPos())
        editCard(editor, this.options)
      })
      return { dom }
    }
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => {
        if (editor.state.selection.node?.type.name !== this.name) return false
        const { to } = editor.state.selection
        return editor
          .chain()
          .insertContentAt(to, { type: "paragraph" })
          .setTextSelection(to + 1)
          .run()
      },
    }
  },

  addProseMirrorPlugins() {
    const { editor, options } = this
    return [
      new Plugin({
        props: {
          handlePaste(view, event) {
            const text = event.clipboardData?.getData("text/plain").trim() || ""
            const { $from, empty } = view.state.selection
            const alone = empty && $from.depth === 1 && $from.parent.type.name === "paragraph" && !$from.parent.childCount
            if (!alone || !WEB_ADDRESS.test(text) || text.startsWith(location.origin)) return false
            editCard(editor, options, text)
            return true
          },
        },
      }),
    ]
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "linkCard",
      groups: "house",
      button: buttons.material("web_asset"),
      active: (editor) => editor.isActive("linkCard"),
      command: (editor) => editCard(editor, this.options),
    })
  },
})

function hostOf(address) {
  try {
    return new URL(address).hostname.replace(/^www\./, "")
  } catch {
    return ""
  }
}

async function editCard(editor, { words, pickerUrl, searchUrl }, pasted = "") {
  const selected = editor.state.selection.node
  const values = selected?.type.name === "linkCard" ? selected.attrs : { href: pasted }
  const fields = {
    href: { label: words.address, help: words.cardAddress, pattern: CARD_ADDRESS, inputMode: "url", required: true },
    title: { label: words.title, required: true },
    note: { label: words.note, lines: 2 },
  }
  const picture = new CardPicture(values, words, pickerUrl)
  const answered = ask(words.card, fields, values, words, picture.fieldset)
  const articles = followAddress(values, picture, searchUrl)
  const answer = await answered
  editor.commands.focus()
  if (answer) {
    const attrs = { ...answer, ...picture.attrs, article: articles.get(answer.href) ?? "" }
    editor.commands.insertContent({ type: "linkCard", attrs })
  } else if (pasted) {
    editor.commands.insertContent({ type: "text", text: pasted, marks: [{ type: "link", attrs: { href: pasted } }] })
  }
}

// Look whether an address is that of one of our stories, whose picture is then offered. Returns the numbers of stories by
// address: a card whose address stays keeps the number of its story, which may have another address today.
function followAddress(values, picture, searchUrl) {
  const articles = new Map(values.article ? [[values.href, values.article]] : [])
  const input = picture.fieldset.form.elements.href
  const look = async () => {
    const address = input.value.trim()
    const story = await storyAt(searchUrl, address)
    if (address !== input.value.trim()) return
    if (story) articles.set(address, String(story.id))
    picture.offer(story?.picture)
  }
  let timer = 0
  input.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(look, PAUSE)
  })
  look()
  return articles
}

async function storyAt(searchUrl, address) {
  if (!address) return null
  try {
    const answer = await fetch(`${searchUrl}?address=${encodeURIComponent(address)}`)
    return answer.ok ? (await answer.json()).stories[0] : null
  } catch {
    // The card is made without what the desk would have known.
    return null
  }
}

function shownPicture(src = "") {
  const image = document.createElement("img")
  if (src) image.src = src
  image.alt = ""
  return image
}

// The part of the dialog that says which picture the card shows, and takes another one.
class CardPicture {
  constructor({ src = "", file = "" }, words, pickerUrl) {
    this.words = words
    this.fieldset = document.createElement("fieldset")
    this.fieldset.className = "card-picture"
    const legend = document.createElement("legend")
    legend.textContent = words.picture
    this.status = document.createElement("p")
    this.status.setAttribute("role", "status")
    this.image = shownPicture()
    const choose = this.button(words.choosePicture, () => pickPicture(pickerUrl, (picture) => this.show(picture)))
    this.story = this.button(words.storyPicture, () => this.show(this.offered))
    this.none = this.button(words.noPicture, () => {
      this.show({ src: "", file: "" })
      choose.focus()
    })
    this.fieldset.append(legend, this.image, this.status, choose, this.story, this.none)
    this.offer(null)
    this.show({ src, file })
  }

  button(label, press) {
    const button = document.createElement("button")
    button.type = "button"
    button.textContent = label
    button.addEventListener("click", press)
    return button
  }

  show({ src, file }) {
    this.attrs = { src, file: String(file) }
    if (src) this.image.src = src
    this.image.hidden = this.none.hidden = !src
    this.status.textContent = src ? this.words.hasPicture : this.words.hasNoPicture
  }

  offer(picture) {
    this.offered = picture
    this.story.hidden = !picture
  }
}
