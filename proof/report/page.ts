/** A section of the page. */
export interface Section {
  readonly title: string;
  /** HTML. */
  readonly body: string;
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --dim: #5c6672; --paper: #fff; --rule: #d9dee4; --good: #18794e; --bad: #c62a2f;
  --open: #8a6100; --a: #0b68cb; --b: #8e4ec6; --c: #c2500b; --d: #0f7b83; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #9aa5b1; --paper: #14171b; --rule: #333a42; --good: #4cc38a;
  --bad: #ff7b7f; --open: #e2b340; --a: #6cb0ff; --b: #c597ff; --c: #ff9d57; --d: #4fd0d9; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 76rem; background: var(--paper); color: var(--ink);
  font: 16px/1.45 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; margin: .5rem 0; } h2 { font-size: 1.15rem; margin: 2rem 0 .5rem; }
p.lead { color: var(--dim); margin: .25rem 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th { text-align: left; color: var(--dim); font-weight: 600; }
th, td { padding: .3rem .5rem; border-bottom: 1px solid var(--rule); vertical-align: top; }
td.number { font-variant-numeric: tabular-nums; white-space: nowrap; }
.pass, .fail, .open { white-space: nowrap; }
.pass { color: var(--good); font-weight: 600; } .fail { color: var(--bad); font-weight: 700; } .open { color: var(--open); }
small, .dim { color: var(--dim); }
.charts { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fill, minmax(min(100%, 26rem), 1fr)); }
figure { margin: 0; } figcaption { font-size: .85rem; }
svg { width: 100%; height: auto; display: block; } svg text { fill: var(--dim); font: 12px system-ui, sans-serif; }
svg .grid { stroke: var(--rule); } svg .limit { stroke: var(--bad); stroke-dasharray: 5 4; } svg .mark { stroke: var(--dim); stroke-dasharray: 2 3; }
svg polyline { fill: none; stroke: var(--tone); stroke-width: 1.8; stroke-linejoin: round; } svg rect, svg circle { fill: var(--tone); }
.key::before { content: ""; display: inline-block; width: .7em; height: .7em; margin-right: .3em; background: var(--tone); }
.key { margin-left: .6em; white-space: nowrap; }
${["good", "bad", "a", "b", "c", "d"].map((tone) => `.tone-${tone} { --tone: var(--${tone}); }`).join("\n")}
@media (max-width: 44rem) {
  thead { display: none; } tr { display: block; padding: .5rem 0; border-bottom: 1px solid var(--rule); }
  td { display: block; border: 0; padding: .05rem 0; } td[data-label]::before { content: attr(data-label) ": "; color: var(--dim); }
}
`;

/** Writes a page as one file that can be sent by mail: it loads no script, font or picture. */
export function page(title: string, lead: readonly string[], sections: readonly Section[]): string {
  const heads = lead.map((line) => `<p class="lead">${escape(line)}</p>`).join("\n");
  const bodies = sections.map(({ title: head, body }) => `<section><h2>${escape(head)}</h2>\n${body}</section>`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escape(title)}</h1>
${heads}
${bodies.join("\n")}
</body>
</html>
`;
}

/** A moment as it stands on a page. */
export function timeOf(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

export interface Cell {
  readonly text: string;
  /** A CSS class of the page. */
  readonly kind?: "pass" | "fail" | "open" | "number" | "dim";
}

/** Writes a table. On a phone it becomes a list of cards. */
export function htmlTable(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const heads = head.map((name) => `<th>${escape(name)}</th>`).join("");
  const lines = rows.map((cells) => {
    const columns = cells.map(({ text, kind }, n) => {
      const label = head[n] ? ` data-label="${escape(head[n])}"` : "";
      return `<td${kind === undefined ? "" : ` class="${kind}"`}${label}>${escape(text)}</td>`;
    });
    return `<tr>${columns.join("")}</tr>`;
  });
  return `<table><thead><tr>${heads}</tr></thead><tbody>\n${lines.join("\n")}\n</tbody></table>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for HTML elements and attributes. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
