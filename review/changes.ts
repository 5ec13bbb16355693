import type { Json } from "../config/json";
import type { Effect } from "./replacement";
import type { ValueChange } from "./values";

/** Why a value is another than before although its text is the same. */
export interface Cause {
  readonly stack: string;
  readonly address: string;
  readonly what: "is replaced" | "changes";
}

export type Action =
  | "create"
  | "update"
  | "replace"
  | "destroy"
  /** Only what the engine reads: lifecycle, dependencies, provisioners of a resource that exists. Nothing is done. */
  | "none";

export interface ArgumentChange extends ValueChange {
  readonly effect: Effect | "ignored" | "none";
  /** Set when the text is the same and what it refers to is not. */
  readonly cause?: Cause;
}

export interface ResourceChange {
  readonly stack: string;
  /** For example `yandex_compute_disk.data`. */
  readonly address: string;
  readonly type: string;
  readonly action: Action;
  readonly arguments: readonly ArgumentChange[];
  /** Why it is replaced: other resources named in `replace_triggered_by`. Arguments say it themselves. */
  readonly triggers: readonly Cause[];
  /** Address before a `moved` block renamed it. */
  readonly movedFrom?: string;
  /** The engine will refuse to replace it. */
  readonly preventDestroy: boolean;
  /**
   * The engine replaces it although nothing of it changes: its creation failed, or somebody has said so (`npm run replace`).
   * `unused`: and there was never a machine that could have used it. Known from a plan only.
   */
  readonly tainted?: "in use" | "unused";
}

export interface OutputChange {
  readonly name: string;
  readonly before: Json | undefined;
  readonly after: Json | undefined;
  readonly cause?: Cause;
}

export interface StackReview {
  readonly name: string;
  /** `removed`: cdktf no longer knows the stack, so nothing destroys what it had created. */
  readonly status: "kept" | "new" | "removed";
  readonly resources: readonly ResourceChange[];
  readonly outputs: readonly OutputChange[];
  /** Backend, required providers, provider configuration. */
  readonly settings: readonly ValueChange[];
}
