import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { JsonObject } from "../../config/json";

/** A stored resource. */
export interface Entry {
  readonly type: string;
  readonly id: string;
  readonly state: JsonObject;
  /** Whether its create or delete has not finished. A daemon that starts deletes it. */
  readonly pending: boolean;
  /** Number of the last deployment that read or changed it. */
  readonly seen: number;
}

interface Contents {
  readonly deployment: number;
  readonly entries: readonly Entry[];
}

/** Keeps all resources in a file, which is replaced as a whole at every change. */
export class ResourceStore {
  private readonly byId = new Map<string, Entry>();
  private number = 0;

  /** @param file read if it exists, written at every change. It holds user-data and labels, no secrets. */
  constructor(private readonly file: string) {
    if (!existsSync(file)) return;
    const { deployment, entries } = JSON.parse(readFileSync(file, "utf8")) as Contents;
    this.number = deployment;
    for (const entry of entries) this.byId.set(entry.id, entry);
  }

  /** Number of the present deployment. Resources with a lower number were left by an earlier one. */
  get deployment(): number {
    return this.number;
  }

  beginDeployment(): void {
    this.number += 1;
    this.save();
  }

  entries(): readonly Entry[] {
    return [...this.byId.values()];
  }

  get(id: string): Entry | undefined {
    return this.byId.get(id);
  }

  put(entry: Entry): void {
    this.byId.set(entry.id, entry);
    this.save();
  }

  delete(id: string): void {
    if (this.byId.delete(id)) this.save();
  }

  private save(): void {
    const contents: Contents = { deployment: this.number, entries: this.entries() };
    mkdirSync(dirname(this.file), { recursive: true });
    const next = `${this.file}.next`;
    writeFileSync(next, JSON.stringify(contents, undefined, 1), { mode: 0o600 });
    renameSync(next, this.file);
  }
}
