import { text } from "./option.ts";

/** Which repository a command works on. */
export const rootOption = () => ({
  root: text(
    "DIR",
    "The source-of-truth repository; found by walking up from the working directory if left out.",
  ),
});
