import { z } from "zod";
import { openProject } from "../../project/project.ts";
import { count } from "../accounts/wording.ts";
import { type CommandResult, defineCommand } from "../command.ts";
import { databaseOption, rootOption } from "../options/common-options.ts";
import { choice, requiredOutputFile } from "../options/option.ts";
import { outputPath } from "../options/output-path.ts";
import { bundleSigner, signOption } from "../places/bundle-keys.ts";

export const configExport = defineCommand({
  name: "config export",
  summary: "Write the config database as one canonical file: the same rows give the same bytes.",
  example: "identikit config export --to config.bundle",
  options: z.object({
    to: requiredOutputFile("The bundle to write, mode 0600; - is standard output."),
    secrets: choice(["omit", "sealed"], "omit", "Leave secrets out, or take their ciphertexts along."),
    ...signOption,
    ...rootOption,
    ...databaseOption,
  }),
  async run(context, options): Promise<CommandResult> {
    const { exportBundle } = await import("../../config/export-bundle.ts");
    const { makeOutput } = await import("../../tree/output-file.ts");
    const { openConfigDatabase } = await import("../places/database.ts");
    const project = await openProject(context.cwd, options.root);
    const bundle = outputPath(context, options.to);
    await using database = await openConfigDatabase(context, project, options.database);
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
  },
});
