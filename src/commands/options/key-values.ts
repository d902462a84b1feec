import { IdentikitError } from "../../fault/error.ts";

/**
 * `KEY=VALUE` items as a record; a key may stand once.
 * @param option what messages call the items, such as `--label`
 * @throws {IdentikitError} `USAGE`
 */
export function keyValues(option: string, items: readonly string[]): Record<string, string> {
  const values = new Map<string, string>();
  for (const item of items) {
    const at = item.indexOf("=");
    if (at < 1) throw wrong(`${option} ${JSON.stringify(item)} is not KEY=VALUE`);
    const key = item.slice(0, at);
    if (values.has(key)) throw wrong(`${option} gives ${JSON.stringify(key)} twice`);
    values.set(key, item.slice(at + 1));
  }
  return Object.fromEntries(values);
}

function wrong(problem: string): IdentikitError {
  return new IdentikitError("USAGE", problem, { remedy: "Write it as KEY=VALUE, each key once." });
}
