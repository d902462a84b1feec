import { IdentikitError } from "../../fault/error.ts";

/** A place in a Dockerfile, as the user's repository names it; `line` is 1-based. */
export interface LinePlace {
  readonly file: string;
  readonly line: number;
}

/** For what every builder refuses: no image comes of it. */
export function invalidLine({ file, line }: LinePlace, reason: string): IdentikitError {
  return new IdentikitError("DOCKERFILE_INVALID", `${file}:${line}: ${reason}`, {
    remedy: "Fix the Dockerfile; a builder refuses it as it is.",
    location: { file, line },
  });
}

/** For what builders read in different ways, or what the gate does not follow: no answer would hold for all of them. */
export function ambiguousLine({ file, line }: LinePlace, reason: string): IdentikitError {
  return new IdentikitError("DOCKERFILE_AMBIGUOUS", `${file}:${line}: ${reason}`, {
    remedy: "Write this line in a plainer way, as Dockerfile.platform-agent does.",
    location: { file, line },
  });
}
