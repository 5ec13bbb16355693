import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { Kind, Kinds } from "./kinds";
import { Refusal } from "./refusal";

/** A stored resource. */
export interface Entry<K extends Kind = Kind> {
  readonly kind: K;
  readonly message: Kinds[K];
  /** Whether its creation or deletion has not finished. A daemon that starts deletes it. */
  readonly pending: boolean;
}

/** Keeps all resources in a file, which is replaced as a whole at every change. */
export class Store {
  private readonly byId = new Map<string, Entry>();

  /** @param file read if it exists, written at every change. It holds user-data and labels, no secrets. */
  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    const entries = JSON.parse(readFileSync(file, "utf8")) as readonly Entry[];
    for (const entry of entries) this.byId.set(entry.message.id, entry);
  }

  entries(): readonly Entry[] {
    return [...this.byId.values()];
  }

  all<K extends Kind>(kind: K): readonly Kinds[K][] {
    return this.entries().flatMap((entry) => (entry.kind === kind ? [entry.message as Kinds[K]] : []));
  }

  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const entry = this.byId.get(id);
    return entry?.kind === kind ? (entry.message as Kinds[K]) : undefined;
  }

  /** @throws Refusal NOT_FOUND */
  get<K extends Kind>(kind: K, id: string): Kinds[K] {
    const found = this.find(kind, id);
    if (found) return found;
    throw new Refusal(`${titleOf(kind)} ${id} not found`, "NOT_FOUND");
  }

  put<K extends Kind>(kind: K, message: Kinds[K], pending = false): void {
    this.byId.set(message.id, { kind, message, pending });
    this.save();
  }

  delete(id: string): void {
    if (this.byId.delete(id)) this.save();
  }

  private save(): void {
    mkdirSync(dirname(this.file), { recursive: true });
    const next = `${this.file}.next`;
    writeFileSync(next, JSON.stringify(this.entries(), undefined, 1), { mode: 0o600 });
    renameSync(next, this.file);
  }
}

/** A kind in messages: `security group`. */
export function titleOf(kind: Kind): string {
  return kind.replace(/^(vpc|dns|compute)_/, "").replaceAll("_", " ");
}
