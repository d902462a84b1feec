import type { z } from "zod";
import type { forgeTarget } from "../../../agents/kinds/fields.ts";
import type { Kind } from "../../../agents/kinds/kind.ts";
import { addressOf } from "../../page/address.ts";
import { objectAddress } from "../../page/object-address.ts";
import type { Shown, ShownFact } from "../../page/shown.ts";

type KindName = Pick<Kind, "kind" | "plural">;

/** A link to an object; nothing where none is named. */
export function objectLink(organization: string, kind: KindName, name: string | undefined): Shown {
  return name === undefined ? null : { link: objectAddress(organization, kind, name), text: name };
}

export function objectLinks(
  organization: string,
  kind: KindName,
  names: readonly string[] | undefined = [],
): Shown {
  return names.length === 0 ? null : { several: names.map((name) => objectLink(organization, kind, name)) };
}

/** Our page of a repository of the forge: what agents do about it. */
export function repositoryLink(organization: string, repository: string | undefined): Shown {
  if (repository === undefined) return null;
  return { link: addressOf(organization, "repositories", repository, "runs"), text: repository };
}

/** An object of the forge, with a link to the forge's own page where it is known. */
export function targetShown(target: z.output<typeof forgeTarget> | undefined): Shown {
  if (!target) return null;
  const text = `${target.kind.replaceAll("_", " ")} ${target.id}`;
  return target.url === undefined ? text : { outside: target.url, text };
}

export function timeShown(time: string | undefined): Shown {
  return time === undefined ? null : { time };
}

export function digestShown(digest: string | undefined): Shown {
  return digest === undefined ? null : { digest };
}

export function phaseShown(kind: Kind, phase: string | undefined): Shown {
  if (phase === undefined) return null;
  return { phase, kind: kind.kind, means: kind.phases?.[phase] };
}

/** Facts without those of which nothing is known. */
export function knownFacts(facts: Readonly<Record<string, Shown | undefined>>): readonly ShownFact[] {
  return Object.entries(facts).flatMap(([label, value]) =>
    value === undefined || value === null || value === "" ? [] : [{ label, value }],
  );
}
