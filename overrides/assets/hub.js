// The button that chooses light or dark, and remembers it. Without it the page follows the system.
"use strict";
{
  const root = document.documentElement;
  const button = document.querySelector("[data-theme-button]");
  const isDark = () =>
    root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  button.hidden = false;
  button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    const theme = isDark() ? "light" : "dark";
    root.dataset.theme = theme;
    button.setAttribute("aria-pressed", String(theme === "dark"));
    try {
      localStorage.setItem("theme", theme);
    } catch {
      // A browser that stores nothing still changes this page.
    }
  });
}
