// What the house adds to the library's editor. Each node is stored as the markup that articles/story_html.py allows.
import {
  Blockquote as LibraryBlockquote,
  Caption as LibraryCaption,
  Extension,
  Node,
  Table as LibraryTable,
  TableCell as LibraryTableCell,
  TableHeader as LibraryTableHeader,
} from "django-prose-editor/editor"
import { ask } from "newsroom/dialog"
import { pickPicture } from "newsroom/picker"

const CELL = "(paragraph | bulletList | orderedList)+"

function ancestor({ selection }, ...names) {
  const { $from } = selection
  if (names.includes(selection.node?.type.name)) return { node: selection.node, pos: selection.from }
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (names.includes(node.type.name)) return { node, pos: $from.before(depth) }
  }
  return null
}

// Leave a frame: go on in a new paragraph behind it.
function continueBehind(editor, ...names) {
  const found = ancestor(editor.state, ...names)
  if (!found) return false
  const end = found.pos + found.node.nodeSize
  return editor
    .chain()
    .insertContentAt(end, { type: "paragraph" })
    .setTextSelection(end + 1)
    .run()
}

// --- Quotation with its source

export const Blockquote = LibraryBlockquote.extend({
  content: "(paragraph | bulletList | orderedList)+ quoteSource?",
})

export const QuoteSource = Node.create({
  name: "quoteSource",
  content: "inline*",
  defining: true,

  parseHTML() {
    return [{ tag: "blockquote footer" }]
  },

  renderHTML() {
    return ["footer", 0]
  },

  addCommands() {
    return {
      addQuoteSource:
        () =>
        ({ state, chain }) => {
          const quotation = ancestor(state, "blockquote")
          if (!quotation) return false
          const { node, pos } = quotation
          const end = pos + node.nodeSize - 1
          if (node.lastChild.type.name === this.name) return chain().setTextSelection(end - 1).run()
          return chain()
            .insertContentAt(end, { type: this.name }, { updateSelection: false })
            .setTextSelection(end + 1)
            .run()
        },
    }
  },

  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) => editor.isActive(this.name) && continueBehind(editor, "blockquote"),
    }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "quoteSource",
      groups: "house",
      button: buttons.material("person"),
      hidden: (editor) => !editor.isActive("blockquote"),
      active: (editor) => editor.isActive("quoteSource"),
      command: (editor) => editor.chain().focus().addQuoteSource().run(),
    })
  },
})

// --- Several pictures of the library

export const Gallery = Node.create({
  name: "gallery",
  group: "block",
  content: "figure+ caption?",
  isolating: true,
  draggable: true,

  addOptions() {
    return { pickerUrl: "" }
  },

  parseHTML() {
    return [{ tag: "figure.gallery", priority: 60 }]
  },

  renderHTML() {
    return ["figure", { class: "gallery" }, 0]
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "gallery",
      groups: "house",
      button: buttons.material("collections"),
      active: (editor) => editor.isActive("gallery"),
      command: (editor) => pickPicture(this.options.pickerUrl, (picture) => addPicture(editor, picture)),
    })
  },
})

function addPicture(editor, { src, alt, file, caption }) {
  const image = { type: "image", attrs: { src, alt, file } }
  const words = caption ? [{ type: "caption", content: [{ type: "text", text: caption }] }] : []
  const figure = { type: "figure", content: [image, ...words] }
  const gallery = ancestor(editor.state, "gallery")
  const alone = gallery ? null : ancestor(editor.state, "figure")
  if (gallery) {
    const { node, pos } = gallery
    const behind = node.lastChild.type.name === "caption" ? node.lastChild.nodeSize : 0
    editor.commands.insertContentAt(pos + node.nodeSize - 1 - behind, figure)
  } else if (alone) {
    const { node, pos } = alone
    const both = { type: "gallery", content: [node.toJSON(), figure] }
    editor.commands.insertContentAt({ from: pos, to: pos + node.nodeSize }, both)
  } else {
    editor.commands.insertContent({ type: "gallery", content: [figure] })
  }
}

