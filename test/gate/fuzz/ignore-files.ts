import { markerName } from "../../../src/image/identity.ts";
import type { Random } from "./random.ts";
import { canonical } from "./world.ts";

const ignoreRows: readonly string[] = [
  "*",
  "**",
  "!**",
  ".tenant-bundle-deps",
  "!.tenant-bundle-deps",
  `!${canonical}`,
  `!${canonical}/**`,
  `/${canonical}/config.yaml`,
  "**/prompts",
  "**/*.md",
  "*.md",
  "**/concierge.md",
  "!**/concierge.md",
  "prompts",
  "# a comment",
  " # no comment",
  "",
  ".git",
  "node_modules",
  markerName,
  `!${markerName}`,
  "IMAGE*",
  ".tenant*",
  ".tenant-bundle-deps/*/platform-agent/prompts/tone",
  "**/tone/**",
  `${canonical}/prompts/../config.yaml`,
  "**/platform-agent",
  "!**/platform-agent/prompts",
  "*/*/*/config.yaml",
  "  *.yaml  ",
  "**/*.yaml",
  "!",
  "*.py[cod]",
  "[.]tenant*",
  "**/??nfig.yaml",
  "**e.md",
  ".tenant**",
  `!.tenant-bundle-deps/workspace-configs-templates`,
  "given",
  "LICENSE",
  "fake",
  "\\.tenant*",
  "! .tenant-bundle-deps",
  ".tenant-bundle-deps/",
  "./.tenant-bundle-deps/workspace-configs-templates/",
  "**/c*.md",
  "a[",
  "*/**/short.md",
];

/** The text of an ignore file. */
export function generateIgnoreFile(random: Random): string {
  const rows = Array.from({ length: 1 + random.below(4) }, () => random.pick(ignoreRows));
  return `${random.chance(0.05) ? "\ufeff" : ""}${rows.join(random.chance(0.1) ? "\r\n" : "\n")}\n`;
}
