import { basePlan } from "./base-plan.ts";
import { Chance } from "./chance.ts";
import { destination } from "./identity.ts";
import { archiveOf, type Plan } from "./plan.ts";
import { entryBytes } from "./tar-entry.ts";
import type { AttackClass, Twist } from "./twist.ts";
import { aclTwists } from "./twists/acl.ts";
import { archiveEndTwists } from "./twists/archive-end.ts";
import { attributeTwists } from "./twists/attribute.ts";
import { contentTwists } from "./twists/content.ts";
import { duplicateTwists } from "./twists/duplicate.ts";
import { globalHeaderTwists } from "./twists/global-header.ts";
import { gzipTwists } from "./twists/gzip.ts";
import { hardLinkTwists } from "./twists/hard-link.ts";
import { fieldTwists } from "./twists/header-field.ts";
import { linkedParentTwists } from "./twists/linked-parent.ts";
import { longNameTwists } from "./twists/long-name.ts";
import { mediaTypeTwists } from "./twists/media-type.ts";
import { modeTwists } from "./twists/mode.ts";
import { nameByteTwists } from "./twists/name-bytes.ts";
import { nameFormTwists } from "./twists/name-form.ts";
import { numberTwists } from "./twists/numbers.ts";
import { opaqueTwists } from "./twists/opaque.ts";
import { overlayAttributeTwists } from "./twists/overlay-attribute.ts";
import { ownerTwists } from "./twists/owner.ts";
import { paxTwists } from "./twists/pax-record.ts";
import { prefixTwists } from "./twists/prefix.ts";
import { replacedTwists } from "./twists/replaced.ts";
import { sparseTwists } from "./twists/sparse.ts";
import { typeTwists } from "./twists/type-flag.ts";
import { whiteoutTwists } from "./twists/whiteout.ts";
import { contradictionTwists } from "./twists/whiteout-contradiction.ts";
import { zstdTwists } from "./twists/zstd.ts";

const twists: Readonly<Record<AttackClass, readonly Twist[]>> = {
  sparse: sparseTwists,
  prefix: prefixTwists,
  "long-name": longNameTwists,
  "global-header": globalHeaderTwists,
  "name-bytes": nameByteTwists,
  "name-form": nameFormTwists,
  numbers: numberTwists,
  "type-flag": typeTwists,
  "archive-end": archiveEndTwists,
  "header-field": fieldTwists,
  "pax-record": paxTwists,
  whiteout: whiteoutTwists,
  "whiteout-contradiction": contradictionTwists,
  opaque: opaqueTwists,
  "hard-link": hardLinkTwists,
  "linked-parent": linkedParentTwists,
  duplicate: duplicateTwists,
  replaced: replacedTwists,
  "overlay-attribute": overlayAttributeTwists,
  acl: aclTwists,
  attribute: attributeTwists,
  mode: modeTwists,
  owner: ownerTwists,
  content: contentTwists,
  zstd: zstdTwists,
  gzip: gzipTwists,
  "media-type": mediaTypeTwists,
};

/** Every class that cases are made of. */
export const attackClasses = Object.keys(twists) as AttackClass[];

/** A plan with the classes that it belongs to. */
export interface GeneratedPlan {
  readonly plan: Plan;
  readonly classes: readonly AttackClass[];
  /** Whether what was changed is at the destination, above it or in it. */
  readonly touches: boolean;
}

/** One case: a clean image, changed in one to three ways. The same seed and number give the same case. */
export function generate(seed: number, number: number): GeneratedPlan {
  const chance = new Chance(seed, number);
  const plan = basePlan(chance);
  const before = new Set(bytesOf(plan));
  // The class that comes round is sure of its share; others are mixed in.
  const classes: AttackClass[] = [attackClasses[number % attackClasses.length] as AttackClass];
  while (classes.length < 3 && chance.once(3)) classes.push(chance.pick(attackClasses));
  for (const each of classes) chance.pick(twists[each])(plan, chance);
  const touches = bytesOf(plan).some(
    (bytes) => !before.has(bytes) && bytes.includes(destination.split("/")[0] as string),
  );
  return { plan, classes: [...new Set(classes)], touches };
}

function bytesOf(plan: Plan): string[] {
  return plan.layers.flatMap((layer) => {
    const entries = layer.entries.map((entry) => entryBytes(entry).toString("latin1"));
    return [...entries, archiveOf({ ...layer, entries: [] }).toString("latin1")];
  });
}
