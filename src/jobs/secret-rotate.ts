import { z } from "zod";
import { IdentikitError } from "../fault/error.ts";
import { openProject } from "../project/project.ts";
import { count } from "./account-text.ts";
import { databaseOption, rootOption } from "./common-options.ts";
import { defineJob, type JobResult } from "./job.ts";

export const secretRotate = defineJob({
  name: "secret rotate",
  summary: "Seal every secret again under the first key of the keyring, all or none.",
  example: "IDENTIKIT_SECRET_KEYS=new:…,old:… identikit secret rotate",
  options: z.object({ ...rootOption, ...databaseOption }),
  async run(context, options): Promise<JobResult> {
    const { rotateSecrets } = await import("../config/secret-store.ts");
    const { openConfigDatabase } = await import("./database-place.ts");
    const { findKeyring } = await import("./keys.ts");
    const project = await openProject(context.cwd, options.root);
    const keyring = findKeyring(context, project);
    if (!keyring) throw noKeys();
    await using database = await openConfigDatabase(context, project, options.database);
    const { rotated, current } = await rotateSecrets(database, keyring);
    return {
      outputs: { rotated: [...rotated], current, keyId: keyring.sealingKeyId },
      account: [
        `${count(rotated.length, "secret")} sealed again under ${keyring.sealingKeyId}, ${current} already were`,
      ],
    };
  },
});

function noKeys(): IdentikitError {
  return new IdentikitError("KEYRING_INVALID", "there are no secret keys to rotate to", {
    remedy: "Set IDENTIKIT_SECRET_KEYS=new:base64,old:base64; the first one seals.",
  });
}
