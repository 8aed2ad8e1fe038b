// What Django's own widgets leave without a name for screen readers: the fields that search while one types, the cells
// of rows that are added, and the search of a list. The names are those that stand on the page.

const text = (element) => element?.textContent.trim().replace(/\s*:$/, "") ?? ""

function nameOf(field) {
  const label = field.id ? document.querySelector(`label[for="${CSS.escape(field.id)}"]`) : null
  if (text(label)) return text(label)
  const cell = field.closest("td")
  if (!cell) return ""
  const place = [...cell.parentElement.children].indexOf(cell)
  return text(cell.closest("table").querySelectorAll("thead th")[place])
}

function nameSearchingField(select) {
  const box = select.nextElementSibling
  const name = nameOf(select)
  if (!box?.classList.contains("select2") || !name) return
  const chosen = text(box.querySelector(".select2-selection__rendered"))
  for (const part of box.querySelectorAll(".select2-selection, .select2-selection__rendered, .select2-search__field")) {
    part.removeAttribute("aria-labelledby")
    part.setAttribute("aria-label", chosen && part.matches(".select2-selection--single") ? `${name} ${chosen}` : name)
  }
}

function nameAll() {
  for (const select of document.querySelectorAll("select.select2-hidden-accessible")) nameSearchingField(select)
  for (const field of document.querySelectorAll(".tabular td :is(input:not([type=hidden]), select)")) {
    if (!field.labels?.length && !field.ariaLabel && nameOf(field)) field.ariaLabel = nameOf(field)
  }
  for (const header of document.querySelectorAll("th.original:empty")) header.setAttribute("role", "presentation")
  const search = document.querySelector("#searchbar")
  const button = document.querySelector("#changelist-search [type=submit]")
  if (search && button) search.ariaLabel = button.value
}

// A slow page makes its searching fields after it has loaded.
for (const wait of [0, 500, 2_000]) addEventListener("load", () => setTimeout(nameAll, wait))
document.addEventListener("formset:added", () => setTimeout(nameAll))
document.addEventListener("change", () => setTimeout(nameAll))
