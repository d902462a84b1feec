/** This Node.js, such as `24.1.0`. */
export const nodeVersion: string = process.versions.node;

/** The oldest Node.js that runs Identikit. */
export const oldestNode = 24;

/**
 * What to say where this Node.js is too old, else `undefined`. Asked by each bundle's entry before anything else is
 * loaded: runners of Gitea and act take the `node` of the job's PATH, whatever its version.
 */
export function nodeTooOld(version: string = process.versions.node): string | undefined {
  if (Number.parseInt(version, 10) >= oldestNode) return undefined;
  return `NODE_TOO_OLD: Identikit needs Node.js ${oldestNode} or later, and this is ${version}. Put a newer node on the PATH (in a workflow: actions/setup-node).`;
}
