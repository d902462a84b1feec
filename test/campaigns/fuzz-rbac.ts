import process from "node:process";
import { parseArgs } from "node:util";
import { Authorizer, buildAuthorizer } from "../agents/admission/rbac-oracle/authorizer.ts";
import { compareWorld, noComparison } from "../agents/admission/rbac-oracle/compare.ts";

// Compares our roles with Kubernetes' own authorizer: npm run fuzz:rbac -- [--requests N] [--seed N]
const { values } = parseArgs({
  options: { requests: { type: "string", default: "100000" }, seed: { type: "string", default: "1" } },
});
const [requests, first] = [Number(values.requests), Number(values.seed)];
const perWorld = 20;

await using authorizer = new Authorizer(buildAuthorizer());
const comparison = noComparison();
for (let seed = first; comparison.requests < requests; seed++)
  await compareWorld(seed, perWorld, authorizer, comparison);
const { allowed, escalations, refused, differences } = comparison;
for (const difference of differences.slice(0, 20)) process.stdout.write(`${difference}\n`);
process.stdout.write(
  `${comparison.requests} requests, ${allowed} allowed; ${escalations} gifts of rights, ${refused} refused; ${differences.length} answered otherwise than by Kubernetes\n`,
);
process.exitCode = differences.length > 0 ? 1 : 0;
