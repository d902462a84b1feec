import { IdentikitError } from "../../fault/error.ts";
import type { Digest } from "../../tree/digest.ts";
import type { Session } from "../connection/session.ts";
import type { ConfigDatabase } from "../database.ts";
import type { ChangeCounts, RowChange } from "../rows/row-change.ts";
import { shapeOf } from "../schema/tables.ts";
import { type BundleHeader, bundleDigest } from "./bundle-header.ts";
import { BundleReader } from "./bundle-reader.ts";
import { type BundleVerifier, requireSignature } from "./bundle-signature.ts";
import { type Compared, compareBundle, type RowPair } from "./compare-bundle.ts";
import { ImportWriter } from "./import-writer.ts";
import type { HeldLines } from "./line-file.ts";
import type { Plan } from "./plan.ts";

export interface ImportOptions {
  readonly database: ConfigDatabase;
  /** Its path, or what is in it. */
  readonly file: string | HeldLines;
  /** The plan that was agreed to: another bundle, or a database that has moved on since, is refused. */
  readonly plan?: Plan;
  /**
   * `missing` deletes rows that the bundle lacks. `everything` does so also where no agent, or nothing at all, is left.
   * Default `none`.
   */
  readonly prune?: "none" | "missing" | "everything";
  /** Does everything but keep it. Default false. */
  readonly dryRun?: boolean;
  /** Whose signature the bundle must carry; left out, none is asked for. */
  readonly verifier?: BundleVerifier | undefined;
  /** Who imports it, for the history; whoever opened the database if left out. */
  readonly who?: string;
  /** Given each change as it is made; it is kept only if the import returns. */
  readonly onChange?: (change: RowChange) => void;
}

export interface ImportResult {
  readonly bundle: Digest;
  readonly counts: Readonly<ChangeCounts>;
  /** The agents that became due by it. */
  readonly agents: readonly string[];
}

/**
 * Applies a bundle in one transaction: all of it or nothing. Rows that are the same already are not written, so exactly the
 * agents that something changed for become due. Memory stays the same however many rows there are.
 * @throws {IdentikitError} `BUNDLE_INVALID`, `BUNDLE_TOO_NEW`, `ROW_INVALID` naming the row, `PLAN_STALE`, `PRUNE_REFUSED`,
 * `BUNDLE_UNSIGNED`, `FILE_UNREADABLE`, `DATABASE_FAILED`
 */
export async function importBundle(options: ImportOptions): Promise<ImportResult> {
  const { database, file, plan } = options;
  const prune = options.prune ?? "none";
  if (plan && plan.prune !== (prune !== "none")) {
    const agreed = plan.prune ? "with" : "without";
    throw stale(`it was made ${agreed} --prune`);
  }
  using bundle = new BundleReader(file);
  const digest = bundleDigest(bundle.header);
  const origin = `bundle ${digest}`;
  return await database.configure({ ...options, origin }, async (session) => {
    if (plan && plan.bundle !== digest) throw stale("it is of another bundle");
    if (prune === "missing") await refuseToEmpty(session, bundle.header);
    const writer = new ImportWriter(session, {
      prune: prune !== "none",
      onChange: options.onChange,
    });
    const walk = compareBundle(session, bundle, database.signal, () => writer.settled());
    const compared = await writeAll(walk, writer);
    requireSignature(options.verifier, { name: bundle.name, digest, signature: compared.signature });
    if (plan && plan.base !== compared.base) throw stale("the database has changed since");
    await writer.removeParents();
    return { bundle: digest, counts: writer.counts, agents: await session.bulk.affected() };
  });
}

/** Writes what differs, while what follows is read. */
async function writeAll(
  walk: AsyncGenerator<readonly RowPair[], Compared>,
  writer: ImportWriter,
): Promise<Compared> {
  try {
    for (;;) {
      const step = await walk.next();
      if (step.done) return step.value;
      await writer.write(step.value);
    }
  } finally {
    // Nothing else may be said on this connection before; and what the database refuses comes before what the rest of a bundle is blamed for.
    await writer.settled();
  }
}

/** @throws {IdentikitError} `PRUNE_REFUSED` */
async function refuseToEmpty({ bulk }: Session, header: BundleHeader): Promise<void> {
  const emptied: string[] = [];
  for (const table of ["agent", "agent_type"] as const)
    if (header.tables.get(table)?.rows === 0 && (await bulk.count(shapeOf(table))) > 0) emptied.push(table);
  if (emptied.length === 0) return;
  throw new IdentikitError(
    "PRUNE_REFUSED",
    `the bundle has no ${emptied.join(" and no ")}: pruning would delete all`,
    {
      remedy: "Check the bundle. If nothing is what you want, add --prune-to-nothing.",
    },
  );
}

function stale(why: string): IdentikitError {
  return new IdentikitError("PLAN_STALE", `the plan cannot be applied: ${why}`, {
    remedy: "Make the plan again with: identikit config plan",
  });
}
