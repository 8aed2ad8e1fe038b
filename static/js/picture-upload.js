// Takes dropped or chosen pictures and sends them one after the other, so that each shows how far it is and what became
// of it. Without this script the form sends them all at once.
const form = document.querySelector("form.upload")
const input = form.querySelector("input[type=file]")
const zone = form.querySelector(".drop-zone")
const list = form.querySelector(".upload-list")
const sentences = form.querySelector(".upload-sentences").dataset
const taken = []
let queue = Promise.resolve()
let count = 0

const row = (file) => {
  const item = form.querySelector("template.upload-row").content.cloneNode(true).firstElementChild
  item.querySelector(".upload-name").textContent = file.name
  list.append(item)
  return item
}

const finish = (item, sentence, wasTaken) => {
  item.classList.add(wasTaken ? "upload-taken" : "upload-refused")
  item.querySelector("progress").remove()
  item.querySelector(".upload-outcome").textContent = sentence
}

const answerOf = (request) => {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return {}
  }
}

const send = (file, item) =>
  new Promise((resolve) => {
    const body = new FormData()
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value)
    body.append("files", file)
    const request = new XMLHttpRequest()
    request.open("POST", form.action || location.href)
    request.setRequestHeader("Accept", "application/json")
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) item.querySelector("progress").value = (event.loaded / event.total) * 100
    })
    request.addEventListener("loadend", () => {
      const { picture, refusal } = answerOf(request)
      if (picture) taken.push(picture)
      finish(item, picture ? sentences.taken : refusal || sentences.failed, Boolean(picture))
      resolve()
    })
    request.send(body)
  })

const offerWords = () => {
  if (!taken.length) return
  form.querySelector(".upload-next")?.remove()
  const offer = form.querySelector("template.upload-words").content.cloneNode(true).firstElementChild
  offer.classList.add("upload-next")
  offer.querySelector("a").href = form.dataset.wordsAddress + taken.join(",")
  form.append(offer)
}

const upload = (files) => {
  for (const file of files) {
    const item = row(file)
    count += 1
    if (count > Number(form.dataset.maxAtOnce)) finish(item, sentences.tooMany, false)
    else if (file.size > Number(form.dataset.maxBytes)) finish(item, sentences.tooLarge, false)
    else queue = queue.then(() => send(file, item))
  }
  queue = queue.then(offerWords)
}

zone.classList.add("drop-zone-live")
form.querySelector(".drop-hint").hidden = false
form.querySelector("input[type=submit]").parentElement.hidden = true

input.addEventListener("change", () => {
  upload([...input.files])
  input.value = ""
})
for (const name of ["dragenter", "dragover"]) {
  zone.addEventListener(name, (event) => {
    event.preventDefault()
    zone.classList.add("drop-zone-over")
  })
}
for (const name of ["dragleave", "drop"]) {
  zone.addEventListener(name, () => zone.classList.remove("drop-zone-over"))
}
zone.addEventListener("drop", (event) => {
  event.preventDefault()
  upload([...event.dataTransfer.files])
})
