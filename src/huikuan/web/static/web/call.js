// The call panel: typing sifts the excuses, the day decides who agrees, Ctrl+Enter saves, 0 shows the rest.
"use strict";
(() => {
  const form = document.querySelector(".panel form[data-draft]");
  if (!form) return;
  const radio = (event) => event.target.matches?.("input[type=radio]");

  const sift = form.querySelector("[data-sift]");
  sift.hidden = false;
  sift.addEventListener("input", () => {
    const typed = sift.value.trim().toLowerCase();
    for (const label of form.querySelectorAll("[data-said]")) {
      label.hidden = typed !== "" && ![...typed.split(/\s+/)].every((word) => label.dataset.said.includes(word));
    }
    const rest = form.querySelector(".excuses details");
    rest.open = typed !== "" || rest.querySelector("input:checked") !== null;
  });

  // A day beyond the own authority makes of saving a proposal; what cannot be read here is judged by the server.
  const due = form.querySelector("#due_on"), save = form.querySelector("[data-save]"), word = save.firstElementChild;
  const saves = word.textContent;
  const meant = (typed) => {
    const plain = typed.trim(), today = new Date(`${form.dataset.today}T00:00`);
    const ahead = /^\+(\d{1,3})$/.exec(plain), full = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(plain), short = /^(\d{1,2})[-/.](\d{1,2})/.exec(plain);
    if (ahead) return new Date(today.getFullYear(), today.getMonth(), today.getDate() + Number(ahead[1]));
    if (full) return new Date(Number(full[1]), full[2] - 1, Number(full[3]));
    if (!short) return null;
    const years = [-1, 0, 1].map((by) => new Date(today.getFullYear() + by, short[1] - 1, Number(short[2])));
    return years.sort((one, other) => Math.abs(one - today) - Math.abs(other - today))[0];
  };
  const weigh = () => {
    const outcome = form.querySelector("[name=outcome]:checked")?.value, day = meant(due.value);
    const asks = ["promised", "partly_paid"].includes(outcome) && form.dataset.freely !== "" && day !== null && day > new Date(`${form.dataset.freely}T00:00`);
    word.textContent = asks ? save.dataset.beyondWord : saves;
    form.querySelector("[data-beyond]").hidden = !asks;
  };
  due.addEventListener("input", weigh);
  form.addEventListener("change", (event) => radio(event) && weigh());
  weigh();

  // A second click takes a choice of excuse or scale back.
  let before = null;
  form.addEventListener("pointerdown", (event) => {
    before = event.target.closest("label")?.querySelector("input[type=radio]:checked") ?? null;
  });
  form.addEventListener("click", (event) => {
    if (radio(event) && event.target === before && event.target.name !== "outcome") event.target.checked = false;
    if (radio(event)) before = null;
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.requestSubmit(save);
  });
})();
