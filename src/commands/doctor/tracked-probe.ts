import { IdentikitError } from "../../fault/error.ts";
import { openProject } from "../../project/project.ts";
import type { Context } from "../../runtime/context.ts";
import { stateFilesOf, trackedState } from "../../validate/tracked.ts";
import type { Probe } from "./machine-probes.ts";

/** Whether git tracks keys, databases or other state of the repository. */
export function trackedProbe(context: Context, options: { readonly root?: string | undefined }): Probe {
  return {
    name: "version control",
    needed: false,
    look: async (signal) => {
      const { root, settings } = await openProject(context.cwd, options.root);
      const { env } = context;
      const files = stateFilesOf(root, settings.database, env);
      const [first, ...others] = await trackedState({ root, files, env, signal });
      if (!first) return "tracks no key and no state";
      const more = others.length > 0 ? `, and ${others.map(({ path }) => path).join(", ")}` : "";
      throw new IdentikitError(first.code, `${first.problem ?? first.path}${more}`, {
        remedy: first.remedy,
        ...(first.location ? { location: first.location } : {}),
      });
    },
  };
}