export const Caption = LibraryCaption.extend({
  addKeyboardShortcuts() {
    return {
      Enter: ({ editor }) =>
        editor.isActive("caption") &&
        (continueBehind(editor, "gallery") ||
          continueBehind(editor, "tableFigure") ||
          continueBehind(editor, "figure")),
    }
  },
})

// --- A table and its caption

export const TableFigure = Node.create({
  name: "tableFigure",
  group: "block",
  content: "table caption",
  isolating: true,

  parseHTML() {
    return [{ tag: "figure.table", priority: 60 }]
  },

  renderHTML() {
    return ["figure", { class: "table" }, 0]
  },
})

export const TableCell = LibraryTableCell.extend({ content: CELL })
export const TableHeader = LibraryTableHeader.extend({ content: CELL })

function newTable(rows, columns) {
  const row = (type) => ({
    type: "tableRow",
    content: Array.from({ length: columns }, () => ({ type, content: [{ type: "paragraph" }] })),
  })
  const table = [row("tableHeader"), ...Array.from({ length: rows - 1 }, () => row("tableCell"))]
  return { type: "tableFigure", content: [{ type: "table", content: table }, { type: "caption" }] }
}

export const Table = LibraryTable.extend({
  renderHTML() {
    return ["table", ["tbody", 0]]
  },

  addCommands() {
    const inherited = this.parent?.()
    return {
      ...inherited,
      // Its frame goes with it: a frame without a table is none.
      deleteTable:
        () =>
        ({ state, commands, ...context }) => {
          const frame = ancestor(state, "tableFigure")
          if (!frame) return inherited.deleteTable()({ state, commands, ...context })
          return commands.deleteRange({ from: frame.pos, to: frame.pos + frame.node.nodeSize })
        },
    }
  },

  addMenuItems({ editor, buttons, menu }) {
    this.parent?.({ editor, buttons, menu })
    menu.defineItem({
      name: "table",
      groups: "table",
      button: buttons.material("grid_on"),
      hidden: (editor) => editor.isActive("table"),
      command(editor) {
        const { from } = editor.state.selection
        editor.chain().focus().insertContent(newTable(3, 3)).run()
        const first = firstPosition(editor.state.doc, from - 1, "tableHeader")
        if (first !== null) editor.commands.setTextSelection(first + 2)
      },
    })
  },
})

function firstPosition(doc, from, name) {
  let found = null
  doc.nodesBetween(Math.max(0, from), doc.content.size, (node, pos) => {
    if (found === null && pos >= from && node.type.name === name) found = pos
    return found === null
  })
  return found
}

// --- A footnote stands where its mark is; its words are typed with *italics* and [links](address)

export const Footnote = Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,
  marks: "",

  addOptions() {
    return { words: {} }
  },

  addAttributes() {
    return {
      html: { default: "", parseHTML: (element) => element.innerHTML, renderHTML: () => ({}) },
    }
  },

  parseHTML() {
    return [{ tag: "small.note" }]
  },

  renderHTML({ node }) {
    const dom = document.createElement("small")
    dom.className = "note"
    dom.append(...harmless(node.attrs.html).childNodes)
    return dom
  },

  renderText({ node }) {
    return ` ${harmless(node.attrs.html).textContent} `
  },

  addNodeView() {
    return ({ node, editor, getPos }) => {
      const dom = document.createElement("small")
      dom.className = "note"
      dom.textContent = harmless(node.attrs.html).textContent
      dom.addEventListener("dblclick", () => {
        editor.commands.setNodeSelection(getPos())
        editNote(editor, this.options.words)
      })
      return { dom }
    }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "footnote",
      groups: "house",
      button: buttons.material("superscript"),
      active: (editor) => editor.isActive("footnote"),
      command: (editor) => editNote(editor, this.options.words),
    })
  },
})

async function editNote(editor, words) {
  const selected = editor.state.selection.node
  const isNote = selected?.type.name === "footnote"
  const fields = { text: { label: words.footnote, lines: 4, required: true, help: words.noteHelp } }
  const answer = await ask(words.footnote, fields, { text: isNote ? typed(selected.attrs.html) : "" }, words)
  editor.commands.focus()
  if (!answer) return
  const note = { type: "footnote", attrs: { html: marked(answer.text) } }
  const { from, to } = editor.state.selection
  editor.commands.insertContentAt(isNote ? { from, to } : to, note)
}

