import type { PostgresSettings } from "./roles";

/** The machine that the settings are computed for. */
export interface PostgresMachine {
  /** Memory of the whole machine in GiB, at least 1. */
  readonly memoryGb: number;
  /** Virtual cores, at least 1. */
  readonly cores: number;
}

/**
 * Computes PostgreSQL's sizes for a machine that runs nothing else but pgbouncer (17 MB at 10,000 clients) and two
 * exporters.
 * They come from the configuration and not from the machine itself, so that the rendered file can be read and tested
 * before there is a machine.
 *
 * On 8 GiB and 2 cores these are the values that were measured. The prepared data with its indexes is 568 MB: from
 * 4 GiB up it fits into `shared_buffers` whole, and none of these settings changed the latency of a warm query by more
 * than noise. The indexes and ANALYZE do.
 *
 * @throws RangeError when memory or cores are below 1 or not finite
 * @example
 *   postgresSettings({ memoryGb: 8, cores: 2 }).sharedBuffersMb; // 2048
 */
export function postgresSettings({ memoryGb, cores }: PostgresMachine): PostgresSettings {
  requireAtLeastOne("memoryGb", memoryGb);
  requireAtLeastOne("cores", cores);
  const memoryMb = memoryGb * 1024;
  return {
    // A quarter; beyond 8 GiB the page cache does the same with less to write at a checkpoint.
    sharedBuffersMb: between(memoryMb / 4, 128, 8192),
    // An estimate for the planner, nothing is allocated: shared_buffers and most of the page cache.
    effectiveCacheSizeMb: between(memoryMb * 0.67, 512, Infinity),
    // Building the index of five million sessions sorts about 200 MB. At most two such builds run at once.
    maintenanceWorkMemMb: between(memoryMb / 16, 64, 1024),
    // Per sort, and pgbouncer has 80 connections: a third of the memory if all sorted at once. With the indexes only lists
    // sort, three connections each, and the edge lets one into a node.
    workMemMb: between(memoryMb / 256, 4, 64),
    maxWorkerProcesses: Math.max(8, 2 * cores),
    // With two cores one worker: the second core stays for the short queries of the other connections.
    maxParallelWorkersPerGather: between(cores / 2, 1, 4),
    // Follows the disk and the load rather than the memory: a batch load wrote 657 MB, and recovery reads at most this.
    maxWalSizeGb: memoryGb < 4 ? 2 : 4,
  };
}

function between(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, Math.floor(value)));
}

function requireAtLeastOne(name: string, value: number): void {
  if (!Number.isFinite(value) || value < 1)
    throw new RangeError(`${name}: expected a number from 1 up, found ${value}`);
}
