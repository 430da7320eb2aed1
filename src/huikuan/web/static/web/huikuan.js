// Keys of the lists (design UI.md 5). Every key has a link or button that does the same; without this file all works.
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("[data-keys] [data-row]")];
  const cursor = () => document.querySelector('[data-row][aria-selected="true"]');
  const isTyping = (event) => event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]");

  const select = (row) => {
    if (!row) return;
    for (const other of rows()) {
      other.setAttribute("aria-selected", String(other === row));
      other.tabIndex = other === row ? 0 : -1;
    }
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const all = rows();
    select(all[Math.max(0, Math.min(all.length - 1, all.indexOf(cursor()) + by))]);
  };
  const close = (opened) => {
    opened.open = false;
    (opened.closest("[data-row]") || opened.querySelector("summary")).focus();
  };
  const why = () => {
    const details = cursor()?.querySelector("[data-why]");
    if (details) details.open ? close(details) : (details.open = true);
  };
  const opened = () => document.querySelector("[data-why][open]");

  const lead = (name) => cursor()?.dataset[name] && (location.href = cursor().dataset[name]);
  const tick = () => cursor()?.querySelector("[data-tick]")?.click();
  const acts = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
    Enter: () => cursor() && (location.href = cursor().dataset.open),
    w: why, c: () => lead("call"), p: () => lead("promise"), d: () => lead("dispute"), x: tick,
    "/": () => document.getElementById("find")?.focus(),
    Escape: () => (opened() ? close(opened()) : document.querySelector("[data-untick]")?.click()),
  };
  const help = () => {
    const keys = document.querySelector("[data-help]");
    if (keys) keys.open = !keys.open;
  };
  const goes = { t: "/today", w: "/worklist", p: "/promises" };
  let going = false;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event)) return event.key === "Escape" ? event.target.blur() : undefined;
    if (event.target.closest("a, button, summary") && event.key === "Enter") return;
    if (going && goes[event.key]) return void (location.href = goes[event.key]);
    going = event.key === "g";
    const pressed = document.querySelector(`[data-key="${CSS.escape(event.key)}"], [data-key-too="${CSS.escape(event.key)}"]`);
    if (pressed) {
      event.preventDefault();
      return pressed.click();
    }
    if (event.key === "?") return help();
    const act = acts[event.key];
    if (!act || (!rows().length && event.key !== "/" && event.key !== "Escape")) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button) {
      if (button.dataset.press === "?") event.stopPropagation();
      return void (button.dataset.press === "?" ? help() : (cursor() || step(1), acts[button.dataset.press]()));
    }
    const row = event.target.closest("[data-row]");
    if (row) select(row);
    for (const details of document.querySelectorAll("[data-why][open]")) {
      if (!details.contains(event.target)) details.open = false;
    }
  });
  // One explanation at a time, and above its row where there is no room below.
  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.matches?.("[data-why]") || !details.open) return;
    for (const other of document.querySelectorAll("[data-why][open]")) if (other !== details) other.open = false;
    const pop = details.querySelector(".pop");
    pop.classList.remove("above");
    const below = innerHeight - details.getBoundingClientRect().bottom;
    pop.classList.toggle("above", below < pop.offsetHeight + 60 && details.getBoundingClientRect().top > pop.offsetHeight + 60);
  }, true);
})();
