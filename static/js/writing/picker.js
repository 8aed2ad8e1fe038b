// The picture library opens in a window of its own and calls back by a number, as the library's figure has it do.
let nextNumber = -1000

export function pickPicture(pickerUrl, onPick) {
  const number = nextNumber--
  window.CKEDITOR ??= {}
  window.CKEDITOR.tools ??= {}
  const others = window.CKEDITOR.tools.callFunction
  window.CKEDITOR.tools.callFunction = (called, src, words, ...rest) => {
    if (Number(called) !== number) return others?.call(window.CKEDITOR.tools, called, src, words, ...rest)
    onPick({ src, alt: words?.alternative_text, file: words?.id, caption: words?.caption })
  }
  window.open(`${pickerUrl}?CKEditorFuncNum=${number}`, "_blank", "width=800,height=600")
}
