import { element } from "./element";

const THEMES = ["auto", "light", "dark"] as const;
const KEY = "theme";

/** Makes the control that chooses light or dark; "auto" follows the device. `changed` is called after each change. */
export function chooseTheme(changed: () => void): HTMLElement {
  const select = element(
    "select",
    { "aria-label": "Theme" },
    ...THEMES.map((theme) => element("option", { value: theme }, theme)),
  );
  const apply = (): void => {
    document.documentElement.dataset["theme"] = select.value;
  };
  select.value = THEMES.find((theme) => theme === localStorage.getItem(KEY)) ?? "auto";
  apply();
  select.onchange = () => {
    localStorage.setItem(KEY, select.value);
    apply();
    changed();
  };
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", changed);
  return select;
}
