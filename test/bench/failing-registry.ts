// 100 publishes to a registry that fails one request in five in every way that may be tried again, and 100 to one that
// refuses: how many come out right. A right result is byte for byte; a right refusal is a clear error with the tag unmoved.
import { randomInt } from "node:crypto";
import { IdentikitError } from "../../src/fault/error.ts";
import { inParallel } from "../../src/fault/slots.ts";
import { ImagePlaces } from "../../src/image/places.ts";
import { publish } from "../../src/image/publish.ts";
import { parseStoredReference } from "../../src/image/reference.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { digestOf } from "../../src/tree/digest.ts";
import { push, type SampleImage, sampleImage } from "../image/registry/sample-image.ts";
import { type Arrival, MemoryRegistry, type Mischief } from "../services/memory-registry.ts";
import { print } from "./parts/figure.ts";

const publishes = 100;
const together = 4;

const failures: readonly (() => Mischief)[] = [
  ...[408, 429, 500, 502, 503, 504].map((status) => (): Mischief => ({ kind: "answer", status })),
  () => ({ kind: "answer", status: 429, headers: { "retry-after": "0" } }),
  () => ({
    kind: "answer",
    status: 503,
    headers: { "retry-after": new Date(Date.now() + 50).toUTCString() },
  }),
  () => ({ kind: "cut-request", after: 0 }),
  () => ({ kind: "cut-request", after: randomInt(1, 100_000) }),
  () => ({ kind: "cut-answer", after: 0 }),
  () => ({ kind: "cut-answer", after: randomInt(1, 100_000) }),
];

await using source = await MemoryRegistry.start();
await using target = await MemoryRegistry.start();

function places(): ImagePlaces {
  return new ImagePlaces({ signal: new AbortController().signal, clock: systemClock, env: {} });
}

const nameOf = (registry: MemoryRegistry, repository: string) =>
  parseStoredReference(`docker://${registry.host}/${repository}:production`);

async function prepare(repository: string): Promise<SampleImage> {
  const image = sampleImage([randomInt(1_000, 200_000), randomInt(1_000, 2_000_000)]);
  await using all = places();
  await push((await all.open(nameOf(source, repository), "push")).store, image, "production");
  return image;
}

async function publishTo(repository: string): Promise<string> {
  await using all = places();
  const from = await all.open(nameOf(source, repository));
  const to = await all.open(nameOf(target, repository), "push");
  return (await publish({ from, to, tags: [], gate: "skip" })).digest;
}

/** Whether the registry holds the image whole, under its tag. */
function holds(repository: string, image: SampleImage): boolean {
  const { blobs, manifests } = target.repository(repository);
  const isWhole = [...blobs].every(([digest, bytes]) => digestOf(bytes) === digest);
  const hasAll = [...image.layers, image.config].every(({ digest }) => blobs.has(digest));
  const tagged = manifests.get("production");
  return isWhole && hasAll && tagged !== undefined && digestOf(tagged.bytes) === image.manifest.digest;
}

const numbers = Array.from({ length: publishes }, (_, number) => number);
let failed = 0;
target.options = {
  mischief: () => {
    if (randomInt(5) > 0) return undefined;
    failed++;
    return failures[randomInt(failures.length)]?.();
  },
};
const right = await inParallel(numbers, together, async (number) => {
  const repository = `fleet/agent-${number}`;
  const image = await prepare(repository);
  return (await publishTo(repository)) === image.manifest.digest && holds(repository, image);
});
const share = failed / target.arrivals.length;
print("publishes to a failing registry that came out right", right.filter(Boolean).length, {
  atLeast: publishes,
});
print("the share of its requests that failed", share, { atLeast: 0.17 });

const refusing = new Map<string, { readonly status: number; readonly part: string }>();
target.options = {
  mischief: ({ method, path }: Arrival) => {
    const refusal = refusing.get(/^\/v2\/(.+?)\/(?:blobs|manifests)\//.exec(path)?.[1] ?? "");
    const isRefused = refusal !== undefined && method !== "GET" && path.includes(refusal.part);
    return isRefused ? { kind: "answer", status: refusal.status } : undefined;
  },
};
const refusals = await inParallel(numbers, together, async (number) => {
  const repository = `fleet/refused-${number}`;
  const before = await prepare(repository);
  await publishTo(repository);
  await prepare(repository);
  const status = [401, 403, 404, 413][number % 4] as number;
  refusing.set(repository, { status, part: number % 8 < 4 ? "/manifests/" : "/blobs/" });
  const fault = await publishTo(repository).catch((caught: unknown) => caught);
  const code = status === 401 || status === 403 ? "REGISTRY_DENIED" : "REGISTRY_REFUSED";
  const isClear =
    fault instanceof IdentikitError && fault.code === code && fault.message.includes(`${status}`);
  return isClear && holds(repository, before);
});
print("refused publishes with a clear error and the tag unmoved", refusals.filter(Boolean).length, {
  atLeast: publishes,
});
