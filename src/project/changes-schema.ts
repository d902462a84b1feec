import { z } from "zod";

const pattern = z
  .string()
  .min(1)
  .max(400)
  .refine(
    (text) => !text.startsWith("/") && !text.split("/").includes(".."),
    "must be a path from the top of the repository",
  );
const patterns = z.array(pattern);
const except = patterns.default([]).describe("Paths that the rule leaves out; letter case matters here.");
const approvals = z.int().min(1).max(20).default(1).describe("How many members have to approve.");
const reason = z.string().min(1).max(500).describe("Why, as the author of the change reads it.");
const enabled = z.boolean().default(true).describe("Whether the rule is in force.");

const checkName = z.string().min(1).max(400);
const checkSchema = z.strictObject({
  name: checkName.describe("The check's exact name, as the host shows it."),
  from: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe("Who may set it: apps and users by login; as in `from` of the rule if left out."),
  skipped: z
    .enum(["pass", "fail"])
    .optional()
    .describe("What a skipped check counts as; as in `skipped` of the rule if left out."),
});

type RequiredCheck = z.output<typeof checkSchema>;

/** Who sets checks in a job's name: GitHub's app and its bot, and the system users of Gitea and Forgejo. */
const jobs = ["github-actions", "github-actions[bot]", "gitea-actions", "forgejo-actions"];

/** The variables that no tenant gets: token families of the forges, and keys of those who operate the platform. */
export const operatorKeys: readonly string[] = [
  "GITEA*_TOKEN",
  "GITHUB*_TOKEN",
  "GH*_TOKEN",
  "GITLAB*_TOKEN",
  "GL*_TOKEN",
  "BITBUCKET*_TOKEN",
  "CP_ADMIN_*",
  "INFISICAL_*",
  "RAILWAY_*",
  "HETZNER_*",
  "MOLECULE_OPERATOR_*",
  "AWS_*",
  "SECRETS_ENCRYPTION_KEY",
  "MOLECULE_TEMPLATE_REPO_TOKEN",
  "ADMIN_TOKEN",
  "PROVISION_SHARED_SECRET",
];

const keyPattern = z
  .string()
  .regex(/^[A-Za-z_*][A-Za-z0-9_*]*$/, "must be the name of a variable; * stands for any part of it");

/** Where a CI job's own variables stand, and where people only write about variables. */
const notForTenants = [
  ".github/workflows/**",
  ".gitea/workflows/**",
  ".forgejo/workflows/**",
  "**/*.md",
  "identikit.yaml",
  "**/identikit.yaml",
];

const tenantSurfaces = [
  "agents.json",
  "**/agents.json",
  "agents/**",
  "**/agents/**",
  "config/**",
  "**/config/**",
  "templates/**",
  "**/templates/**",
  "**/.env",
  "**/.env.*",
  "**/*.env",
  "**/.envrc",
  "**/Dockerfile",
  "**/Dockerfile.*",
  "**/*.Dockerfile",
  "**/Containerfile",
  "**/compose*.yaml",
  "**/compose*.yml",
  "**/docker-compose*.yaml",
  "**/docker-compose*.yml",
];

