import { posix } from "node:path";
import type { IdentikitError } from "../../fault/error.ts";
import { showsAnnotations } from "../../host/host.ts";
import type { Runner } from "../../runtime/runner.ts";

/**
 * Fails the step with a fault, in one line; beside the line of the file where the mistake stands, on hosts that show it
 * there.
 */
export function failWith({ code, message, remedy, location }: IdentikitError, runner: Runner): void {
  const { file, line } = (showsAnnotations(runner.context.env) && location) || {};
  // A fault names files from the repository's root, the host looks for them from the checkout's.
  const near = file === undefined ? undefined : posix.join(runner.input("root"), file);
  const place = near === undefined ? {} : { file: near, ...(line === undefined ? {} : { startLine: line }) };
  runner.fail(`${code}: ${message}. ${remedy}`, { title: code, ...place });
}
