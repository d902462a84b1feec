import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { IdentikitError } from "../../fault/error.ts";
import { withoutCredentials } from "../../git/git-command.ts";
import { credentialConfig, credentialVariables, type GitCredential } from "../../git/git-credential.ts";
import { remoteFailure } from "../../git/remote-failure.ts";
import type { StoreRun } from "./store-git.ts";

/** A repository as git is given it. */
export interface GitRemote {
  /** Without a credential. */
  readonly url: string;
  readonly transport: "https" | "http" | "ssh" | "file";
  readonly credential?: GitCredential | undefined;
}

/**
 * Reads an address: `https://`, `http://` (with a credential only on this machine), `ssh://`, `file://` or an absolute path. Nothing that git
 * would take for an option or for a program to run.
 * @throws {IdentikitError} `REMOTE_REFUSED`
 */
export function gitRemote(address: string, credential?: GitCredential): GitRemote {
  const shown = JSON.stringify(withoutCredentials(address));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: refusing them is the point
  if (/[\u0000-\u0020\u007f]/.test(address)) throw refused(`${shown} has a space or a control character`);
  if (address.startsWith("/")) return { url: resolve(address), transport: "file" };
  const url = URL.parse(address);
  if (!url) throw refused(`${shown} is not a URL`);
  if (url.password !== "" || (url.username !== "" && url.protocol !== "ssh:"))
    throw refused(`${shown} holds a credential`);
  if (url.search !== "" || url.hash !== "") throw refused(`${shown} has a query or a fragment`);
  if (/^-|[^\w.:[\]-]/.test(url.hostname) || url.username.startsWith("-"))
    throw refused(`${shown} has no valid host`);
  switch (url.protocol) {
    case "file:":
      if (url.hostname !== "") throw refused(`${shown} is on another machine`);
      return { url: resolve(fileURLToPath(url)), transport: "file" };
    case "https:":
      return { url: url.href, transport: "https", credential };
    case "http:":
      if (credential && !/^(localhost|127\.[0-9.]+|\[::1\])$/.test(url.hostname))
        throw refused(`${shown} would get the token unencrypted`);
      return { url: url.href, transport: "http", credential };
    case "ssh:":
      return { url: url.href, transport: "ssh" };
    default:
      throw refused(`${shown} is of a kind that is not read`);
  }
}

/** What a git that talks to the remote is run with. The token is in the environment of this git alone. */
export function remoteRun({ url, transport, credential }: GitRemote): StoreRun {
  const hasOrigin = transport === "https" || transport === "http";
  return {
    transports: [transport],
    config: [
      ["protocol.version", "2"],
      ["fetch.unpackLimit", "1"],
      ["http.followRedirects", "initial"],
      ["http.lowSpeedLimit", "100"],
      ["http.lowSpeedTime", "60"],
      ...(hasOrigin
        ? credential
          ? credentialConfig(new URL(url).origin)
          : [["credential.helper", ""] as const]
        : []),
    ],
    variables: credentialVariables(credential),
  };
}

/** What a complaint of git about a remote means. */
export function remoteFault({ url }: GitRemote, complaint: string): IdentikitError {
  const shown = withoutCredentials(url);
  const cause = new Error(complaint);
  switch (remoteFailure(complaint)) {
    case "ref":
      return new IdentikitError("REF_UNKNOWN", `${shown}: the ref or commit is not there`, {
        remedy: "Check whether the branch was deleted, or the commit taken away by a forced push.",
        cause,
      });
    case "denied":
      return new IdentikitError("SOURCE_DENIED", `${shown} refused the credential, or wants one`, {
        remedy: "Check the token and what its owner may do in the repository.",
        cause,
      });
    case "missing":
      return new IdentikitError("SOURCE_NOT_FOUND", `${shown} is not there`, {
        remedy: "Check the name; a private repository looks missing to one who may not read it.",
        cause,
      });
    case "unreachable":
      return new IdentikitError("SOURCE_UNREACHABLE", `${shown} could not be reached`, {
        remedy: "Check the network and the server, then run again; --verbose shows what git said.",
        retry: { kind: "later" },
        cause,
      });
  }
}

function refused(problem: string): IdentikitError {
  return new IdentikitError("REMOTE_REFUSED", `the repository ${problem}`, {
    remedy: "Write an https:// or ssh:// URL, or an absolute path; tokens go into the environment.",
  });
}
