import { foldPath } from "../tree/path.ts";

const ownedNames = new Set(["memory.md", "user.md", "claude.md"]);

/**
 * Whether a path belongs to the running agent, so that no delivery may write it: `MEMORY.md`, `USER.md` and
 * `CLAUDE.md` in any directory, `.claude/sessions/**`, and `workspace/**` at the top, where the agent works. In any
 * letter case and Unicode form, since the volume's file system may fold them.
 */
export function isAgentOwned(path: string): boolean {
  const segments = foldPath(path).split("/");
  if (segments[0] === "workspace") return true;
  return segments.some(
    (segment, index) =>
      ownedNames.has(segment) || (segment === ".claude" && segments[index + 1] === "sessions"),
  );
}
