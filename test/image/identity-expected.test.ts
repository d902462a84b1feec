import { expect, onTestFinished, test } from "vitest";
import { bake } from "../../src/image/bake.ts";
import { parseStoredReference } from "../../src/image/reference.ts";
import { MemoryRegistry, type Mischief } from "../services/memory-registry.ts";
import { gate, places, template } from "./samples.ts";

const files = { "prompts/concierge.md": "You are an agent.\n" };

/** A baked image in a registry that is about to do something with its config or its layer. */
async function bakedIn(
  tampering: (part: "config" | "layer", nth: number) => Mischief | undefined = () => undefined,
) {
  const registry = await MemoryRegistry.start();
  onTestFinished(() => registry[Symbol.asyncDispose]());
  const to = parseStoredReference(`docker://${registry.host}/team/agent:v1`);
  await using all = places();
  const opened = await all.open(to, "push");
  await bake({ template: template(files), base: "scratch", to: opened, gate: gate(files) });
  const { bytes } = await opened.store.manifest({ kind: "tag", tag: "v1" });
  const { config, layers } = JSON.parse(Buffer.from(bytes).toString("utf8"));
  const asked: string[] = [];
  registry.options = {
    mischief: ({ path }) => {
      const part = path.endsWith(config.digest)
        ? "config"
        : path.endsWith(layers[0].digest)
          ? "layer"
          : undefined;
      asked.push(part ?? "manifest");
      return part && tampering(part, asked.filter((each) => each === part).length);
    },
  };
  const check = async () => {
    await using reading = places();
    const { store } = await reading.open(to);
    const selector = { kind: "tag", tag: "v1" } as const;
    const findings = await gate(files)({ source: store, selector, platforms: [], subject: "the image" });
    return findings.map(({ code }) => code);
  };
  return { check, asked };
}

test("a gate asks for the identity's layer while the config is under way, in as many requests as one after the other", async () => {
  const layer = Promise.withResolvers<void>();
  const { check, asked } = await bakedIn((part) => {
    if (part === "layer") layer.resolve();
    return part === "config" ? { kind: "held", until: layer.promise } : undefined;
  });
  expect(await check()).toEqual([]);
  expect(asked.sort()).toEqual(["config", "layer", "manifest"]);
});

const wrong: Mischief = { kind: "answer", status: 200, body: "something else" };

test.each<[string, (part: "config" | "layer", nth: number) => Mischief | undefined, readonly string[]]>([
  [
    "is busy at first",
    (part, nth) => (part === "layer" && nth === 1 ? { kind: "answer", status: 503 } : undefined),
    [],
  ],
  [
    "is cut in the middle",
    (part, nth) => (part === "layer" && nth === 1 ? { kind: "cut-answer", after: 20 } : undefined),
    [],
  ],
  ["is another one", (part) => (part === "layer" ? wrong : undefined), ["DIGEST_MISMATCH"]],
  ["is gone", (part) => (part === "layer" ? { kind: "answer", status: 404 } : undefined), ["IMAGE_MISSING"]],
  [
    "may not be read",
    (part) => (part === "layer" ? { kind: "answer", status: 403 } : undefined),
    ["REGISTRY_DENIED"],
  ],
  [
    "is asked for in vain, as the config is another one",
    (part) => (part === "config" ? wrong : undefined),
    ["DIGEST_MISMATCH"],
  ],
])("an identity's layer that %s is told once", async (_, tampering, codes) => {
  const { check } = await bakedIn(tampering);
  expect(await check()).toEqual(codes);
});
