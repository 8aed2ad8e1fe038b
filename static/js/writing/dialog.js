// The editor's own questions: a dialog with labelled fields, answered by an object, or by null when it is left.

export function openDialog(heading, body, cancelWord) {
  const dialog = document.createElement("dialog")
  dialog.className = "writing-dialog"
  const title = document.createElement("h2")
  title.textContent = heading
  title.id = `writing-dialog-${crypto.getRandomValues(new Uint32Array(1))[0]}`
  dialog.setAttribute("aria-labelledby", title.id)
  const cancel = document.createElement("button")
  cancel.type = "button"
  cancel.textContent = cancelWord
  cancel.addEventListener("click", () => dialog.close())
  body.append(cancel)
  dialog.append(title, body)
  dialog.addEventListener("close", () => dialog.remove())
  // Outside the story's form: a form in a form is none.
  document.body.append(dialog)
  dialog.showModal()
  return dialog
}

// `below` is what a question shows besides its fields; whoever makes it reads it.
export function ask(heading, fields, values, words, below = null) {
  return new Promise((resolve) => {
    const form = document.createElement("form")
    form.method = "dialog"
    for (const [name, field] of Object.entries(fields)) form.append(fieldRow(name, field, values[name]))
    if (below) form.append(below)
    const submit = document.createElement("button")
    submit.className = "default"
    submit.textContent = words.insert
    form.append(submit)
    let answer = null
    form.addEventListener("submit", () => {
      answer = Object.fromEntries(Object.keys(fields).map((name) => [name, form.elements[name].value.trim()]))
    })
    openDialog(heading, form, words.cancel).addEventListener("close", () => resolve(answer))
  })
}

function fieldRow(name, field, value) {
  const label = document.createElement("label")
  const control = document.createElement(field.lines ? "textarea" : "input")
  control.name = name
  control.value = value || ""
  control.required = Boolean(field.required)
  if (field.lines) control.rows = field.lines
  else control.type = field.type || "text"
  if (field.inputMode) control.inputMode = field.inputMode
  if (field.pattern) {
    control.pattern = field.pattern
    control.title = field.help
  }
  label.append(field.label, control)
  if (field.help) {
    const help = document.createElement("span")
    help.className = "help"
    help.textContent = field.help
    label.append(help)
  }
  return label
}
