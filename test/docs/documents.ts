import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** This repository. */
export const house: string = join(import.meta.dirname, "../..");

/** Its pages, by path; the example's prompts and skills belong to the example. */
export const documents: readonly string[] = execFileSync(
  "git",
  ["ls-files", "--cached", "--others", "--exclude-standard", "*.md", ":!examples/fleet/templates"],
  { cwd: house, encoding: "utf8" },
)
  .split("\n")
  .filter(Boolean);
