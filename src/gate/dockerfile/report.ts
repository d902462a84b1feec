import type { IdentikitError } from "../../fault/error.ts";
import type { CodeOfFinding, Finding } from "../../fault/finding.ts";

const puttingCodes: ReadonlySet<CodeOfFinding> = new Set([
  "DOCKERFILE_FOREIGN_FILE",
  "DOCKERFILE_EXTRA_FILE",
  "DOCKERFILE_MARKER_CHANGED",
  "DOCKERFILE_MARKER_UNSEEN",
]);

/** Collects the findings of one Dockerfile. */
export class DockerfileReport {
  readonly findings: Finding[] = [];
  readonly #file: string;

  /** @param file as the user's repository names it */
  constructor(file: string) {
    this.#file = file;
  }

  /** A finding of severity `error`, unless the details say otherwise. */
  add(code: CodeOfFinding, path: string, line: number, details: { remedy: string } & Partial<Finding>): void {
    this.findings.push({
      code,
      severity: "error",
      path,
      expected: null,
      actual: null,
      subject: this.#file,
      location: { file: this.#file, line },
      ...details,
    });
  }

  /** A fault as a finding: what it is about could not be checked. */
  addFault(fault: IdentikitError, path: string): void {
    const { code, message, remedy, location } = fault;
    this.add(code, path, 1, {
      severity: "unverified",
      actual: message,
      remedy,
      ...(location ? { location } : {}),
    });
  }

  /** True where it was already said that a line puts something else at the destination than belongs there. */
  blames(line: number): boolean {
    return this.findings.some(({ code, location }) => puttingCodes.has(code) && location?.line === line);
  }
}
