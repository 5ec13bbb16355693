import { localStates } from "./local";

/** The part of a state that is read here. */
interface State {
  readonly resources?: readonly {
    readonly type: string;
    readonly instances: readonly { readonly attributes: { readonly size?: number } }[];
  }[];
}

/**
 * Refuses a data disk smaller than the one that is there: the cloud cannot make it smaller, so the engine would destroy it,
 * and the data with it. A state in Object Storage is not read; there the disk's protection and the plan are what is left.
 *
 * @param folder of local states; absolute
 * @param sizeGb the configured size
 * @throws with both sizes
 */
export function refuseSmallerDisk(folder: string, sizeGb: number): void {
  const state = localStates(folder).find(({ stack }) => stack === "data");
  if (state === undefined) return;
  const { resources = [] } = JSON.parse(state.text) as State;
  const disk = resources.find(({ type }) => type === "yandex_compute_disk");
  const there = disk?.instances[0]?.attributes.size;
  if (there === undefined || sizeGb >= there) return;
  throw new Error(
    `machines.database.dataDisk.sizeGb: got ${sizeGb}, allowed: at least ${there}, the size of the disk that is there; a disk never shrinks, and a smaller one would be made anew, without the data`,
  );
}
