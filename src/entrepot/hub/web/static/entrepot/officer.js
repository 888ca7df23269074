// Keys for officers: a key clicks, chooses or focuses what is already visible on the page. Nothing else happens here.
// They work only while the focus lies within [data-keys], and can be turned off (WCAG 2.1.4).
"use strict";
const OFF = "entrepot-keys-off";
const off = () => { try { return localStorage.getItem(OFF) === "1"; } catch { return false; } };

addEventListener("keydown", (event) => {
  const target = event.target;
  if (event.ctrlKey && event.key === "Enter" && target.form) { target.form.requestSubmit(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || off()) return;
  if (target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const within = target.closest("[data-keys]");
  if (!within) return;
  const key = event.key.toLowerCase();
  if ((key === "j" || key === "k") && within.querySelector("[data-row]")) {
    const rows = [...within.querySelectorAll("[data-row]")];
    const here = rows.indexOf(target.closest("tr")?.querySelector("[data-row]") ?? null);
    rows[Math.min(rows.length - 1, Math.max(0, here + (key === "j" ? 1 : -1)))].focus();
    event.preventDefault();
    return;
  }
  const meant = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!meant) return;
  event.preventDefault();
  if (meant.matches("textarea, input[type=text]")) meant.focus(); else { meant.click(); if (meant.matches("input")) meant.focus(); }
});

addEventListener("DOMContentLoaded", () => {
  const box = document.querySelector("#keys-on");
  if (box) {
    box.checked = !off();
    box.closest("label").hidden = false;
    box.addEventListener("change", () => { try { localStorage.setItem(OFF, box.checked ? "0" : "1"); } catch { /* not kept */ } });
  }
  const first = document.querySelector("[data-keys] [data-row], [data-keys][tabindex]");
  if (first && location.hash === "" && document.activeElement === document.body) first.focus({ preventScroll: true });
});
