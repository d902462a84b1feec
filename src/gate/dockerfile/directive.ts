import { certain } from "../../fault/certain.ts";
import { ambiguousLine, invalidLine } from "./refusal.ts";

const pattern = /^#\s*([a-zA-Z][a-zA-Z0-9]*)\s*=\s*(.+?)\s*$/;
const known: ReadonlySet<string> = new Set(["syntax", "check", "escape"]);
/** The front end that Docker itself publishes, in any of its stable or labs releases. */
const ownFrontEnd =
  /^(?:docker\.io\/)?docker\/dockerfile(?::(?:latest|labs|1(?:\.\d+){0,2}(?:-labs)?))?(?:@sha256:[0-9a-f]{64})?$/;

/**
 * Checks the parser directives, which are the comments of the form `# name=value` before anything else in the file.
 * A front end other than `docker/dockerfile` may read the file as anything. A `#!` line is passed over, as BuildKit does when
 * it looks for the front end. The escape character must be the backslash: builders differ in what another one does.
 * @throws {IdentikitError} `DOCKERFILE_AMBIGUOUS`, `DOCKERFILE_INVALID`
 */
export function checkDirectives(lines: readonly string[], file: string): void {
  const seen = new Set<string>();
  for (const [at, text] of lines.entries()) {
    const line = at + 1;
    if (at === 0 && text.startsWith("#!")) continue;
    const found = pattern.exec(text.trimStart());
    const name = found?.[1]?.toLowerCase();
    if (!found || name === undefined || !known.has(name)) return;
    if (seen.has(name)) throw invalidLine({ file, line }, `a second ${name} directive`);
    seen.add(name);
    const value = certain(found[2]);
    if (name === "syntax" && !ownFrontEnd.test(value))
      throw ambiguousLine({ file, line }, `${value} is a front end that may read the file in its own way`);
    if (name === "escape" && value !== "\\")
      throw ambiguousLine({ file, line }, "builders differ in what another escape character does");
  }
}