/** What `changes:` of `identikit.yaml` may say: the rules that a pull request is held to. */
export const changesSchema = z
  .strictObject({
    groups: z
      .record(
        z.string().min(1),
        z.strictObject({
          team: z
            .string()
            .regex(/^[^/\s]+\/[^/\s]+$/, "must be organisation/team")
            .optional()
            .describe("A team of the host, as organisation/team; the token has to be allowed to read it."),
          members: z
            .array(z.string().min(1))
            .default([])
            .describe("People by login, in addition to the team or in place of it."),
        }),
      )
      .default({})
      .describe("Who approves, by name."),
    keepers: z
      .string()
      .min(1)
      .optional()
      .describe("The group that approves changes of workflows, pinned actions and these rules themselves."),
    forbiddenPaths: z
      .array(z.strictObject({ paths: patterns.min(1), except, reason }))
      .default([])
      .describe("`forbidden-paths`: what no pull request may add, change, move or remove."),
    forbiddenEnv: z
      .strictObject({
        enabled,
        keys: z
          .array(keyPattern)
          .default([...operatorKeys])
          .describe("Names of variables; * stands for any part of a name."),
        allow: z.array(keyPattern).default([]).describe("Names that `keys` covers and that are allowed."),
        except: patterns.default(notForTenants).describe("Paths that do not reach a tenant."),
      })
      .prefault({})
      .describe("`forbidden-env`: variables that no added line may write."),
    hostToken: z
      .strictObject({
        enabled,
        names: z
          .array(keyPattern)
          .default([...operatorKeys.slice(0, 6), "FORGE_TOKEN", "MOLECULE_TEMPLATE_REPO_TOKEN"])
          .describe("Names under which tokens of repository hosts go."),
        allow: z.array(keyPattern).default([]).describe("Names that `names` covers and that are allowed."),
        surfaces: patterns
          .default(tenantSurfaces)
          .describe("Paths that reach a tenant: no added line of theirs may name such a token."),
        except: patterns.default(notForTenants).describe("Paths that do not reach a tenant."),
      })
      .prefault({})
      .describe("`host-token`: no token of a repository host goes to a tenant."),
    secrets: z
      .strictObject({ enabled, except })
      .prefault({})
      .describe("`secrets`: the secret scan over added lines; `acceptedSecrets` of the base branch holds."),
    reservedPaths: z
      .array(z.strictObject({ paths: patterns.min(1), except, group: z.string().min(1), approvals, reason }))
      .default([])
      .describe("`reserved-paths`: what a group has to approve, in addition to the built-in paths."),
    reviews: z
      .array(
        z.strictObject({
          group: z.string().min(1),
          approvals,
          paths: patterns.min(1).optional().describe("Asked for where one of these paths changes."),
          labels: z
            .array(z.string().min(1))
            .min(1)
            .optional()
            .describe("Asked for where the pull request has one of these labels."),
        }),
      )
      .default([])
      .describe("`reviews`: groups that approve every pull request, or those with some paths or labels."),
    checklist: z
      .strictObject({
        enabled,
        template: pattern
          .optional()
          .describe("The template of pull requests; the first of the host's usual places if left out."),
        optional: z
          .array(z.string().min(1))
          .default([])
          .describe("Items that need not be ticked, as they stand in the template."),
      })
      .optional()
      .describe("`checklist`: every item of the template of pull requests is ticked."),
    requiredWithoutPaths: z
      .strictObject({
        enabled,
        checks: z
          .array(checkName)
          .default([])
          .describe("Required checks, in addition to those of `allRequired` and of branch protection."),
      })
      .prefault({})
      .describe("`required-without-paths`: no required check is one that a `paths:` filter can skip."),
    allRequired: z
      .strictObject({
        enabled,
        checks: z
          .array(z.union([checkName.transform((name): RequiredCheck => ({ name })), checkSchema]))
          .min(1)
          .describe("What has to be green on the head commit."),
        from: z
          .array(z.string().min(1))
          .min(1)
          .default(jobs)
          .describe("Apps and users by login whose checks count; by default those of jobs."),
        skipped: z.enum(["pass", "fail"]).default("fail").describe("What a skipped check counts as."),
      })
      .optional()
      .describe("`all-required`: one status for everything that has to be green."),
    areas: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_-]{0,99}$/, "must be lower-case letters, digits, - and _"),
        patterns.min(1),
      )
      .default({})
      .describe("Parts of the repository by name, for the action `detect-changes`."),
  })
  .superRefine((changes, context) => {
    const used = [
      { path: ["keepers"], group: changes.keepers },
      ...changes.reservedPaths.map(({ group }, at) => ({ path: ["reservedPaths", at, "group"], group })),
      ...changes.reviews.map(({ group }, at) => ({ path: ["reviews", at, "group"], group })),
    ];
    for (const { path, group } of used) {
      if (group === undefined || Object.hasOwn(changes.groups, group)) continue;
      const message = `names the group ${JSON.stringify(group)}, which is not in changes.groups`;
      context.addIssue({ code: "custom", path, message });
    }
  });

/** The rules of a repository, with every default filled in. */
export type ChangesSettings = z.output<typeof changesSchema>;
