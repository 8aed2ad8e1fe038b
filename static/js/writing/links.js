// Links: to other sites by address, to our own stories by search; the latter keep the story's number.
import { Extension, Link as LibraryLink } from "django-prose-editor/editor"
import { ask, openDialog } from "newsroom/dialog"

const PAUSE = 200

export const Link = LibraryLink.extend({
  addOptions() {
    return { ...this.parent?.(), words: {} }
  },

  addAttributes() {
    return {
      ...this.parent?.(),
      article: {
        default: null,
        parseHTML: (element) => element.getAttribute("data-article"),
        renderHTML: ({ article }) => (article ? { "data-article": article } : {}),
      },
    }
  },

  addCommands() {
    return {
      ...this.parent?.(),
      addLink:
        () =>
        ({ editor }) => {
          editLink(editor, this.options.words)
          return true
        },
    }
  },
})

async function editLink(editor, words) {
  const had = editor.getAttributes("link")
  const fields = { href: { label: words.address, required: true }, title: { label: words.title } }
  const answer = await ask(words.link, fields, had, words)
  editor.commands.focus()
  if (!answer) return
  const article = answer.href === had.href ? had.article : null
  const attrs = { href: answer.href, title: answer.title || null, article }
  editor.chain().extendMarkRange("link").setLink(attrs).run()
}

export const StoryLink = Extension.create({
  name: "storyLink",

  addOptions() {
    return { searchUrl: "", words: {} }
  },

  addMenuItems({ buttons, menu }) {
    menu.defineItem({
      name: "storyLink",
      groups: "link",
      button: buttons.material("manage_search"),
      active: (editor) => Boolean(editor.getAttributes("link").article),
      command: (editor) => chooseStory(editor, this.options),
    })
  },

  addKeyboardShortcuts() {
    return {
      "Mod-Shift-k": ({ editor }) => {
        chooseStory(editor, this.options)
        return true
      },
    }
  },
})

function chooseStory(editor, { searchUrl, words }) {
  const form = document.createElement("form")
  form.method = "dialog"
  form.innerHTML = '<label><input type="search" name="q" autocomplete="off"></label><ul></ul><p role="status"></p>'
  const [label, list, status] = form.children
  const input = label.firstElementChild
  label.prepend(words.search)
  const dialog = openDialog(words.storyLink, form, words.cancel)

  let timer = 0
  let last = 0
  const search = async () => {
    const mine = ++last
    const answer = await fetch(`${searchUrl}?q=${encodeURIComponent(input.value)}`)
    const { stories } = answer.ok ? await answer.json() : { stories: [] }
    if (mine !== last) return
    list.replaceChildren(...stories.map((story) => item(story, choose)))
    status.textContent = stories.length ? "" : words.nothing
  }
  const choose = (story) => {
    dialog.close()
    linkTo(editor, story)
  }
  input.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(search, PAUSE)
  })
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    list.querySelector("button")?.click()
  })
  form.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") moveFocus(event, [input, ...list.querySelectorAll("button")])
  })
  search()
}

function item(story, choose) {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = story.headline
  if (story.note) {
    const note = document.createElement("small")
    note.textContent = story.note
    button.append(" ", note)
  }
  button.addEventListener("click", () => choose(story))
  const entry = document.createElement("li")
  entry.append(button)
  return entry
}

function moveFocus(event, places) {
  const at = places.indexOf(document.activeElement)
  const next = places[at + (event.key === "ArrowDown" ? 1 : -1)]
  if (!next) return
  event.preventDefault()
  next.focus()
}

function linkTo(editor, { id, headline, address }) {
  const attrs = { href: address, article: String(id), title: null }
  editor.commands.focus()
  if (editor.state.selection.empty && !editor.isActive("link")) {
    editor.commands.insertContent([{ type: "text", text: headline, marks: [{ type: "link", attrs }] }])
  } else {
    editor.chain().extendMarkRange("link").setLink(attrs).run()
  }
}
