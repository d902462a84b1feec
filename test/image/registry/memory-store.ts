import { onTestFinished } from "vitest";
import type { RegistryOptions } from "../../../src/image/registry/registries.ts";
import type { RegistryStore } from "../../../src/image/registry/registry-store.ts";
import type { TrafficMeter } from "../../../src/image/registry/traffic.ts";
import { MemoryRegistry, type MemoryRegistryOptions } from "../../services/memory-registry.ts";
import { openForTest } from "./open-for-test.ts";

export interface MemoryStore {
  readonly registry: MemoryRegistry;
  readonly store: RegistryStore;
  readonly meter: TrafficMeter;
}

/** The repository `team/agent` of a registry in memory, both gone when the test ends. */
export async function memoryStore(
  registryOptions: MemoryRegistryOptions = {},
  options: Partial<RegistryOptions> = {},
): Promise<MemoryStore> {
  const registry = await MemoryRegistry.start(registryOptions);
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const { registries, meter } = openForTest(options);
  const store = registries.open({ host: registry.host, repository: "team/agent", access: "push" });
  return { registry, store, meter };
}
