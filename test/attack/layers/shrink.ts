import { encodings } from "./encoding.ts";
import type { Plan } from "./plan.ts";
import type { TarEntry } from "./tar-entry.ts";

/** Tells whether a plan still fails in the way that the first one did. */
export type StillFails = (plan: Plan) => Promise<boolean>;

/** How many tries one plan is worth. */
const most = 400;

/** A plan that fails in the same way with as little in it as leaving things out one by one can reach. */
export async function shrink(plan: Plan, fails: StillFails): Promise<Plan> {
  let smallest = plan;
  let tries = 0;
  for (let isSmaller = true; isSmaller && tries < most; ) {
    isSmaller = false;
    for (const candidate of smallerThan(smallest)) {
      if (++tries > most) break;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      isSmaller = true;
      break;
    }
  }
  return smallest;
}

function* smallerThan(plan: Plan): Generator<Plan> {
  for (const at of plan.layers.keys())
    if (plan.layers.length > 1) yield copy(plan, ({ layers }) => layers.splice(at, 1));
  if (plan.user !== "") yield { ...plan, user: "" };
  for (const [at, layer] of plan.layers.entries()) {
    const inLayer = (change: (of: Plan["layers"][number]) => void) =>
      copy(plan, ({ layers }) => change(layers[at] as Plan["layers"][number]));
    if (layer.encoding !== encodings.none)
      yield inLayer((each) => {
        each.encoding = encodings.none;
      });
    for (const number of layer.entries.keys()) yield inLayer(({ entries }) => entries.splice(number, 1));
    for (const [number, entry] of layer.entries.entries())
      for (const simpler of simplerThan(entry))
        yield inLayer(({ entries }) => entries.splice(number, 1, simpler));
  }
}

function* simplerThan(entry: TarEntry): Generator<TarEntry> {
  for (const at of entry.before.keys()) yield { ...entry, before: entry.before.toSpliced(at, 1) };
  for (const at of entry.pax.keys()) yield { ...entry, pax: entry.pax.toSpliced(at, 1) };
  for (const key of Object.keys(entry.raw)) {
    const { [key as keyof TarEntry["raw"]]: _, ...raw } = entry.raw;
    yield { ...entry, raw };
  }
}

function copy(plan: Plan, change: (plan: Plan) => void): Plan {
  const copied = { ...plan, layers: plan.layers.map((layer) => ({ ...layer, entries: [...layer.entries] })) };
  change(copied);
  return copied;
}
