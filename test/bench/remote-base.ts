import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { anonymous } from "../../src/image/registry/credential.ts";
import { openRegistry } from "../../src/image/registry/registries.ts";
import { systemClock } from "../../src/runtime/clock.ts";
import { push, sampleImage } from "../image/registry/sample-image.ts";

/** Pushes an image of so many layers of so many bytes that nothing can compress. */
export async function pushBase(
  host: string,
  repository: string,
  layers: number,
  bytes: number,
): Promise<void> {
  await using store = openRegistry({
    host,
    repository,
    access: "push",
    credentials: anonymous,
    clock: systemClock,
    signal: new AbortController().signal,
  });
  await push(store, sampleImage(Array.from({ length: layers }, () => bytes)), "base");
}

/** A template whose identity no earlier round had. */
export function writeTemplate(directory: string): string {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(join(directory, "prompts"), { recursive: true });
  const files = {
    "config.yaml": "name: concierge\nruntime: claude-code\n",
    "mcp_servers.yaml": "servers: {}\n",
    "prompts/concierge.md": `You greet whoever comes in. ${randomBytes(16).toString("hex")}\n`,
  };
  for (const [path, text] of Object.entries(files)) writeFileSync(join(directory, path), text);
  return directory;
}
