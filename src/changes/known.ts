import { asFault, IdentikitError } from "../fault/error.ts";
import type { Finding } from "../fault/finding.ts";

/** A fact that was established, or why it was not. */
export type Established<Value> = { readonly value: Value } | { readonly fault: IdentikitError };

/** What a look-up gives: its value, or its fault as a value. `CANCELLED` ends the run. */
export async function known<Value>(look: () => Promise<Value>): Promise<Established<Value>> {
  try {
    return { value: await look() };
  } catch (caught) {
    const fault = asFault(caught);
    if (fault.code === "CANCELLED" || fault.code === "INTERNAL") throw fault;
    return { fault };
  }
}

/** A fact that nobody can establish here. */
export function unknown(message: string, remedy: string): { readonly fault: IdentikitError } {
  return { fault: new IdentikitError("CHANGE_UNKNOWN", message, { remedy }) };
}

/** What a judge finds, given a fact; one finding `unverified` where the fact is not known. */
export function withFact<Value>(
  fact: Established<Value>,
  judge: (value: Value) => readonly Finding[],
): readonly Finding[] {
  return "value" in fact ? judge(fact.value) : [unverifiedBy(fact.fault)];
}

/** The finding that a fact which is not known comes to. */
export function unverifiedBy({ code, message, remedy, location }: IdentikitError): Finding {
  const path = location?.file ?? "the pull request";
  const place = location ? { location } : {};
  return { code, severity: "unverified", path, expected: null, actual: message, remedy, ...place };
}
