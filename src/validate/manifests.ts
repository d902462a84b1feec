import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../project/settings-schema.ts";
import type { Findings } from "./findings.ts";

/** Checks what the repository declares for agent runs: each object, and what they say of each other. */
export async function checkAgentManifests(
  root: string,
  { platform }: Settings,
  findings: Findings,
): Promise<void> {
  const { manifests: folder, organization } = platform;
  if (!existsSync(join(root, folder))) return;
  // A repository without such a folder does without the kinds.
  const { readManifests } = await import("../agents/manifest/read-manifests.ts");
  const { problems } = readManifests(root, folder, { namespace: organization });
  for (const { file, line, column, ...said } of problems) findings.at(file, { line, column }, said);
}
