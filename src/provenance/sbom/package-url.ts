/** A package that a command fetches and runs. */
export interface CommandPackage {
  /** https://github.com/package-url/purl-spec */
  readonly purl: string;
  readonly version?: string;
}

/** Which registry the programs fetch from that run a package by its name. */
const runners: Readonly<Record<string, "npm" | "pypi">> = {
  npx: "npm",
  bunx: "npm",
  pnpx: "npm",
  uvx: "pypi",
  pipx: "pypi",
};

/** The package that a command such as `npx -y @acme/server@1.2.0` runs; nothing for a program of the image. */
export function packageOfCommand(command: string, args: readonly string[]): CommandPackage | undefined {
  const type = runners[command.slice(command.lastIndexOf("/") + 1)];
  const named = args.find((one) => !one.startsWith("-") && one !== "run");
  if (type === undefined || named === undefined) return undefined;
  const [, name, version] = /^(@?[^@=\s]+)(?:@|==)?([^@=\s]*)$/.exec(named) ?? [];
  if (!name || name.startsWith(".") || name.startsWith("/")) return undefined;
  const path = name.split("/").map(encodeURIComponent).join("/");
  const tagged = version && version !== "latest" ? version : undefined;
  return {
    purl: `pkg:${type}/${path}${tagged === undefined ? "" : `@${encodeURIComponent(tagged)}`}`,
    ...(tagged === undefined ? {} : { version: tagged }),
  };
}
