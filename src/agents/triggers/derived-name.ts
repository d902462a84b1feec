import { createHash } from "node:crypto";

/** A name of an object that the same texts always give, so that who makes it a second time finds it. */
export function derivedName(prefix: string, ...of: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(of)).digest("hex");
  return `${prefix}-${hash.slice(0, 20)}`;
}
