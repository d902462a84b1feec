import { z } from "zod";

/** A path from the top of the repository that stays in it. */
export const relativePath: z.ZodType<string, string> = z
  .string()
  .min(1)
  .refine(
    (path) => !path.startsWith("/") && !path.split("/").includes(".."),
    "must stay inside the repository",
  );
