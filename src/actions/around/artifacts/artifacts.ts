import { z } from "zod/mini";
import { declareOptions, type OptionsOf } from "../../../commands/command.ts";
import { option, text } from "../../../commands/options/option.ts";
import { type Digest, isDigest } from "../../../tree/digest-form.ts";
import { type Around, defineAround } from "../../frame/action.ts";

const stored = declareOptions(() => ({
  artifact: text(
    "NAME",
    "Store the file as an artifact of this name for later jobs of the run; not stored if left out.",
  ),
  retentionDays: option(z.optional(z.coerce.number().check(z.int(), z.gte(1), z.lte(90))), {
    kind: "text",
    value: "DAYS",
    description: "How long the artifact is kept; what the host keeps artifacts for if left out.",
  }),
}));

export type StoringInputs = OptionsOf<typeof stored>;

/**
 * Stores a file that the command wrote as an artifact, and gives its id and the file's digest as `artifactId` and `artifactDigest`.
 * @param output the command's output that holds the file's path
 */
export function storing(output: string): Around {
  return storingAs(stored, output, (given) => given);
}

const storedBundle = declareOptions(() => ({
  bundleArtifact: text(
    "NAME",
    "Store the run bundle as an artifact of this name for later jobs of the run; not stored if left out.",
  ),
  retentionDays: stored().shape.retentionDays,
}));

/** As {@link storing}, for an action that also fetches an artifact: the bundle has a name of its own. */
export function storingBundle(output: string): Around {
  return storingAs(storedBundle, output, ({ bundleArtifact, retentionDays }) => ({
    artifact: bundleArtifact,
    retentionDays,
  }));
}

function storingAs<Shape extends z.core.$ZodShape>(
  inputs: () => z.ZodMiniObject<Shape>,
  output: string,
  read: (given: z.output<z.ZodMiniObject<Shape>>) => StoringInputs,
): Around {
  return defineAround({
    inputs,
    after: async (context, given, outcome) => {
      const { store } = await import("./body.ts");
      return await store(
        context,
        read(given),
        outcome.kind === "result" ? outcome.result.outputs[output] : undefined,
      );
    },
  });
}

const fetched = declareOptions(() => ({
  artifact: text(
    "NAME",
    "Take the file from an artifact that an earlier job of this run stored, in place of a path.",
  ),
  artifactDigest: option(
    z.optional(
      z.custom<Digest>(
        (given) => typeof given === "string" && isDigest(given),
        "must be sha256: and 64 hex digits",
      ),
    ),
    {
      kind: "text",
      value: "DIGEST",
      description:
        "What the file in the artifact must be; the `artifact-digest` output of the step that stored it.",
    },
  ),
}));

export type FetchingInputs = OptionsOf<typeof fetched>;

/**
 * Fetches the file that the command reads from an artifact; it lies in the runner's temporary directory while the command runs.
 * @param key the command's option that takes the file's path, or a list of paths
 */
export function fetching(key: string, form: "one" | "list" = "one"): Around {
  return defineAround({
    inputs: fetched,
    supplies: [key],
    before: async (context, given) => {
      const { fetchStored } = await import("./body.ts");
      const file = await fetchStored(context, given);
      return file === undefined ? {} : { [key]: form === "list" ? [file] : file };
    },
  });
}
