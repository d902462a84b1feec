import { anonymous } from "../../../src/image/registry/credential.ts";
import { openRegistry } from "../../../src/image/registry/registries.ts";
import type { RegistryStore } from "../../../src/image/registry/registry-store.ts";
import { systemClock } from "../../../src/runtime/clock.ts";

/** A repository of a registry without a password, to push a benchmark's image to. */
export function openForPush(host: string, repository: string): RegistryStore {
  return openRegistry({
    host,
    repository,
    access: "push",
    credentials: anonymous,
    clock: systemClock,
    signal: new AbortController().signal,
  });
}
