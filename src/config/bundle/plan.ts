import { z } from "zod";
import { checkDocument } from "../../document/check.ts";
import { parseJson } from "../../document/json.ts";
import type { Finding } from "../../fault/finding.ts";
import { type Digest, isDigest } from "../../tree/digest.ts";
import type { ConfigDatabase } from "../database.ts";
import { type ChangeCounts, changeOf, type RowChange } from "../rows/row-change.ts";
import { RowChecker } from "../rows/row-check.ts";
import { WaitingRows } from "../rows/waiting-rows.ts";
import { bundleDigest } from "./bundle-header.ts";
import { BundleReader } from "./bundle-reader.ts";
import { type BundleVerifier, requireSignature } from "./bundle-signature.ts";
import { compareBundle } from "./compare-bundle.ts";
import type { HeldLines } from "./line-file.ts";

/** What an import was decided on: applied later, it must still be this bundle on this state of the database. */
export interface Plan {
  readonly bundle: Digest;
  /** The digest that an export of the database had when the plan was made. */
  readonly base: Digest;
  readonly prune: boolean;
  readonly counts: Readonly<ChangeCounts>;
}

/** A plan with what a person is told beside its changes. */
export interface PlannedImport extends Plan {
  /** A warning for each row of a template that has no effect after the import, since nothing permits it. */
  readonly waiting: readonly Finding[];
}

export interface PlanOptions {
  readonly database: ConfigDatabase;
  /** Its path, or what is in it. */
  readonly file: string | HeldLines;
  /** Whether rows that the bundle lacks would be deleted. Default false. */
  readonly prune?: boolean;
  /** Whose signature the bundle must carry; left out, none is asked for. */
  readonly verifier?: BundleVerifier | undefined;
  /** Given each change in turn, so that a large plan need not be held. */
  readonly onChange?: (change: RowChange) => void;
}

/**
 * What importing a bundle would do: every row that would be created, changed or deleted. Nothing is written, and no
 * secret is shown.
 * @throws {IdentikitError} `BUNDLE_INVALID`, `BUNDLE_TOO_NEW`, `BUNDLE_UNSIGNED`, `ROW_INVALID`, `FILE_UNREADABLE`, `DATABASE_FAILED`
 */
export function planImport(options: PlanOptions): Promise<PlannedImport> {
  const { database, file, prune = false, onChange } = options;
  const counts: ChangeCounts = { create: 0, change: 0, delete: 0 };
  const checker = new RowChecker();
  return database.transaction("read", async (session) => {
    using bundle = new BundleReader(file);
    const waiting = await WaitingRows.of(session);
    const walk = compareBundle(session, bundle, database.signal);
    for (let step = await walk.next(); ; step = await walk.next()) {
      if (step.done) {
        const digest = bundleDigest(bundle.header);
        requireSignature(options.verifier, { name: bundle.name, digest, signature: step.value.signature });
        return {
          bundle: digest,
          base: step.value.base,
          prune,
          counts,
          waiting: waiting.findings,
        };
      }
      for (const { shape, bundle: after, database: before } of step.value) {
        if (after) checker.check(shape, after);
        else if (!prune) continue;
        const change = changeOf(shape, before, after);
        counts[change.kind]++;
        waiting.change(shape, before, after);
        onChange?.(change);
      }
    }
  });
}

const digest = z.custom<Digest>((value) => typeof value === "string" && isDigest(value), "is not a digest");
const count = z.number().int().nonnegative();

const planSchema = z.strictObject({
  format: z.literal("identikit-config-plan"),
  version: z.literal(1),
  bundle: digest,
  base: digest,
  prune: z.boolean(),
  counts: z.strictObject({ create: count, change: count, delete: count }),
});

/** A plan as the text of the file that `config import --plan` takes. */
export function formatPlan({ bundle, base, prune, counts }: Plan): string {
  return `${JSON.stringify({ format: "identikit-config-plan", version: 1, bundle, base, prune, counts }, undefined, 2)}\n`;
}

/** @throws {IdentikitError} `DOCUMENT_INVALID` */
export function parsePlan(text: string, name: string): Plan {
  const { bundle, base, prune, counts } = checkDocument(
    parseJson(text, name),
    planSchema,
    "DOCUMENT_INVALID",
  );
  return { bundle, base, prune, counts };
}
