import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { certain } from "../fault/certain.ts";
import { IdentikitError } from "../fault/error.ts";
import { withoutCredentials } from "../git/git-command.ts";

/** Where a template's repository is, as the manifest or the command line names it. */
export type SourceLocation =
  /** A directory, a checkout, a directory inside a checkout, or a bare repository. */
  | { readonly kind: "path"; readonly path: string }
  /** A git repository on this machine, never read through a worktree. */
  | { readonly kind: "repository"; readonly path: string }
  /** A git remote, in the form that git takes. */
  | { readonly kind: "remote"; readonly url: string; readonly transport: "https" | "http" | "ssh" }
  /** `owner/repo` on a Gitea or GitHub that is configured elsewhere. */
  | { readonly kind: "hosted"; readonly owner: string; readonly repo: string };

const hosted = /^([A-Za-z0-9][A-Za-z0-9_.-]*)\/([A-Za-z0-9_.-]+?)(\.git)?$/;

/**
 * Reads a location: a path (`.`, `./x`, `../x`, `/x`), `file://`, `https://`, `git+https://`, `ssh://`, `git+ssh://`,
 * `user@host:path`, or `owner/repo`.
 * @param base the absolute directory at which relative paths start
 * @throws {IdentikitError} `SOURCE_INVALID`, also for a URL that holds a credential, which is not shown
 */
export function parseLocation(text: string, base: string): SourceLocation {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  if (/[\u0000-\u001f\u007f]/.test(text)) throw invalid("has a control character in its name");
  if (/^(\.{1,2}(\/|$)|\/)/.test(text)) return { kind: "path", path: resolve(base, text) };
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseUrl(text);
  if (/^[A-Za-z0-9_][A-Za-z0-9_.-]*@[A-Za-z0-9][A-Za-z0-9.-]*:(?!\/\/)[^:-].*$/.test(text))
    return { kind: "remote", url: text, transport: "ssh" };
  const match = hosted.exec(text);
  if (match && !/^\.{1,2}$/.test(certain(match[2])))
    return { kind: "hosted", owner: certain(match[1]), repo: certain(match[2]) };
  throw invalid(`${JSON.stringify(text)} is neither owner/repo nor a URL nor a path`);
}

function parseUrl(text: string): SourceLocation {
  const plain = text.replace(/^git\+/i, "");
  const url = URL.parse(plain);
  const shown = JSON.stringify(withoutCredentials(text));
  if (!url) throw invalid(`${shown} is not a URL`);
  if (url.password !== "" || (url.username !== "" && url.protocol !== "ssh:"))
    throw invalid(`${shown} holds a credential`);
  if (url.search !== "" || url.hash !== "") throw invalid(`${shown} has a query or a fragment`);
  switch (url.protocol) {
    case "file:":
      return { kind: "repository", path: fileURLToPath(url) };
    case "https:":
    case "http:":
      return { kind: "remote", url: url.href, transport: url.protocol === "https:" ? "https" : "http" };
    case "ssh:":
      // A host that begins with a dash would be an option of ssh.
      if (url.hostname.startsWith("-")) throw invalid(`${shown} has no valid host`);
      return { kind: "remote", url: plain, transport: "ssh" };
    default:
      throw invalid(`${shown} is of a kind that is not read`);
  }
}

function invalid(problem: string): IdentikitError {
  return new IdentikitError("SOURCE_INVALID", `the repository ${problem}`, {
    remedy:
      "Write owner/repo, a path that starts with ./, or an https://, git+ssh:// or file:// URL; tokens go into the environment.",
  });
}
