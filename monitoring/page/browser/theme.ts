import { element } from "./element";

const THEMES = ["auto", "light", "dark"] as const;
const KEY = "theme";

/** The control that chooses light or dark; "auto" is what the device says. */
export function chooseTheme(changed: () => void): HTMLElement {
  const select = element(
    "select",
    { "aria-label": "Theme" },
    ...THEMES.map((theme) => element("option", { value: theme }, theme)),
  );
  const apply = (): void => {
    document.documentElement.dataset["theme"] = select.value;
    changed();
  };
  select.value = THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "auto";
  document.documentElement.dataset["theme"] = select.value;
  select.onchange = () => {
    localStorage.setItem(KEY, select.value);
    apply();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", apply);
  return select;
}
