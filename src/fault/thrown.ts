/** The fields of what was thrown, or came from outside; none where it is no object. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** True for an object, of whose fields nothing is known. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** The code of a system's, a driver's or an engine's error, such as `ENOENT`; `undefined` for whatever has none. */
export function codeOf(cause: unknown): string | undefined {
  const { code } = fieldsOf(cause);
  return typeof code === "string" ? code : undefined;
}

/** What an error says; other things that were thrown, as text. */
export function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** SQLite's extended result code; 0 for what SQLite did not throw. */
export function sqliteCodeOf(cause: unknown): number {
  const { errcode } = fieldsOf(cause);
  return typeof errcode === "number" ? errcode : 0;
}