// A note's HTML as the editor may show it: read where nothing runs, and kept to what a note may hold.
function harmless(html) {
  const { body } = new DOMParser().parseFromString(html, "text/html")
  for (const element of [...body.querySelectorAll("*")].reverse()) {
    const tag = element.localName
    const kept = document.createElement(["em", "strong", "code", "a"].includes(tag) ? tag : "span")
    if (tag === "a" && /^(https?:|mailto:|\/(?!\/))/.test(element.getAttribute("href") || "")) {
      kept.setAttribute("href", element.getAttribute("href"))
      if (element.dataset.article) kept.dataset.article = element.dataset.article
    }
    kept.append(...element.childNodes)
    if (kept.localName === "span" || (tag === "a" && !kept.hasAttribute("href"))) element.replaceWith(...kept.childNodes)
    else element.replaceWith(kept)
  }
  return body
}

function typed(html) {
  const written = (node) => {
    if (node.nodeType === 3) return node.data
    const inside = [...node.childNodes].map(written).join("")
    if (node.localName === "a") return `[${inside}](${node.getAttribute("href")})`
    return { em: `*${inside}*`, strong: `**${inside}**`, code: `\`${inside}\`` }[node.localName] ?? inside
  }
  return written(harmless(html))
}

function marked(text) {
  const escaped = text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return escaped
    .replace(/\[([^\]]+)\]\(([^\s)]+)\)/g, '<a href="$2">$1</a>')
    .replace(/\*\*([^*]+)\*\*/g, "<strong>$1</strong>")
    .replace(/\*([^*]+)\*/g, "<em>$1</em>")
    .replace(/`([^`]+)`/g, "<code>$1</code>")
    .replace(/\s+/g, " ")
}

// --- A fact box

export const FactBox = Node.create({
  name: "factBox",
  group: "block",
  content: "heading (paragraph | bulletList | orderedList | figure)+",
  defining: true,

  addOptions() {
    return { words: {} }
  },

  parseHTML() {
    return [{ tag: "aside" }]
  },

  renderHTML() {
    return ["aside", 0]
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "factBox",
      groups: "house",
      button: buttons.material("info"),
      active: (editor) => editor.isActive("factBox"),
      command: (editor) => {
        const heading = { type: "heading", attrs: { level: 3 }, content: [{ type: "text", text: this.options.words.box }] }
        const { from } = editor.state.selection
        editor.chain().focus().insertContent({ type: "factBox", content: [heading, { type: "paragraph" }] }).run()
        const box = firstPosition(editor.state.doc, from - 1, "factBox")
        if (box !== null) editor.commands.setTextSelection(box + editor.state.doc.nodeAt(box).firstChild.nodeSize + 2)
      },
    })
  },
})

// --- The toolbar says in the site's language what its buttons do

export const Toolbar = Extension.create({
  name: "toolbar",

  addOptions() {
    return { buttons: {}, words: {} }
  },

  onCreate() {
    const { menu } = this.editor.storage
    if (window.django?.catalog) Object.assign(window.django.catalog, this.options.words.library)
    for (const [name, label] of Object.entries(this.options.buttons)) {
      const button = menu._definedItems[name]?.button
      if (!button) continue
      button.title = label
      button.setAttribute("aria-label", label)
    }
    menu.dom?.setAttribute("role", "toolbar")
    menu.dom?.setAttribute("aria-label", this.options.words.toolbar)
    nameText(this.editor)
  },
})

function nameText({ view }) {
  const textarea = view.dom.closest(".prose-editor")?.querySelector("textarea")
  const label = textarea?.labels?.[0]
  if (!label) return
  label.id ||= `${textarea.id}-label`
  view.dom.setAttribute("aria-labelledby", label.id)
  view.dom.setAttribute("role", "textbox")
  view.dom.setAttribute("aria-multiline", "true")
}
