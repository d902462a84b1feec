import { exportBundle } from "../../config/bundle/export-bundle.ts";
import { openProject } from "../../project/project.ts";
import { makeOutput } from "../../tree/output-file.ts";
import { count } from "../accounts/wording.ts";
import type { CommandContext } from "../context.ts";
import { bundleSigner } from "../places/bundle-keys.ts";
import { openConfigDatabase } from "../places/database.ts";
import { outputPath } from "../places/output-path.ts";
import type { CommandResult } from "../result.ts";
import type { ConfigExportCommandOptions } from "./config-export.ts";

export async function run(
  context: CommandContext,
  options: ConfigExportCommandOptions,
): Promise<CommandResult> {
  const project = await openProject(context.cwd, options.root);
  const bundle = outputPath(context, options.to);
  await using database = await openConfigDatabase(context, project, options.database, "read");
  const signer = await bundleSigner(context, project, options.signKey);
  const { digest, rows, tables, signature } = await makeOutput(bundle, (file) =>
    exportBundle({ database, file, secrets: options.secrets, signer }),
  );
  return {
    outputs: {
      bundle,
      digest,
      rows,
      tables: { ...tables },
      secrets: options.secrets,
      signedBy: signature?.keyId ?? null,
    },
    account: [
      `exported ${count(rows, "row")} to ${bundle}`,
      `digest ${digest}${signature ? `, signed with key ${signature.keyId}` : ""}`,
    ],
  };
}
