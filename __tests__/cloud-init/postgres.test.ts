import { postgresSettings } from "../../cloud-init/postgres";

describe("postgresSettings", () => {
  // prettier-ignore
  it.each([
    // memory, cores, buffers, cache, maintenance, work, workers, per gather, WAL
    [ 1,  1,  256,   686,   64,  4,  8, 1, 2],
    [ 2,  2,  512,  1372,  128,  8,  8, 1, 2],
    [ 4,  2, 1024,  2744,  256, 16,  8, 1, 4],
    [ 8,  2, 2048,  5488,  512, 32,  8, 1, 4],
    [16,  4, 4096, 10977, 1024, 64,  8, 2, 4],
    [64, 16, 8192, 43909, 1024, 64, 32, 4, 4],
  ])("%i GiB, %i cores", (memoryGb, cores, buffers, cache, maintenance, work, workers, perGather, wal) => {
    expect(postgresSettings({ memoryGb, cores })).toEqual({
      sharedBuffersMb: buffers,
      effectiveCacheSizeMb: cache,
      maintenanceWorkMemMb: maintenance,
      workMemMb: work,
      maxWorkerProcesses: workers,
      maxParallelWorkersPerGather: perGather,
      maxWalSizeGb: wal,
    });
  });

  it.each([1, 2, 4, 8, 16, 32, 64])(
    "leaves a third of %i GiB for what is neither buffers, sorts nor an index",
    (memoryGb) => {
      const { sharedBuffersMb, workMemMb, maintenanceWorkMemMb } = postgresSettings({ memoryGb, cores: 2 });
      const connections = 25;
      expect(sharedBuffersMb + connections * workMemMb + 2 * maintenanceWorkMemMb).toBeLessThan(
        (memoryGb * 1024 * 2) / 3,
      );
    },
  );

  it.each([
    [{ memoryGb: 0, cores: 2 }, "memoryGb: expected a number from 1 up, found 0"],
    [{ memoryGb: NaN, cores: 2 }, "memoryGb: expected a number from 1 up, found NaN"],
    [{ memoryGb: 8, cores: -1 }, "cores: expected a number from 1 up, found -1"],
  ])("refuses %j", (machine, sentence) => {
    expect(() => postgresSettings(machine)).toThrow(new RangeError(sentence));
  });
});
