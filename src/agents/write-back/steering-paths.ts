/** Folders in which every file steers CI, agents, editors or git hooks, wherever a tool reads them. */
const folders = [
  ".github",
  ".gitea",
  ".forgejo",
  ".gitlab",
  ".circleci",
  ".buildkite",
  ".woodpecker",
  ".drone",
  ".claude",
  ".codex",
  ".cursor",
  ".windsurf",
  ".gemini",
  ".opencode",
  ".aider",
  ".identikit",
  ".devcontainer",
  ".vscode",
  ".idea",
  ".husky",
  ".githooks",
];
/** Files that tools read in any folder. */
const files = [
  "agents.md",
  "agents.override.md",
  "claude.md",
  "claude.local.md",
  "gemini.md",
  "copilot-instructions.md",
  ".cursorrules",
  ".windsurfrules",
  ".clinerules",
  ".roorules",
  ".mcp.json",
  "mcp.json",
  "codeowners",
  ".gitattributes",
  ".gitmodules",
  ".gitlab-ci.yml",
  ".gitlab-ci.yaml",
  ".travis.yml",
  ".drone.yml",
  ".drone.yaml",
  ".woodpecker.yml",
  ".woodpecker.yaml",
  ".pre-commit-config.yaml",
  "jenkinsfile",
  "azure-pipelines.yml",
  "bitbucket-pipelines.yml",
  "identikit.yaml",
  "skill.md",
];
/** Folders at the top of the repository in which the organisation declares its agents. */
const topFolders = ["agents"];

/**
 * Whether a file says what agents or CI do, so that a change of it needs an escalation. Names are compared as the most forgiving file
 * system does: without regard to case, to Unicode's compatibility forms, and to dots and spaces at the end.
 */
export function steers(path: string): boolean {
  const parts = path.split("/").map(folded);
  const name = parts.at(-1) ?? "";
  return (
    files.includes(name) ||
    name.endsWith(".mdc") ||
    parts.slice(0, -1).some((part) => folders.includes(part)) ||
    folders.includes(name) ||
    (parts.length > 1 && topFolders.includes(parts[0] ?? ""))
  );
}

const ignorable = /\p{Cf}|\p{Variation_Selector}/gu;

function folded(part: string): string {
  // Upper case first: the dotless i and the long s are an I and an S to file systems that ignore case.
  return part
    .replace(ignorable, "")
    .normalize("NFKC")
    .toUpperCase()
    .toLowerCase()
    .replace(/[. ]+$/, "");
}
