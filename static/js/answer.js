// Brings the form below the comment that is answered. Without it, the link leads to a page with the same form.
const section = document.querySelector("#comment-form");
const form = section.querySelector("form");
const title = section.querySelector("h2");
const usual = title.textContent;
const home = document.createComment("");
const cancel = document.createElement("button");
let link = null;

section.before(home);
cancel.type = "button";
cancel.className = "button button-quiet";
cancel.textContent = section.dataset.cancel;
cancel.addEventListener("click", close);
section.addEventListener("keydown", (event) => event.key === "Escape" && !event.isComposing && link && close());

document.addEventListener("click", (event) => {
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  const clicked = event.target.closest(".thread a.reply-link");
  if (clicked) {
    event.preventDefault();
    open(clicked);
  } else if (link && event.target.closest("a[href='#comment-form']")) {
    goHome();
  }
});

function open(clicked) {
  link = clicked;
  form.elements.parent.value = link.href.match(/\/comments\/(\d+)\//)[1];
  title.textContent = link.textContent;
  link.closest(".comment").after(section);
  form.querySelector(".form-buttons").append(cancel);
  form.elements.body.focus();
}

function close() {
  const from = link;
  goHome();
  from.focus();
}

// What was typed stays in the form.
function goHome() {
  link = null;
  form.elements.parent.value = "";
  title.textContent = usual;
  cancel.remove();
  home.after(section);
}
