// Looks every other second whether what is waited for has been done; without this file the page refreshes itself.
"use strict";
(() => {
  const shown = document.querySelector("[data-waiting]");
  const look = async () => {
    try {
      const page = await (await fetch(location.href)).text();
      const now = new DOMParser().parseFromString(page, "text/html").querySelector("[data-waiting]");
      if (!now || now.dataset.waiting !== shown.dataset.waiting) return location.reload();
      if (now.innerHTML !== shown.innerHTML && !shown.contains(document.activeElement)) shown.innerHTML = now.innerHTML;
    } catch {
      // Offline for a moment: the next look tells.
    }
    setTimeout(look, 2000);
  };
  if (shown) setTimeout(look, 2000);
})();
