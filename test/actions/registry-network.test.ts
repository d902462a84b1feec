import { expect, onTestFinished, test } from "vitest";
import { scratchDirectory, writeFiles } from "../scratch.ts";
import { MemoryRegistry, type MemoryRegistryOptions } from "../services/memory-registry.ts";
import { runStep } from "./step.ts";

const gate = "drift-gate";
const template = {
  "manifest.json": "{}",
  "t/config.yaml": "name: a\n",
  "t/mcp_servers.yaml": "servers: {}\n",
  "t/prompts/concierge.md": "hello\n",
};

async function serving(options: MemoryRegistryOptions) {
  const registry = await MemoryRegistry.start(options);
  onTestFinished(() => registry[Symbol.asyncDispose]());
  return registry;
}

/** The gate over an image of a registry, in a repository with these settings. */
async function gating(image: string, settings: string, inputs: object, env: Record<string, string> = {}) {
  const root = writeFiles(scratchDirectory(), { ...template, "identikit.yaml": settings });
  return await runStep(gate, { image, template: `${root}/t`, root, ...inputs }, env);
}

test.each([
  ["the input", "", { "retry-for": "0" }],
  ["the settings", "network:\n  retryFor: 0\n", {}],
])("a run has the patience that %s gives it", async (_, settings, inputs) => {
  const registry = await serving({ mischief: () => ({ kind: "answer", status: 503 }) });
  const step = await gating(`docker://${registry.host}/a:b`, settings, inputs);
  expect(step.log).toContain("REGISTRY_UNREACHABLE");
  expect(registry.arrivals).toHaveLength(1);
});

test.each(["-1", "soon", "3601"])("a patience of %s is refused", async (given) => {
  const step = await gating("docker://registry.example/a:b", "", { "retry-for": given });
  expect(step.log).toContain("USAGE: input retry-for is");
});

test.each([
  ["nobody", "", {}, {}, "ADDRESS_REFUSED"],
  ["the input", "", { "allow-private-host": "PLACE" }, {}, "IMAGE_MISSING"],
  ["the settings", "network:\n  allowPrivateHosts: ['PLACE']\n", {}, {}, "IMAGE_MISSING"],
  ["the environment", "", {}, { IDENTIKIT_ALLOW_PRIVATE_HOSTS: "PLACE" }, "IMAGE_MISSING"],
])("a private host that %s allows may be led to", async (_, settings, inputs, env, code) => {
  const inside = await serving({});
  const registry = await serving({
    mischief: ({ path }) => ({
      kind: "answer",
      status: 307,
      headers: { location: `http://${inside.host}${path}` },
    }),
  });
  const named = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll("PLACE", inside.host)) as T;
  const step = await gating(
    "docker://registry.test/a:b",
    named(settings),
    { "insecure-registry": "registry.test", ...named(inputs) },
    { HTTP_PROXY: `http://${registry.host}`, ...named(env) },
  );
  expect(step.log).toContain(code);
});
