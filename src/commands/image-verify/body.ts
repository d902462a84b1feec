import { verdictOf } from "../../fault/finding.ts";
import { openNearestProject } from "../../project/project.ts";
import { findingsOf } from "../../provenance/provenance-gate.ts";
import { kindName } from "../../provenance/statements/predicate-types.ts";
import { verifyImage } from "../../provenance/verifying/verify-image.ts";
import { makeReport } from "../../report/make-report.ts";
import { writeReportFiles } from "../accounts/report-files.ts";
import type { CommandContext } from "../context.ts";
import { openPlaces, placeOf } from "../places/images.ts";
import { namedTrust, requiredTypes } from "../places/requirements.ts";
import type { CommandResult } from "../result.ts";
import type { ImageVerifyCommandOptions } from "./image-verify.ts";

export async function run(
  context: CommandContext,
  options: ImageVerifyCommandOptions,
): Promise<CommandResult> {
  const { image, format } = options;
  const project = await openNearestProject(context.cwd, options.root);
  const trust = await namedTrust(context, project, options);
  await using places = openPlaces(context, project.settings, options);
  const { store, select } = await places.open(placeOf(context, image));
  const { digest } = await store.manifest(await select());
  const statements = await verifyImage(store, digest, trust);
  // Asked whether an image is signed, with nothing said of what: a signature is what is asked for.
  const required = requiredTypes({ ...options, requireSignature: true });
  const findings = findingsOf(statements, { required }, image);
  const report = makeReport(
    {
      check: "image verify",
      verdict: verdictOf(findings),
      subject: image,
      facts: [
        { label: "digest", value: digest },
        ...statements.verified.map(({ predicateType, signer }) => ({
          label: kindName(predicateType),
          value: `by ${signer}`,
        })),
        ...statements.refused.map(({ fault }) => ({ label: "does not count", value: fault.message })),
      ],
      anchor: project.settings.manifest,
      findings,
    },
    { cwd: context.cwd, root: project.root },
  );
  return {
    outputs: {
      image,
      digest,
      statements: statements.verified.map(({ predicateType, artifact, signer }) => ({
        ...{ predicateType, artifact, signer },
      })),
      refused: statements.refused.map(({ artifact, fault: { code, message } }) => ({
        artifact,
        code,
        message,
      })),
      ...(await writeReportFiles(context, report, options)),
    },
    account: [],
    report,
    format,
  };
}
