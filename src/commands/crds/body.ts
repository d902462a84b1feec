import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { customResources } from "../../agents/crds/custom-resource.ts";
import { manifestStream, manifestYaml } from "../../agents/crds/manifest-stream.ts";
import { fileFault } from "../../tree/file-fault.ts";
import { standardOutput, writeOutput } from "../../tree/output-file.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { outputPath } from "../places/output-path.ts";
import type { CommandResult } from "../result.ts";
import type { CrdsCommandOptions } from "./crds.ts";

export async function run(context: CommandContext, { to }: CrdsCommandOptions): Promise<CommandResult> {
  const all = customResources();
  const names = all.map(({ metadata }) => metadata.name);
  if (to === undefined || to === standardOutput) {
    const document = manifestStream(all);
    return { outputs: { names, manifests: document }, account: [], document };
  }
  const directory = outputPath(context, to);
  try {
    mkdirSync(directory, { recursive: true });
  } catch (cause) {
    throw fileFault("FILE_UNWRITABLE", directory, cause);
  }
  const files = all.map((manifest) => {
    const file = join(directory, `${manifest.metadata.name}.yaml`);
    writeOutput(file, manifestYaml(manifest));
    return file;
  });
  return { outputs: { names, files }, account: [`wrote ${count(files.length, "file")} to ${directory}`] };
}
