// "Typography" without leaving the form: the server's page of differences in a dialog, and its proposal in the fields.
const button = document.querySelector("[name=_typography]")

button?.addEventListener("click", async (event) => {
  event.preventDefault()
  const { form } = button
  button.disabled = true
  try {
    show(await proposal(form), form)
  } catch {
    // The way without a script still leads to the same page.
    form.requestSubmit(button)
  } finally {
    button.disabled = false
  }
})

// Ask the server, with the words of the house that were ticked once that is decided.
async function proposal(form, words = null) {
  const body = new FormData(form)
  if (words) body.append("_words", "1")
  for (const word of words ?? []) body.append("house_word", word)
  const answer = await fetch(button.formAction, { method: "POST", body })
  if (!answer.ok) throw new Error(String(answer.status))
  return new DOMParser().parseFromString(await answer.text(), "text/html")
}

function show(page, form) {
  const dialog = document.createElement("dialog")
  dialog.className = "writing-dialog typography"
  dialog.setAttribute("aria-label", button.value)
  const changes = document.adoptNode(page.querySelector(".typography-changes"))
  const buttons = document.createElement("form")
  buttons.method = "dialog"
  if (page.querySelector(".submit-row [type=submit]")) {
    const apply = document.createElement("button")
    apply.className = "default"
    apply.textContent = button.dataset.apply
    apply.addEventListener("click", () =>
      putIn(page, ticked(changes), form).catch(() => form.requestSubmit(button)),
    )
    buttons.append(apply)
  }
  const cancel = document.createElement("button")
  cancel.textContent = button.dataset.cancel
  buttons.append(cancel)
  dialog.append(changes, buttons)
  dialog.addEventListener("close", () => dialog.remove())
  document.body.append(dialog)
  dialog.showModal()
}

function ticked(changes) {
  return [...changes.querySelectorAll("[name=house_word]:checked")].map(({ value }) => value)
}

async function putIn(page, words, form) {
  const asked = words.length ? await proposal(form, words) : page
  for (const { name, dataset } of asked.querySelectorAll("[data-proposed]")) put(form, name, dataset.proposed)
}

function put(form, name, value) {
  const field = form.elements[name]
  if (field.value === value) return
  const editor = field.closest(".prose-editor")?.querySelector(".ProseMirror")?.editor
  if (editor) {
    editor.commands.setContent(value, { emitUpdate: true })
    return
  }
  field.value = value
  field.dispatchEvent(new Event("input", { bubbles: true }))
}
