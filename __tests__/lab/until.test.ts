import type { Clock } from "../../lab/clock";
import { until, type UntilOptions } from "../../lab/until";

/** A clock that only pauses move. */
function fakeClock(): Clock & { readonly pauses: number[] } {
  let now = 0;
  const pauses: number[] = [];
  return {
    pauses,
    now: () => now,
    monotonic: () => now,
    pause: (seconds) => {
      now += seconds * 1000;
      pauses.push(seconds);
      return Promise.resolve();
    },
  };
}

/** Waits for the third attempt, or for one more than there is time for. */
function third(options: UntilOptions): Promise<number> {
  let attempts = 0;
  return until(
    () => {
      attempts += 1;
      return attempts < 3 ? { found: `attempt ${attempts}` } : { value: attempts };
    },
    "the test: expected attempt 3",
    options,
  );
}

it("returns the first value, and pauses between attempts only", async () => {
  const clock = fakeClock();
  expect(await third({ clock, intervalSeconds: 2 })).toBe(3);
  expect(clock.pauses).toEqual([2, 2]);
});

it("says what was expected, for how long, and what was found last", async () => {
  await expect(third({ clock: fakeClock(), intervalSeconds: 5, timeoutSeconds: 4 })).rejects.toThrow(
    "the test: expected attempt 3 within 4 s, found attempt 2",
  );
});

it("takes its error from a function", async () => {
  const late = (found: string, seconds: number): Error => new RangeError(`${found} for ${seconds} s`);
  const options = { clock: fakeClock(), timeoutSeconds: 1 };
  await expect(until(() => ({ found: "nothing" }), late, options)).rejects.toThrow(new RangeError("nothing for 1 s"));
});

it("ends at once with the error of an attempt", async () => {
  const clock = fakeClock();
  await expect(until(() => Promise.reject(new Error("broken")), "never", { clock })).rejects.toThrow("broken");
  expect(clock.pauses).toEqual([]);
});

it("ends when its signal aborts, in the middle of a pause too", async () => {
  const interruption = new AbortController();
  const wait = third({ signal: interruption.signal, intervalSeconds: 600 });
  interruption.abort(new Error("interrupted"));
  await expect(wait).rejects.toMatchObject({ name: "AbortError" });
  await expect(third({ signal: interruption.signal })).rejects.toThrow("interrupted");
});
