import { IdentikitError } from "../fault/error.ts";
import { suggestion } from "../fault/nearest.ts";

/** Which paths of a template are assets. A profile is data: it is changed by a reviewed change of a file. */
export interface PolicyProfile {
  /** Exact paths, or `dir/**` for everything under a directory. Letter case counts. */
  readonly include: readonly string[];
}

/** The profiles that come with Identikit; a published one never changes, a new one gets a new version. */
export const builtinPolicies: Readonly<Record<string, PolicyProfile>> = {
  "assets/v1": { include: ["config.yaml", "mcp_servers.yaml", "prompts/**", "agent-skills/**"] },
  "identity/v1": { include: ["config.yaml", "mcp_servers.yaml", "prompts/**"] },
};

/** A profile ready to be asked. */
export interface Policy {
  /** Name and version, such as `assets/v1`. */
  readonly name: string;
  /** The files and directories that the assets are, or lie in. */
  readonly roots: readonly string[];
  /** Whether the path is an asset. */
  admits(path: string): boolean;
  /** Whether an asset may lie below the directory, or be it. */
  reaches(directory: string): boolean;
}

/**
 * The policy of that name.
 * @param further profiles of the settings; a built-in name cannot be given another meaning
 * @throws {IdentikitError} `SETTINGS_INVALID` for an unknown name, a redefined one or a malformed pattern
 */
export function policyNamed(
  name = "assets/v1",
  further: Readonly<Record<string, PolicyProfile>> = {},
): Policy {
  for (const own of Object.keys(further)) {
    if (Object.hasOwn(builtinPolicies, own)) throw invalid(`the policy ${JSON.stringify(own)} is built in`);
  }
  const profiles = { ...further, ...builtinPolicies };
  const profile = Object.hasOwn(profiles, name) ? profiles[name] : undefined;
  if (!profile)
    throw invalid(`no policy is named ${JSON.stringify(name)}${suggestion(name, Object.keys(profiles))}`);
  const exact = new Set<string>();
  const directories: string[] = [];
  for (const pattern of profile.include) {
    if (
      !/^(?!\/)[^*?[\]\\]+?(\/\*\*)?$/.test(pattern) ||
      /(^|\/)\.{0,2}(\/|$)/.test(pattern.replace(/\/\*\*$/, ""))
    )
      throw invalid(`policy ${name}: ${JSON.stringify(pattern)} is neither a path nor "dir/**"`);
    if (pattern.endsWith("/**")) directories.push(pattern.slice(0, -2));
    else exact.add(pattern);
  }
  const starts = [...exact, ...directories];
  return {
    name,
    roots: starts.map((start) => start.replace(/\/$/, "")),
    admits: (path) => exact.has(path) || directories.some((directory) => path.startsWith(directory)),
    reaches: (path) =>
      directories.some((directory) => `${path}/`.startsWith(directory)) ||
      starts.some((start) => start === path || start.startsWith(`${path}/`)),
  };
}

function invalid(problem: string): IdentikitError {
  return new IdentikitError("SETTINGS_INVALID", problem, {
    remedy: "Mend `policy` or `policies` in identikit.yaml.",
    location: { file: "identikit.yaml" },
  });
}
