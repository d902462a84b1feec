import { isDeepStrictEqual } from "node:util";
import { fieldsOf, isRecord } from "../../fault/thrown.ts";
import type { FieldWish } from "../form/read-fields.ts";

/** What two people changed of one object. */
export interface ThreeWay {
  /** What the other one changed and the draft did not: it can be taken over. */
  readonly taken: readonly FieldWish[];
  /** Fields that both changed, each in another way. */
  readonly contested: readonly ContestedField[];
}

export interface ContestedField {
  readonly path: string;
  readonly base: string;
  readonly theirs: string;
  readonly mine: string;
}

/** Compares what a draft began with, what is there now, and the draft, field by field; lists count as one value. */
export function threeWay(base: unknown, theirs: unknown, mine: unknown): ThreeWay {
  const taken: FieldWish[] = [];
  const contested: ContestedField[] = [];
  visit([], base, theirs, mine);
  return { taken, contested };

  function visit(path: readonly string[], was: unknown, they: unknown, me: unknown): void {
    if (isDeepStrictEqual(they, was) || isDeepStrictEqual(they, me)) return;
    if ([they, me].every(isMapping) && (was === undefined || isMapping(was))) {
      const keys = new Set([was, they, me].flatMap((one) => Object.keys(fieldsOf(one))));
      for (const key of keys)
        visit([...path, key], fieldsOf(was)[key], fieldsOf(they)[key], fieldsOf(me)[key]);
      return;
    }
    if (isDeepStrictEqual(me, was)) taken.push({ path, value: they });
    else contested.push({ path: path.join("."), base: shown(was), theirs: shown(they), mine: shown(me) });
  }
}

function isMapping(value: unknown): boolean {
  return isRecord(value) && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? "(left out)" : (JSON.stringify(value) ?? "").slice(0, 2000);
}
