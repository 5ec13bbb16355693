import { join } from "node:path";
import { ROLES } from "../../cloud-init/roles";
import { loadInstallation } from "../../config/load";
import { PROJECT_ROOT } from "../../config/paths";
import { type Flow, flows, type Peer } from "../../constructs/flows";
import { EXAMPLE } from "../../config/which-file";

interface Place {
  readonly x: number;
  readonly y: number;
  readonly title: string;
}

const WIDTH = 760;
const BOX = { width: 150, height: 56 };

/** Who has a box, and where its middle is. All others are named in the list below the boxes. */
const PLACES: Partial<Readonly<Record<Peer, Place>>> = {
  internet: { x: 190, y: 48, title: "internet" },
  administrators: { x: 570, y: 48, title: "ssh.sources" },
  edge: { x: 380, y: 178, title: "edge" },
  "app-node": { x: 190, y: 348, title: "app-1, app-2" },
  database: { x: 570, y: 348, title: "db" },
};
const LIST_TOP = 440;
const LINE_HEIGHT = 20;

/** All flows from one end to another. */
interface Way {
  readonly from: Peer;
  readonly to: Peer;
  readonly flows: readonly Flow[];
}

/**
 * Draws who may reach whom, and on which ports, from the table of flows that the security groups are made of.
 *
 * @returns an SVG file
 * @example writeFileSync("docs/machine-room.svg", machineRoom(flows(2)));
 */
export function machineRoom(flows: readonly Flow[]): string {
  const outward = flows.filter(
    ({ from, to }) => !PLACES[from] || !PLACES[to] || (isMachine(from) && to === "internet"),
  );
  const drawn = flows.filter((flow) => !outward.includes(flow));
  const list = listed(outward);
  const height = LIST_TOP + list.length * LINE_HEIGHT + 20;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="13">`,
    "<title>Who may reach whom: all other traffic is refused</title>",
    '<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="7" markerHeight="7" orient="auto">',
    '<path d="M0 0 10 5 0 10z" fill="#555"/></marker></defs>',
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    ...waysOf(drawn).map(arrow),
    ...Object.values(PLACES).map(box),
    `<text x="24" y="${LIST_TOP - 24}" font-weight="bold">Every machine goes out to</text>`,
    ...list.map((line, index) => `<text x="24" y="${LIST_TOP + index * LINE_HEIGHT}">${escaped(line)}</text>`),
    "</svg>",
    "",
  ].join("\n");
}

/** The flows of the committed example, as its security groups have them. */
export function exampleFlows(): readonly Flow[] {
  return flows(loadInstallation(join(PROJECT_ROOT, EXAMPLE)).bingo.instancesPerNode);
}

/** Flows with the same two ends, as one way. */
function waysOf(flows: readonly Flow[]): Way[] {
  const ways = new Map<string, Way>();
  for (const flow of flows) {
    const { from, to } = flow;
    ways.set(`${from} ${to}`, { from, to, flows: [...(ways.get(`${from} ${to}`)?.flows ?? []), flow] });
  }
  return [...ways.values()];
}

/** One line for each port outside: those of all machines first. */
function listed(flows: readonly Flow[]): string[] {
  const lines = new Map<string, { readonly from: Peer[]; readonly why: string }>();
  for (const flow of flows) {
    const { from, to, why } = flow;
    const key = `${to}, ${portsOf(flow)}`;
    lines.set(key, { from: [...(lines.get(key)?.from ?? []), from], why });
  }
  return [...lines]
    .sort(([, one], [, other]) => other.from.length - one.from.length)
    .map(
      ([what, { from, why }]) => `${what}: ${why}${from.length === ROLES.length ? "" : ` (${from.join(", ")} only)`}`,
    );
}

function portsOf({ protocol, ports: [first, last] }: Flow): string {
  return `${protocol} ${first === last ? first : `${first}–${last}`}`;
}

function arrow({ from, to, flows }: Way): string {
  const [start, end] = [PLACES[from], PLACES[to]];
  if (!start || !end) return "";
  const why = `<title>${escaped(flows.map((flow) => `${portsOf(flow)}: ${flow.why}`).join("; "))}</title>`;
  const labels = flows.map(portsOf);
  if (from === to) {
    const left = start.x - BOX.width / 2;
    const path = `M${left} ${start.y - 14}C${left - 50} ${start.y - 40} ${left - 50} ${start.y + 40} ${left} ${start.y + 14}`;
    return `<g>${why}${line(path)}${text(left - 12, start.y + 46, labels)}</g>`;
  }
  const [a, b] = [onBorder(start, end), onBorder(end, start)];
  const [x, y] = [(a.x + b.x) / 2, (a.y + b.y) / 2];
  // Beside a slanting arrow, above a level one.
  const label =
    a.y === b.y ? text(x, y - 8 - (labels.length - 1) * 15, labels) : text(x, y - (labels.length - 1) * 7, labels);
  return `<g>${why}${line(`M${a.x} ${a.y}L${b.x} ${b.y}`)}${label}</g>`;
}

function line(path: string): string {
  return `<path d="${path}" fill="none" stroke="#555" stroke-width="1.5" marker-end="url(#head)"/>`;
}

/** Lines of text with a light edge, so that an arrow below stays readable. */
function text(x: number, y: number, lines: readonly string[]): string {
  const spans = lines.map((label, index) => `<tspan x="${x}" y="${y + index * 15}">${escaped(label)}</tspan>`).join("");
  return `<text text-anchor="middle" font-size="12" stroke="#fff" stroke-width="4" paint-order="stroke">${spans}</text>`;
}

function box({ x, y, title }: Place): string {
  const [left, top] = [x - BOX.width / 2, y - BOX.height / 2];
  const rect = `<rect x="${left}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="6" fill="#eef4fb" stroke="#4a78a8"/>`;
  return `${rect}<text x="${x}" y="${y + 5}" text-anchor="middle" font-weight="bold">${escaped(title)}</text>`;
}

/** Where the way between two boxes leaves the first. */
function onBorder(from: Place, to: Place): { readonly x: number; readonly y: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const scale = Math.min(
    dx === 0 ? Infinity : BOX.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : BOX.height / 2 / Math.abs(dy),
  );
  return { x: Math.round(from.x + dx * scale), y: Math.round(from.y + dy * scale) };
}

function isMachine(peer: Peer): boolean {
  return (ROLES as readonly Peer[]).includes(peer);
}

function escaped(plain: string): string {
  return plain.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
