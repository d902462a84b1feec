import { existsSync } from "node:fs";
import { z } from "zod";
import { checkDocument } from "../document/check.ts";
import { documentFault, type SourceDocument } from "../document/document.ts";
import { namePattern } from "./manifest.ts";
import { fingerprintPattern } from "./secret-fingerprint.ts";

const entrySchema = z.strictObject({
  template: z
    .string()
    .regex(namePattern)
    .optional()
    .describe("The template; left out, a file of this repository."),
  path: z.string().min(1).describe("The file, as the finding names it."),
  rule: z.string().min(1).describe("The rule, as the finding names it."),
  fingerprint: z
    .string()
    .regex(fingerprintPattern, "must be scrypt: and 32 hex digits")
    .describe("The value's."),
  reason: z.string().min(1).describe("Why it is no credential."),
  expires: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/, "must be a date like 2027-01-31")
    .optional()
    .describe("The last day on which it holds."),
});

/** The form of the list of accepted values. */
export const acceptedSecretsSchema = z.strictObject({
  $schema: z.string().optional(),
  version: z.literal(1).default(1),
  accepted: z.array(entrySchema).default([]),
});

/** One value that was looked at and is no credential, with the line on which it stands. */
export type AcceptedSecret = z.output<typeof entrySchema> & { readonly line: number };

/** What an entry is asked about. */
type Place = Pick<AcceptedSecret, "template" | "path" | "rule" | "fingerprint">;

/**
 * The reviewed list of values that look like credentials and are none. It notes which of its entries were of use, so that one
 * that no file needs any more can be told.
 */
export class AcceptedSecrets {
  /** The list's file, for messages. */
  readonly file: string;
  readonly #entries: readonly AcceptedSecret[];
  readonly #today: string;
  readonly #used = new Set<AcceptedSecret>();

  /** @param today as `2027-01-31` */
  constructor(entries: readonly AcceptedSecret[], file: string, today: string) {
    this.#entries = entries;
    this.file = file;
    this.#today = today;
  }

  /**
   * Refuses to go on with an entry that has expired: nobody has looked at the value since.
   * @param template whose entries are asked for; `undefined` for those of the repository itself
   * @throws {IdentikitError} `ALLOWANCE_INVALID` naming the line
   */
  checkDates(template: string | undefined): void {
    const expired = this.#of(template).find(({ expires }) => expires !== undefined && expires < this.#today);
    if (!expired) return;
    const at = { file: this.file, line: expired.line };
    const problem = `the entry for ${expired.path} (${expired.rule}) expired on ${expired.expires}`;
    throw documentFault(
      "ALLOWANCE_INVALID",
      at,
      problem,
      "Look at the value again: remove the entry, or give it a later date.",
    );
  }

  /** Whether the list has the value at that place. */
  accepts(place: Place): boolean {
    const found = this.#of(place.template).find(
      ({ path, rule, fingerprint }) =>
        path === place.path && rule === place.rule && fingerprint === place.fingerprint,
    );
    if (found) this.#used.add(found);
    return found !== undefined;
  }

  /** Entries of no use to what was scanned: the value has changed or is gone. */
  stale(template: string | undefined): AcceptedSecret[] {
    return this.#of(template).filter((entry) => !this.#used.has(entry));
  }

  #of(template: string | undefined): readonly AcceptedSecret[] {
    return this.#entries.filter((entry) => entry.template === template);
  }
}

/**
 * Reads the list; empty where there is none. The reader of YAML is loaded only where there is one.
 * @param name what messages call the file
 * @throws {IdentikitError} `ALLOWANCE_INVALID` naming key and line, `DOCUMENT_INVALID`, `FILE_UNREADABLE`
 */
export async function readAcceptedSecrets(file: string, name: string, now: Date): Promise<AcceptedSecrets> {
  const today = now.toISOString().slice(0, 10);
  if (!existsSync(file)) return new AcceptedSecrets([], name, today);
  // Most repositories have no such file, and need no reader of YAML.
  const { readYamlDocument } = await import("../document/yaml.ts");
  return acceptedIn(readYamlDocument(file, name), today);
}

/**
 * The list in a text, such as that of another commit.
 * @throws {IdentikitError} `ALLOWANCE_INVALID`, `DOCUMENT_INVALID`
 */
export async function parseAcceptedSecrets(
  text: string | undefined,
  name: string,
  now: Date,
): Promise<AcceptedSecrets> {
  const today = now.toISOString().slice(0, 10);
  if (text === undefined) return new AcceptedSecrets([], name, today);
  // As above.
  const { parseYaml } = await import("../document/yaml.ts");
  return acceptedIn(parseYaml(text, name), today);
}

function acceptedIn(document: SourceDocument, today: string): AcceptedSecrets {
  const value = checkDocument(
    { ...document, value: document.value ?? {} },
    acceptedSecretsSchema,
    "ALLOWANCE_INVALID",
  );
  const entries = value.accepted.map((entry, index) => ({
    ...entry,
    line: document.lineOf(["accepted", index]),
  }));
  return new AcceptedSecrets(entries, document.file, today);
}

/** The line that accepts a value, for the list's file; only its reason is still to be written. */
export function acceptingLine({ template, path, rule, fingerprint }: Place): string {
  const owner = template === undefined ? "" : `template: ${template}, `;
  return `- { ${owner}path: ${JSON.stringify(path)}, rule: ${rule}, fingerprint: "${fingerprint}", reason: "" }`;
}
