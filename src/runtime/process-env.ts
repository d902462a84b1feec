/**
 * Runs something that reads the process's environment for itself, with some variables set (or unset, where the value
 * is `undefined`), and puts the old ones back. For libraries that take no options; not for two at once.
 */
export async function withProcessEnv<Result>(
  variables: Readonly<Record<string, string | undefined>>,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = Object.fromEntries(Object.keys(variables).map((name) => [name, process.env[name]]));
  assign(variables);
  try {
    return await work();
  } finally {
    assign(before);
  }
}

function assign(variables: Readonly<Record<string, string | undefined>>): void {
  for (const [name, value] of Object.entries(variables)) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}
