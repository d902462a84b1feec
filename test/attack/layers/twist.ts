import type { Chance } from "./chance.ts";
import { destination } from "./identity.ts";
import type { LayerPlan, Plan } from "./plan.ts";
import type { TarEntry } from "./tar-entry.ts";

/** What the fuzz is about: one class for each way in which readers of images were found to differ, or may. */
export type AttackClass =
  | "sparse"
  | "prefix"
  | "long-name"
  | "global-header"
  | "name-bytes"
  | "numbers"
  | "name-form"
  | "type-flag"
  | "archive-end"
  | "header-field"
  | "pax-record"
  | "whiteout"
  | "whiteout-contradiction"
  | "opaque"
  | "hard-link"
  | "linked-parent"
  | "duplicate"
  | "replaced"
  | "overlay-attribute"
  | "acl"
  | "attribute"
  | "mode"
  | "owner"
  | "content"
  | "zstd"
  | "gzip"
  | "media-type";

/** Changes a plan in place, in one way that belongs to a class. */
export type Twist = (plan: Plan, chance: Chance) => void;

/** Where an entry stands in a plan. */
export interface Spot {
  readonly layer: LayerPlan;
  readonly at: number;
  readonly entry: TarEntry;
}

/** Every entry, lowest layer first. */
export function spotsOf(plan: Plan): Spot[] {
  return plan.layers.flatMap((layer) => layer.entries.map((entry, at) => ({ layer, at, entry })));
}

/** An entry's name as text, without a slash at its end. */
export function nameOf({ name }: TarEntry): string {
  const text = typeof name === "string" ? name : name.toString("latin1");
  return text.replace(/\/+$/, "");
}

export function isDirectory({ type }: TarEntry): boolean {
  return type === "5";
}

/** Some entry, mostly one at the destination or above it. */
export function anySpot(plan: Plan, chance: Chance): Spot {
  return chance.once(5) ? chance.pick(spotsOf(plan)) : someSpot(plan, chance, isOnTheWay);
}

/** Some file of the identity, mostly where a container shows it. */
export function fileSpot(plan: Plan, chance: Chance): Spot {
  return someSpot(plan, chance, (entry) => isOnTheWay(entry) && entry.type === "0" && !isWhiteout(entry));
}

/** The destination, a directory above it, or one in it. */
export function directorySpot(plan: Plan, chance: Chance): Spot {
  return someSpot(plan, chance, (entry) => isOnTheWay(entry) && isDirectory(entry));
}

function someSpot(plan: Plan, chance: Chance, wanted: (entry: TarEntry) => boolean): Spot {
  const all = spotsOf(plan);
  const found = all.filter(({ entry }) => wanted(entry));
  if (found.length === 0) return chance.pick(all);
  // What is higher up is what shows.
  return chance.once(3)
    ? chance.pick(found)
    : (found.at(-1 - chance.below(Math.min(7, found.length))) as Spot);
}

function isWhiteout(entry: TarEntry): boolean {
  return nameOf(entry).split("/").at(-1)?.startsWith(".wh.") ?? false;
}

function isOnTheWay(entry: TarEntry): boolean {
  const name = nameOf(entry);
  return `${destination}/`.startsWith(`${name}/`) || name.startsWith(`${destination}/`);
}

/** Some layer, mostly the top one. */
export function someLayer(plan: Plan, chance: Chance): LayerPlan {
  return chance.once(3) ? chance.pick(plan.layers) : topLayer(plan);
}

export function topLayer(plan: Plan): LayerPlan {
  return plan.layers.at(-1) as LayerPlan;
}

export function lowestLayer(plan: Plan): LayerPlan {
  return plan.layers[0] as LayerPlan;
}

/** Puts entries into a layer: at its end, or anywhere. */
export function insert(layer: LayerPlan, chance: Chance, ...entries: TarEntry[]): void {
  const at = chance.once(3) ? chance.below(layer.entries.length + 1) : layer.entries.length;
  layer.entries.splice(at, 0, ...entries);
}

/** A path at the destination, above it, in it, or elsewhere. */
export function somePath(chance: Chance): string {
  return chance.pick([
    "opt",
    destination,
    `${destination}/config.yaml`,
    `${destination}/config.yaml`,
    `${destination}/prompts`,
    `${destination}/prompts/concierge.md`,
    `${destination}/prompts/tone`,
    `${destination}/new.md`,
    "usr/lib/a.so",
    "usr/new",
    "etc/passwd",
  ]);
}
