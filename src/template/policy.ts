import { IdentikitError } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";

/** Which paths of a template are assets. A profile is data: it is changed by a reviewed change of a file. */
export interface PolicyProfile {
  /** A profile whose paths are let through as well. */
  readonly extend?: string | undefined;
  /** Exact paths, `dir/**` for everything under a directory, or `dir/*.md` for the files of one kind in it. Letter case counts. */
  readonly include: readonly string[];
  /** True where the files that `config.yaml` names in `prompt_files` are let through as well. */
  readonly promptFiles?: boolean | undefined;
}

/** The profiles that come with Identikit; a published one never changes, a new one gets a new version. */
export const builtinPolicies: Readonly<Record<string, PolicyProfile>> = {
  "assets/v1": { include: ["config.yaml", "mcp_servers.yaml", "prompts/**", "agent-skills/**"] },
  "assets/v2": { extend: "assets/v1", include: ["system-prompt.md"], promptFiles: true },
  "identity/v1": { include: ["config.yaml", "mcp_servers.yaml", "prompts/**"] },
  "identity/v2": { extend: "identity/v1", include: ["system-prompt.md"], promptFiles: true },
};

/** The profile of a delivery where nothing else is settled. */
export const defaultPolicy = "assets/v2";

/** A profile ready to be asked. */
export interface Policy {
  /** Name and version, such as `assets/v1`. */
  readonly name: string;
  /** The files and directories that the assets are, or lie in. */
  readonly roots: readonly string[];
  /** True where `config.yaml` decides which further files are assets; see {@link Policy.including}. */
  readonly promptFiles: boolean;
  /** Whether the path is an asset. */
  admits(path: string): boolean;
  /** Whether an asset may lie below the directory, or be it. */
  reaches(directory: string): boolean;
  /** The same policy, with further files. */
  including(paths: readonly string[]): Policy;
}

/**
 * The policy of that name.
 * @param further profiles of the settings; a built-in name cannot be given another meaning
 * @throws {IdentikitError} `SETTINGS_INVALID` for an unknown name, a redefined one, a malformed pattern or a circle of profiles
 */
export function policyNamed(
  name: string = defaultPolicy,
  further: Readonly<Record<string, PolicyProfile>> = {},
): Policy {
  for (const own of Object.keys(further)) {
    if (Object.hasOwn(builtinPolicies, own)) throw invalid(`the policy ${JSON.stringify(own)} is built in`);
  }
  const { include, promptFiles } = flattened(name, { ...further, ...builtinPolicies }, []);
  return policyOf(name, include, promptFiles);
}

function flattened(
  name: string,
  profiles: Readonly<Record<string, PolicyProfile>>,
  above: readonly string[],
): { readonly include: readonly string[]; readonly promptFiles: boolean } {
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (!profile)
    throw invalid(`no policy is named ${JSON.stringify(name)}${suggestion(name, Object.keys(profiles))}`);
  if (above.includes(name)) throw invalid(`the policy ${JSON.stringify(name)} extends itself`);
  for (const pattern of profile.include) checkPattern(name, pattern);
  const wider =
    profile.extend === undefined ? undefined : flattened(profile.extend, profiles, [...above, name]);
  return {
    include: [...(wider?.include ?? []), ...profile.include],
    promptFiles: profile.promptFiles ?? wider?.promptFiles ?? false,
  };
}

function checkPattern(policy: string, pattern: string): void {
  const plain = pattern.replace(/\/\*(?:\*|\.[A-Za-z0-9]+)$/, "");
  if (/^(?!\/)[^*?[\]\\]+$/.test(plain) && !/(^|\/)\.{0,2}(\/|$)/.test(plain)) return;
  throw invalid(`policy ${policy}: ${JSON.stringify(pattern)} is neither a path, nor "dir/**" or "dir/*.md"`);
}

function policyOf(name: string, include: readonly string[], promptFiles: boolean): Policy {
  const exact = new Set<string>();
  const directories: string[] = [];
  const kinds: { readonly directory: string; readonly ending: string }[] = [];
  for (const pattern of include) {
    const [, directory, ending] = /^(.+\/)\*(\.[A-Za-z0-9]+)$/.exec(pattern) ?? [];
    if (pattern.endsWith("/**")) directories.push(pattern.slice(0, -2));
    else if (directory !== undefined && ending !== undefined) kinds.push({ directory, ending });
    else exact.add(pattern);
  }
  const starts = [...exact, ...directories, ...kinds.map(({ directory }) => directory)];
  const isOfKind = (path: string) =>
    kinds.some(
      ({ directory, ending }) =>
        path.startsWith(directory) && path.endsWith(ending) && !path.slice(directory.length).includes("/"),
    );
  return {
    name,
    promptFiles,
    roots: starts.map((start) => start.replace(/\/$/, "")),
    admits: (path) =>
      exact.has(path) || directories.some((directory) => path.startsWith(directory)) || isOfKind(path),
    reaches: (path) =>
      directories.some((directory) => `${path}/`.startsWith(directory)) ||
      starts.some((start) => start === path || start.startsWith(`${path}/`) || start === `${path}/`),
    including: (paths) => policyOf(name, [...include, ...paths], promptFiles),
  };
}

/** The profile that an older one became, for locks that were made with the older. */
const successors: Readonly<Record<string, string>> = {
  "assets/v1": "assets/v2",
  "identity/v1": "identity/v2",
};

/**
 * The version of a built-in profile that holds for a template whose lock entry names a delivery policy: what was locked under the
 * first version keeps it, delivery and identity alike, until the lock is updated.
 * @param wanted the profile of the settings
 * @param locked the delivery policy in the lock; `undefined` where the template is not locked
 */
export function policyUnderLock(wanted: string, locked: string | undefined): string {
  if (locked !== "assets/v1") return wanted;
  const older = Object.entries(successors).find(([, successor]) => successor === wanted);
  return older?.[0] ?? wanted;
}

/** The policy that holds for a template: that of its lock entry, where this was made with the first version of the policy. */
export function lockedPolicy(policy: Policy, locked: { readonly policy: string } | undefined): Policy {
  const name = policyUnderLock(policy.name, locked?.policy);
  return name === policy.name ? policy : policyNamed(name);
}

/** A policy that does not ask what `prompt_files` names reads prompts as the first policies did. */
export function formOf({ promptFiles }: Pick<Policy, "promptFiles">): "first" | "present" {
  return promptFiles ? "present" : "first";
}

function invalid(problem: string): IdentikitError {
  return new IdentikitError("SETTINGS_INVALID", problem, {
    remedy: "Fix `policy` or `policies` in identikit.yaml.",
    location: { file: "identikit.yaml" },
  });
}
