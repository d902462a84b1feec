import { stringify } from "yaml";

/** A manifest as YAML 1.2 that readers of YAML 1.1 understand alike: texts that either could take for something else are quoted. */
export function manifestYaml(manifest: object): string {
  return stringify(manifest, { lineWidth: 0, aliasDuplicateObjects: false, compat: "yaml-1.1" });
}

/** Several manifests as one stream of YAML documents. */
export function manifestStream(manifests: readonly object[]): string {
  return manifests.map((manifest) => `---\n${manifestYaml(manifest)}`).join("");
}
