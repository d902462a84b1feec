import { IdentikitError } from "./error.ts";

/**
 * A value that the code before it made sure of, in a way that the types do not show: the last of a list that is not empty, the
 * group of a pattern that matched.
 * @throws {IdentikitError} `INTERNAL` where it is missing after all
 */
export function certain<Value>(value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new IdentikitError("INTERNAL", "a value is missing that has to be there", {
    remedy: "Report this, with what --verbose adds: it is a defect of Identikit.",
  });
}
