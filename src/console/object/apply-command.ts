import { manifestYaml } from "../../agents/crds/manifest-stream.ts";
import type { Kind } from "../../agents/kinds/kind.ts";
import { writtenOf } from "../../agents/manifest/plan-manifests.ts";
import { apiVersion, type Declared, type Resource } from "../../agents/resource/resource.ts";
import { objectForm } from "../../api/kubernetes/object-form.ts";

/** What is declared of an object, as YAML that can be applied again. */
export function declaredYaml(object: Declared): string {
  return manifestYaml({ apiVersion, ...writtenOf(object) });
}

/** An object as YAML: what people declare as they would write it; a record whole. */
export function objectYaml({ storage }: Kind, object: Resource): string {
  return storage === "config" ? declaredYaml(object) : manifestYaml(objectForm(object));
}

/**
 * A command for a POSIX shell that applies a manifest with kubectl. The text is a quoted here-document: the shell changes nothing of it, and
 * no line of it ends it.
 */
export function applyCommand(namespace: string, yaml: string): string {
  const lines = new Set(yaml.split("\n"));
  let end = "MANIFEST";
  for (let at = 1; lines.has(end); at++) end = `MANIFEST_${at}`;
  const text = yaml.endsWith("\n") ? yaml : `${yaml}\n`;
  return `kubectl apply --namespace ${namespace} --filename - <<'${end}'\n${text}${end}\n`;
}
