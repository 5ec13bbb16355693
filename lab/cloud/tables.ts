import diskTypes from "./tables/disk-types.json";
import platforms from "./tables/platforms.json";
import quotas from "./tables/quotas.json";
import zones from "./tables/zones.json";

// What the cloud has, as data. Each file names its source.

/** Bytes. */
export const GB = 1024 ** 3;

interface Configuration {
  /** Guaranteed shares of a core, percent. */
  readonly fractions: readonly number[];
  readonly cores: readonly number[];
  readonly memoryGbPerCore: readonly number[];
}

/** Combinations of cores and memory that machines may have, by platform. */
export const PLATFORMS: Readonly<Record<string, readonly Configuration[]>> = platforms.platforms;

export type QuotaName = keyof typeof quotas.quotas;

/** What a new cloud may have at most. */
export const QUOTAS: Readonly<Record<QuotaName, number>> = quotas.quotas;

interface DiskType {
  /** The quota that its size counts for. */
  readonly storage: QuotaName;
  readonly multipleGb: number;
}

export const DISK_TYPES = diskTypes.diskTypes as Readonly<Record<string, DiskType>>;

/** The largest disk, by the size of its blocks in bytes. */
export const MAXIMUM_DISK_GB: Readonly<Record<string, number>> = diskTypes.maximumGb;

export const ZONES: readonly string[] = zones.zones;
