// "Typography" without leaving the form: the server's page of differences in a dialog, and its proposal in the fields.
const button = document.querySelector("[name=_typography]")

button?.addEventListener("click", async (event) => {
  event.preventDefault()
  const { form } = button
  button.disabled = true
  try {
    const answer = await fetch(button.formAction, { method: "POST", body: new FormData(form) })
    if (!answer.ok) throw new Error(String(answer.status))
    show(new DOMParser().parseFromString(await answer.text(), "text/html"), form)
  } catch {
    // The way without a script still leads to the same page.
    form.requestSubmit(button)
  } finally {
    button.disabled = false
  }
})

function show(page, form) {
  const dialog = document.createElement("dialog")
  dialog.className = "writing-dialog typography"
  dialog.setAttribute("aria-label", button.value)
  const changes = document.adoptNode(page.querySelector(".typography-changes"))
  const buttons = document.createElement("form")
  buttons.method = "dialog"
  const proposed = [...page.querySelectorAll("[data-proposed]")]
  if (page.querySelector("[name=_continue]")) {
    const apply = document.createElement("button")
    apply.className = "default"
    apply.textContent = button.dataset.apply
    apply.addEventListener("click", () => proposed.forEach(({ name, value }) => put(form, name, value)))
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
