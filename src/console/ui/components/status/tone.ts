/** How a status is meant: it decides colour and sign, never the word. */
export type Tone = "ok" | "bad" | "warn" | "busy" | "wait" | "idle";

/** Class names of a list, those that hold. */
export function classes(...names: readonly (string | false | undefined)[]): string {
  return names.filter((name) => name !== false && name !== undefined && name !== "").join(" ");
}
