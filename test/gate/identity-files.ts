import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bakedTree, identityV1 } from "../../src/image/identity.ts";
import { expectValidImage } from "../image/expect-valid-image.ts";
import { gate, open, template } from "../image/samples.ts";
import { programPath } from "../requirement.ts";
import { scratchDirectory } from "../scratch.ts";
import type { TreeLiteral } from "../tree/expect-same-tree.ts";

/** Where an identity stands in an image. */
export const destination = "/opt/molecule-platform-agent-template";

/** The files of an identity below a directory, as a person who builds an image by hand lays them there. */
export function layDown(changes: TreeLiteral = {}, directory = scratchDirectory()): string {
  for (const { path, mode, bytes } of bakedTree(template(changes).select(identityV1.admits))) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), bytes);
    chmodSync(join(directory, path), mode);
  }
  return directory;
}

/** What the gate finds in an image, which is checked to be a valid one first. */
export async function findingsOf(reference: string): Promise<string[]> {
  const image = await open(reference);
  const selector = await image.select();
  await expectValidImage(image.store, selector);
  return await gateFindings(reference);
}

/** What the gate finds in whatever a reference names. */
export async function gateFindings(reference: string): Promise<string[]> {
  const image = await open(reference);
  const findings = await gate()({ source: image.store, selector: image.select(), subject: reference });
  return findings.map(({ code, path }) => `${code} ${path}`);
}

/** Runs a program with its variables and gives what it prints. */
export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string {
  const options = { encoding: "utf8", stdio: "pipe", env: { ...process.env, ...env } } as const;
  return execFileSync(programPath(program) ?? program, args, options).trim();
}
