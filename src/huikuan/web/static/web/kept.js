// Nothing typed is lost: drafts stay on this machine until they are saved, timers run, and a lost network says so.
"use strict";
(() => {
  const PREFIX = "huikuan.draft.", SENT = "huikuan.sent", EVERY = 2000;
  const store = (work) => { try { return work(); } catch { return null; } }; // a full or forbidden store loses nothing else
  const forget = (wanted) => store(() => {
    for (const key of Object.keys(localStorage)) if (key.startsWith(PREFIX) && wanted(key)) localStorage.removeItem(key);
  });

  const sent = store(() => sessionStorage.getItem(SENT));
  if (sent && document.querySelector("[data-saved]")) {
    forget((key) => key === sent);
    sessionStorage.removeItem(SENT);
  }
  for (const out of document.querySelectorAll("[data-forget]")) out.addEventListener("submit", () => forget(() => true));

  for (const form of document.querySelectorAll("form[data-draft]")) {
    const key = `${PREFIX}${form.dataset.draft}.${new URL(form.action).pathname}`;
    const fields = () => [...form.elements].filter((one) => one.name && one.type !== "hidden" && one.type !== "password" && one.type !== "submit");
    const typed = () => JSON.stringify(fields().map((one) => [one.name, one.type === "radio" || one.type === "checkbox" ? (one.checked ? one.value : null) : one.value]));
    const fresh = typed();
    const kept = store(() => JSON.parse(localStorage.getItem(key)));
    const isNew = !form.querySelector('[role="alert"]');
    if (kept && isNew) {
      fields().forEach((one, place) => {
        const [name, value] = kept[place] ?? [];
        if (name !== one.name) return;
        if (one.type === "radio" || one.type === "checkbox") one.checked = value !== null;
        else one.value = value;
      });
      if (typed() !== fresh) {
        form.querySelector("[data-kept]")?.removeAttribute("hidden");
        form.dispatchEvent(new Event("change"));
      }
    }
    let last = typed();
    const keep = () => {
      const now = typed();
      if (now === last) return;
      last = now;
      store(() => (now === fresh ? localStorage.removeItem(key) : localStorage.setItem(key, now)));
    };
    setInterval(keep, EVERY);
    addEventListener("pagehide", keep);
    form.addEventListener("submit", (event) => {
      keep();
      if (!navigator.onLine) return event.preventDefault(); // the bar says why; the text stays
      store(() => sessionStorage.setItem(SENT, key));
    });
  }

  const tick = () => {
    for (const timer of document.querySelectorAll("[data-timer]")) {
      const seconds = Math.max(0, Math.floor((Date.now() - new Date(timer.dataset.timer)) / 1000));
      const pad = (n) => String(n).padStart(2, "0");
      const hours = Math.floor(seconds / 3600);
      timer.textContent = `${hours ? `${hours}:` : ""}${pad(Math.floor(seconds / 60) % 60)}:${pad(seconds % 60)}`;
    }
  };
  if (document.querySelector("[data-timer]")) {
    tick();
    setInterval(tick, 1000);
  }

  const bar = document.querySelector("[data-offline]");
  const told = () => bar && (bar.hidden = navigator.onLine);
  addEventListener("online", told);
  addEventListener("offline", told);
  told();

  for (const copy of document.querySelectorAll("[data-copy]")) {
    copy.hidden = !navigator.clipboard;
    copy.addEventListener("click", () => navigator.clipboard.writeText(copy.parentElement.querySelector("textarea").value));
  }
})();
