// Hands the chosen picture of the library back to the story editor that opened this window.
const list = document.querySelector(".picker")

list.addEventListener("click", (event) => {
  const button = event.target.closest("button")
  if (!button || !window.opener) return
  const { src, id, alternativeText, caption } = button.dataset
  window.opener.CKEDITOR.tools.callFunction(Number(list.dataset.callback), src, {
    id,
    alternative_text: alternativeText,
    caption,
  })
  window.close()
})
