import { onTestFinished } from "vitest";
import { anonymous } from "../../../src/image/registry/credential.ts";
import { Registries, type RegistryOptions } from "../../../src/image/registry/registries.ts";
import { TrafficMeter } from "../../../src/image/registry/traffic.ts";
import { systemClock } from "../../../src/runtime/clock.ts";

/** Registries that end with the test, and what they were asked. */
export function openForTest(options: Partial<RegistryOptions> = {}): {
  registries: Registries;
  meter: TrafficMeter;
} {
  const meter = new TrafficMeter();
  const registries = new Registries({
    credentials: anonymous,
    clock: systemClock,
    signal: new AbortController().signal,
    onRequest: meter.record,
    ...options,
  });
  onTestFinished(() => registries[Symbol.dispose]());
  return { registries, meter };
}
