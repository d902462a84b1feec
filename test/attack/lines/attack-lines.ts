import { agentLines } from "./agent-lines.ts";
import { archiveLines } from "./archive-lines.ts";
import type { AttackLine } from "./attack-line.ts";
import { databaseLines } from "./database-lines.ts";
import { imageLines } from "./image-lines.ts";
import { machineLines } from "./machine-lines.ts";

/** What must be refused or survived, line by line, by what it attacks. */
export const attackLines: Readonly<Record<string, readonly AttackLine[]>> = {
  Archives: archiveLines,
  "Images and registries": imageLines,
  "Writers and machines": machineLines,
  "Agents at work": agentLines,
  Databases: databaseLines,
};
