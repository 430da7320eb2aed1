// Ticked rows: all at once, how many and how much of each currency. Without this file ticking and sending work.
"use strict";
(() => {
  const form = document.querySelector("[data-ticking]");
  const told = form?.querySelector("[data-ticked]");
  if (!told) return;
  const all = form.querySelector("[data-tick-all]");
  const ticks = () => [...form.querySelectorAll("[data-tick]")];
  const sums = (ticked) => {
    const found = new Map();
    for (const { dataset } of ticked) {
      if (!dataset.unit) continue;
      const [whole, decimals = ""] = dataset.amount.replaceAll(",", "").split(".");
      const before = found.get(dataset.unit) || { minor: 0n, digits: decimals.length };
      found.set(dataset.unit, { ...before, minor: before.minor + BigInt(whole + decimals) });
    }
    return [...found].map(([unit, { minor, digits }]) => {
      const text = String(minor).padStart(digits + 1, "0");
      const whole = digits ? text.slice(0, -digits) : text;
      const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
      return `${grouped}${digits ? `.${text.slice(-digits)}` : ""} ${unit}`;
    });
  };
  const tell = () => {
    const every = ticks();
    const ticked = every.filter((one) => one.checked);
    const cases = new Set(ticked.map((one) => one.value)).size;
    told.replaceChildren(
      Object.assign(document.createElement("b"), { textContent: `${cases} ${told.dataset.word}` }),
      ...sums(ticked).map((sum) => ` · ${sum}`),
    );
    all.checked = ticked.length === every.length;
    all.indeterminate = ticked.length > 0 && !all.checked;
  };
  form.addEventListener("change", (event) => {
    if (event.target === all) for (const one of ticks()) one.checked = all.checked;
    tell();
  });
  form.addEventListener("reset", () => setTimeout(tell));
  addEventListener("pageshow", tell);
})();
