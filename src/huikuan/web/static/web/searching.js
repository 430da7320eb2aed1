// What is found shows below the field while one types; without this file Enter leads to the page that shows it.
"use strict";
(() => {
  const form = document.querySelector("[data-search]");
  if (!form) return;
  const field = form.querySelector("input");
  const found = form.querySelector("[data-found]");
  let asked = 0, waiting = 0;
  const close = () => { found.hidden = true; };
  const look = async () => {
    const text = field.value.trim(), mine = ++asked;
    if (text.length < 2 && !/[^\x00-\x7f]/.test(text)) return close();
    const answer = await fetch(`${form.action}?as=list&q=${encodeURIComponent(text)}`).catch(() => null);
    if (mine !== asked || !answer?.ok) return;
    found.innerHTML = await answer.text();
    found.hidden = !found.textContent.trim();
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 180);
  });
  form.addEventListener("keydown", (event) => {
    const links = [...found.querySelectorAll("a")];
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape" && !found.hidden) {
      event.stopPropagation();
      close();
      field.focus();
    } else if (by && !found.hidden && links.length) {
      event.preventDefault();
      const next = links.indexOf(document.activeElement) + by;
      (links[next] || field).focus();
    }
  });
  document.addEventListener("click", (event) => form.contains(event.target) || close());
  form.addEventListener("focusout", (event) => event.relatedTarget && !form.contains(event.relatedTarget) && close());
})();
