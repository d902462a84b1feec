import { expect, test } from "vitest";
import { asFault, IdentikitError } from "../../src/fault/error.ts";
import { pause } from "../../src/fault/stopped.ts";
import { stopsSoon } from "../stops-soon.ts";

test("a wait ends by itself, with a signal and without", async () => {
  const began = performance.now();
  await pause(30);
  await pause(30, new AbortController().signal);
  expect(performance.now() - began).toBeGreaterThan(50);
});

test("a wait that is stopped ends at once, with the fault that the signal gives", async () => {
  const { signal, reason } = stopsSoon(20);
  const began = performance.now();
  await expect(pause(60_000, signal)).rejects.toBe(reason);
  await expect(pause(60_000, signal)).rejects.toBe(reason);
  expect(performance.now() - began).toBeLessThan(30_000);
});

test("a wait that is stopped by a deadline gives the deadline", async () => {
  await expect(pause(60_000, AbortSignal.timeout(20))).rejects.toMatchObject({ name: "TimeoutError" });
});

test("a wait that is stopped without a fault is cancelled, and keeps the reason as its cause", async () => {
  const reason = new Error("enough");
  const fault = await pause(60_000, AbortSignal.abort(reason)).catch((caught: unknown) => caught);
  expect(fault).toBeInstanceOf(IdentikitError);
  expect(fault).toMatchObject({ code: "CANCELLED", cause: reason });
});

test("what an aborted signal gives by itself is cancelled, never a defect", () => {
  for (const signal of [AbortSignal.abort(), AbortSignal.abort(new DOMException("late", "TimeoutError"))])
    expect(asFault(signal.reason)).toMatchObject({ code: "CANCELLED", cause: signal.reason });
  expect(asFault(new TypeError("x is not a function"))).toMatchObject({ code: "INTERNAL" });
});
