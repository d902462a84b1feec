import { z } from "zod";

/** A name that is no UTF-8 comes in hexadecimal, behind a NUL. */
const name = z.string();

const entry = z.object({
  path: name,
  kind: z.string(),
  mode: z.int(),
  uid: z.int(),
  gid: z.int(),
  target: name.default(""),
  digest: z.string().default(""),
  /** Extended attributes, in hexadecimal. */
  attributes: z.record(z.string(), z.string()).default({}),
  /** Whether the image's user can read it. */
  readable: z.boolean(),
});

const state = z.object({
  entries: z.array(entry),
  above: z.array(entry),
  resolved: z.string(),
  userError: z.string().default(""),
});

/** What one oracle came to. */
const outcome = z.object({
  error: z.string().default(""),
  /** The layer that the error is about, from the lowest on; -1 where it is about the image as a whole. */
  layer: z.int(),
  state: z.int(),
});

export const oracleAnswer = z.object({
  number: z.int(),
  /** Why Go's `archive/tar`, which all engines read with, does not read the layers. */
  unreadable: outcome,
  oracles: z.record(z.string(), outcome),
  states: z.array(state),
});

/** One thing that a container shows, as an engine's own code unpacked it. */
export type ShownEntry = z.infer<typeof entry>;
/** What a container shows at the destination. */
export type ShownState = z.infer<typeof state>;
export type OracleAnswer = z.infer<typeof oracleAnswer>;

/** What a view of ours says about an entry, too, as text. */
export function factOf(entry: Omit<ShownEntry, "attributes" | "readable">): string {
  const { path, kind, mode, uid, gid, target, digest } = entry;
  if (kind === "symlink") return `${path} symlink to ${target}`;
  if (kind !== "file" && kind !== "directory") return `${path} ${kind}`;
  return `${path} ${kind} ${mode.toString(8)} ${uid}:${gid} ${digest}`;
}
