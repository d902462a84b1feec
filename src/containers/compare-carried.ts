import { isDeepStrictEqual } from "node:util";
import { type Inspected, nameOf } from "./agent-container.ts";
import { type Fields, isEmpty } from "./inspection-fields.ts";
import type { SuccessorPlan } from "./plan-successor.ts";

/** Fields whose entries have names that users choose: an entry without a value is one, too. */
const byName: ReadonlySet<string> = new Set([
  "Annotations",
  "PortBindings",
  "StorageOpt",
  "Sysctls",
  "Tmpfs",
]);

/**
 * The fields in which a successor, made and not yet started, is not what was planned: the engine did not take them, or
 * reads them in another way. What was left open, the engine may have filled in. Purely.
 * @param old the container that it takes the place of
 */
export function lostFields(plan: SuccessorPlan, old: Inspected, made: Inspected): string[] {
  return [
    ...lostConfig(plan, made),
    ...lostHostConfig(plan, made),
    ...lostNetworks(plan, made),
    ...lostMounts(old, made),
  ];
}

function lostConfig({ config }: SuccessorPlan, { Config }: Inspected): string[] {
  const have: Fields = { ...Config };
  return Object.entries(config)
    .filter(([field, value]) => !holds(have[field], value, field))
    .map(([field]) => `Config.${field}`);
}

/** An engine adds the image's to lists and objects, and shows an entrypoint that was taken away as none. */
function holds(have: unknown, value: unknown, field: string): boolean {
  if (isUnset(value)) return true;
  if (field === "Entrypoint" && isDeepStrictEqual(value, [""])) return isEmpty(have);
  if (field === "Env")
    return (value as readonly unknown[]).every((line) => (have as unknown[]).includes(line));
  if (!isObject(value) || !isObject(have)) return isSame(have, value);
  return Object.entries(value).every(([name, each]) => name in have && isSame(have[name], each));
}

function lostHostConfig({ name, hostConfig }: SuccessorPlan, made: Inspected): string[] {
  const have: Fields = { ...made.HostConfig };
  return Object.entries(hostConfig)
    .filter(([field, value]) => {
      if (isUnset(value)) return false;
      if (field === "Links")
        return !isDeepStrictEqual(linksOf(have.Links, nameOf(made)), linksOf(value, name));
      return byName.has(field) ? !isDeepStrictEqual(have[field] ?? {}, value) : !isSame(have[field], value);
    })
    .map(([field]) => `HostConfig.${field}`);
}

/** Links of the old kind: `name:alias` as they are given, `/name:/container/alias` as they are shown. */
function linksOf(links: unknown, container: string): string[] {
  return ((links ?? []) as readonly string[])
    .map((link) => link.replace(/^\//, "").replace(`:/${container}/`, ":"))
    .sort();
}

function lostNetworks({ networks }: SuccessorPlan, made: Inspected): string[] {
  const { first, others } = networks;
  const have = made.NetworkSettings.Networks ?? {};
  const planned = first ? [first, ...others] : others;
  return planned
    .filter(({ name, endpoint }) => {
      const endpointMade: Fields | undefined = have[name] && { ...have[name] };
      return Object.entries(endpoint).some(
        ([field, value]) => !endpointHolds(endpointMade?.[field], value, field),
      );
    })
    .map(({ name }) => `NetworkSettings.Networks.${name}`);
}

/** An engine adds the container's id to its aliases; an address it shows once the container runs. */
function endpointHolds(have: unknown, value: unknown, field: string): boolean {
  if (field === "MacAddress") return true;
  if (field !== "Aliases") return isSame(have, value);
  return Array.isArray(have) && (value as readonly string[]).every((alias) => have.includes(alias));
}

/** Every place where the old one had something mounted, with the same thing there, and as writable. */
function lostMounts(old: Inspected, made: Inspected): string[] {
  return old.Mounts.filter((mount) => {
    const same = made.Mounts.find(({ Destination }) => Destination === mount.Destination);
    const fields =
      mount.Type === "volume"
        ? (["Type", "Name", "RW"] as const)
        : (["Type", "Source", "RW", "Propagation"] as const);
    return !same || fields.some((field) => !isSame(same[field], mount[field]));
  }).map(({ Destination }) => `Mounts.${Destination}`);
}

/** What an engine may fill in: a list that is empty on purpose is not among it. */
function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === "" || value === 0 || value === false;
}

function isSame(one: unknown, other: unknown): boolean {
  return isDeepStrictEqual(bare(one), bare(other));
}

/** A value without what says nothing in it: engines differ in whether they write that down. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((each) => bare(each) ?? null);
  if (!isObject(value)) return value ? value : undefined;
  const kept = Object.entries(value)
    .map(([field, each]) => [field, bare(each)] as const)
    .filter(([, each]) => each !== undefined);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
