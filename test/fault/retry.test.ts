import { expect, test } from "vitest";
import { IdentikitError, type RetryPolicy } from "../../src/fault/error.ts";
import { isRetryableStatus, Patience, retryAfterMs, withRetries } from "../../src/fault/retry.ts";

const { signal } = new AbortController();

function fault(retry: RetryPolicy): IdentikitError {
  return new IdentikitError("REGISTRY_UNREACHABLE", "it failed", { remedy: "Try again.", retry });
}

/** Fails until a time, and counts. */
function failing(untilMs: number, retry: RetryPolicy = { kind: "later" }) {
  const start = performance.now();
  let tries = 0;
  const attempt = async (): Promise<number> => {
    tries++;
    if (performance.now() - start < untilMs) throw fault(retry);
    return tries;
  };
  return { attempt, tries: () => tries, elapsed: () => performance.now() - start };
}

test("what fails for a while is tried until it works", async () => {
  let left = 4;
  const attempt = async () => {
    if (left-- > 0) throw fault({ kind: "later" });
    return "done";
  };
  expect(await withRetries(attempt, { signal, firstWaitMs: 10, patienceMs: 60_000 })).toBe("done");
});

test("the last try comes when the patience ends, and the fault says how many there were", async () => {
  const { attempt, tries, elapsed } = failing(60_000);
  const tried = withRetries(attempt, { signal, firstWaitMs: 10, patienceMs: 300 });
  const caught = await tried.catch((one: unknown) => one);
  expect(elapsed()).toBeGreaterThanOrEqual(300);
  expect(caught).toMatchObject({ message: `it failed (tried ${tries()} times)`, retry: { kind: "later" } });
});

test("without patience there is one try, and its own fault", async () => {
  const { attempt, tries } = failing(60_000);
  await expect(withRetries(attempt, { signal, patienceMs: 0 })).rejects.toThrow(/^it failed$/);
  expect(tries()).toBe(1);
});

test("a fault that time does not heal is thrown at once, as is what is no fault of ours", async () => {
  for (const caught of [fault({ kind: "never" }), new Error("a defect")]) {
    let tries = 0;
    const attempt = async (): Promise<void> => {
      tries++;
      throw caught;
    };
    await expect(withRetries(attempt, { signal })).rejects.toBe(caught);
    expect(tries).toBe(1);
  }
});

test("a server that always asks for a little more time does not get it without end", async () => {
  const { attempt, tries } = failing(60_000, { kind: "later", afterMs: 100 });
  const tried = withRetries(attempt, { signal, patienceMs: 350, firstWaitMs: 1 });
  await expect(tried).rejects.toMatchObject({ code: "REGISTRY_UNREACHABLE" });
  expect(tries()).toBeLessThanOrEqual(5);
});

test("a server that asks for more time than anybody has is not waited for", async () => {
  const { attempt, tries } = failing(60_000, { kind: "later", afterMs: 3_600_000 });
  await expect(withRetries(attempt, { signal })).rejects.toMatchObject({ retry: { afterMs: 3_600_000 } });
  expect(tries()).toBe(1);
});

test("a bound on failures counts those of the server, and not those of an outage", async () => {
  const answered = failing(60_000);
  const bounded = { signal, tries: 3, firstWaitMs: 1, patienceMs: 500 };
  await expect(withRetries(answered.attempt, bounded)).rejects.toMatchObject({ retry: { kind: "later" } });
  expect(answered.tries()).toBe(3);
  let left = 5;
  const away = async () => {
    if (left-- > 0) throw fault({ kind: "later", isOutage: true });
    return "back";
  };
  expect(await withRetries(away, { ...bounded, patienceMs: 60_000 })).toBe("back");
});

test("work that gets on has its whole patience again", async () => {
  const patience = new Patience({ signal, patienceMs: 120, firstWaitMs: 60 });
  for (let part = 0; part < 4; part++) {
    await patience.wait(fault({ kind: "later" }));
    patience.renew();
  }
});

test("a signal ends the wait at once, with its own reason where that says why", async () => {
  const reason = new IdentikitError("CANCELLED", "stopped by SIGINT", { remedy: "Run again." });
  for (const [given, expected] of [
    [undefined, { code: "CANCELLED" }],
    [reason, { message: "stopped by SIGINT" }],
  ] as const) {
    const stop = new AbortController();
    const { attempt, elapsed } = failing(60_000, { kind: "later", afterMs: 30_000 });
    const tried = withRetries(attempt, { signal: stop.signal });
    setTimeout(() => stop.abort(given), 50);
    await expect(tried).rejects.toMatchObject(expected);
    expect(elapsed()).toBeLessThan(30_000);
  }
});

test("statuses that may be others later are those of RFC 9110 and RFC 6585", () => {
  const later = [408, 429, 500, 502, 503, 504, 599];
  const never = [200, 301, 400, 401, 403, 404, 409, 413, 501, 505];
  expect(later.filter(isRetryableStatus)).toEqual(later);
  expect(never.filter(isRetryableStatus)).toEqual([]);
});

test.each([
  ["7", undefined, 7_000],
  ["Thu, 01 Jan 2026 00:00:09 GMT", "Thu, 01 Jan 2026 00:00:00 GMT", 9_000],
  ["Thu, 01 Jan 2026 00:00:00 GMT", "Thu, 01 Jan 2026 00:00:09 GMT", 0],
  ["Thu, 01 Jan 2026 00:00:09 GMT", undefined, undefined],
  ["soon", "Thu, 01 Jan 2026 00:00:00 GMT", undefined],
  [undefined, undefined, undefined],
])("Retry-After %j, said at %j, is %j milliseconds", (header, date, expected) => {
  expect(retryAfterMs(header, date)).toBe(expected);
});
