// Sets the focal point by a click on the picture, and shows the crops around it. The two number fields hold it.
const focal = document.querySelector(".focal")
const fields = { x: document.getElementById("id_focus_x"), y: document.getElementById("id_focus_y") }

const clamp = (value, least, most) => Math.min(Math.max(value, least), most)
const percent = (field) => clamp(Number(field.value) || 0, 0, 100)

// As articles/library/crops.py does it.
const near = (point, length, whole) => clamp(Math.round(point - length / 2), 0, whole - length)

const show = () => {
  const width = Number(focal.dataset.width)
  const height = Number(focal.dataset.height)
  for (const circle of focal.querySelectorAll("circle")) {
    circle.setAttribute("cx", `${percent(fields.x)}%`)
    circle.setAttribute("cy", `${percent(fields.y)}%`)
  }
  for (const crop of focal.querySelectorAll(".crops svg")) {
    const ratio = Number(crop.dataset.wide) / Number(crop.dataset.high)
    const cropWidth = Math.min(width, Math.max(1, Math.round(height * ratio)))
    const cropHeight = Math.min(height, Math.max(1, Math.round(width / ratio)))
    const left = near((width * percent(fields.x)) / 100, cropWidth, width)
    const top = near((height * percent(fields.y)) / 100, cropHeight, height)
    crop.setAttribute("viewBox", `${left} ${top} ${cropWidth} ${cropHeight}`)
  }
}

if (focal && fields.x && fields.y) {
  const picture = focal.querySelector(".focal-picture")
  picture.classList.add("focal-picture-live")
  picture.addEventListener("click", (event) => {
    const frame = picture.getBoundingClientRect()
    fields.x.value = Math.round(clamp((event.clientX - frame.left) / frame.width, 0, 1) * 100)
    fields.y.value = Math.round(clamp((event.clientY - frame.top) / frame.height, 0, 1) * 100)
    show()
  })
  fields.x.addEventListener("input", show)
  fields.y.addEventListener("input", show)
}
