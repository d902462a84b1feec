import type { BuildContext, ContextEntry } from "../../../src/gate/dockerfile/build-context.ts";
import { identityV1, markerName, markerScript } from "../../../src/image/identity.ts";
import { template } from "../../image/samples.ts";

/** Where the identity goes in every generated case. */
export const destination = "/opt/molecule-platform-agent-template";
/** The argument's default, and another directory that holds the same template. */
export const canonical = ".tenant-bundle-deps/workspace-configs-templates/platform-agent";
export const given = "given/template";

const whole = template({ "README.md": "beside the identity\n" });
export const identity = whole.select(identityV1.admits);
export const beside: readonly string[] = ["README.md", "agent-skills"];

export interface ContextFile {
  readonly content: string;
  readonly mode: number;
  readonly link?: string;
}

/** A build context with the template twice, the marker, decoys of the same names, links and an archive. */
export const contextFiles: Readonly<Record<string, ContextFile>> = Object.fromEntries(
  [
    ...[canonical, given].flatMap((root) =>
      [...whole].map(({ path, bytes, mode }) => ({
        path: `${root}/${path}`,
        content: Buffer.from(bytes).toString(),
        mode: mode as number,
      })),
    ),
    { path: markerName, content: markerScript, mode: 0o755 },
    { path: "dull/IMAGE_BAKED_IDENTITY_PRESENT", content: markerScript, mode: 0o644 },
    { path: "changed/IMAGE_BAKED_IDENTITY_PRESENT", content: "#!/bin/sh\n", mode: 0o755 },
    ...[
      "config.yaml",
      "LICENSE",
      "app/run.sh",
      "app/sub/config.yaml",
      "fake/config.yaml",
      "fake/mcp_servers.yaml",
    ].map((path) => ({ path, content: `a decoy at ${path}\n`, mode: 0o644 })),
    { path: "fake/prompts/concierge.md", content: "another prompt\n", mode: 0o644 },
    { path: "x.tar", content: "taken for an archive", mode: 0o644 },
    { path: "links/dest", content: "", mode: 0o644, link: destination },
  ].map(({ path, ...file }) => [path, file]),
);

/** The same, where the argument's default holds something else: what a build with the argument must not copy. */
export const staleFiles: Readonly<Record<string, ContextFile>> = Object.fromEntries(
  Object.entries(contextFiles).map(([path, file]) => [
    path,
    path.startsWith(canonical) ? { ...file, content: "stale" } : file,
  ]),
);

export const context: BuildContext = {
  entry(path): ContextEntry {
    const segments = path.split("/");
    for (let depth = 1; depth <= segments.length; depth += 1) {
      const at = segments.slice(0, depth).join("/");
      const file = contextFiles[at];
      if (file?.link !== undefined) return { kind: "other" };
      if (file && depth < segments.length) return { kind: "missing" };
      if (file) return { kind: "file", mode: file.mode, bytes: Buffer.from(file.content) };
    }
    const isDirectory = path === "" || Object.keys(contextFiles).some((each) => each.startsWith(`${path}/`));
    return { kind: isDirectory ? "directory" : "missing" };
  },
};
