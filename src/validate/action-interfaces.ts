// Generated from src/actions by `npm run generate`.
/** What an action takes and gives: names with a space between them. */
export interface ActionNames {
  readonly inputs: string;
  readonly required: string;
  /** `*` among them stands for names that a user gives. */
  readonly outputs: string;
}

/** The inputs and outputs of every action. */
export const actionInterfaces: Readonly<Record<string, ActionNames>> = {
  "audit-merges": {
    inputs: "branch days issue report sarif root token",
    required: "",
    outputs: "result findings merges report sarif",
  },
  "bake-identity": {
    inputs:
      "name template base to platform builder dockerfile ancestors label skip-gate sign-key sign-keyless sbom retry-for allow-private-host insecure-registry root registry registry-username registry-password",
    required: "to",
    outputs: "templates image digest attestations layer-digest tree-digest",
  },
  "change-gate": {
    inputs: "base head event pull-request repository rule format report sarif root token status",
    required: "",
    outputs: "result rules findings report sarif",
  },
  check: {
    inputs:
      "base published dockerfile context name platform bundle main source format report sarif require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root database gitea-url template-token github-token registry registry-username registry-password status comment token commit",
    required: "",
    outputs: "templates result candidate-digest findings changes report sarif",
  },
  "commit-status": {
    inputs: "result context description target-url token commit",
    required: "",
    outputs: "state written",
  },
  "detect-changes": {
    inputs: "base head root token",
    required: "",
    outputs: "areas changed *",
  },
  "dispatch-agent": {
    inputs:
      "stack repository ref pull-request task task-kind label memory-ref event replay run queued tickets memory organization dry-run root database token artifact retention-days",
    required: "",
    outputs:
      "decision delivery run runs launched ticket tickets ticket-file artifact-id artifact-digest pool waiting-for",
  },
  "drift-gate": {
    inputs:
      "name template image candidate published dockerfile context platform format report sarif require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root registry registry-username registry-password status comment token commit",
    required: "",
    outputs: "templates result findings changes report sarif",
  },
  "export-config": {
    inputs: "to secrets sign-key root database artifact retention-days",
    required: "",
    outputs: "bundle digest artifact-id artifact-digest",
  },
  "fetch-template": {
    inputs:
      "name all into locked prune update-lock source strict retry-for allow-private-host dry-run root gitea-url template-token github-token",
    required: "",
    outputs: "path commit tree-digest files",
  },
  "import-config": {
    inputs:
      "file plan prune prune-to-nothing require-signature dry-run root database artifact artifact-digest",
    required: "",
    outputs: "changes agents",
  },
  "materialize-template": {
    inputs:
      "name volume from locked strict retry-for allow-private-host root gitea-url template-token github-token",
    required: "name volume",
    outputs: "result written removed skills",
  },
  "promote-image": {
    inputs:
      "from to name template dry-run sign-key sign-keyless require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root database registry registry-username registry-password",
    required: "to",
    outputs: "templates image digest attestations previous-digest changed",
  },
  "publish-image": {
    inputs:
      "from to name template tag-rule tag dockerfile unless-tag skip-gate dry-run sign-key sign-keyless sbom require-signature require-attestation verify-key verify-identity verify-issuer trusted-root retry-for allow-private-host insecure-registry root database registry registry-username registry-password token",
    required: "from to",
    outputs: "templates image digest attestations tags changed",
  },
  "reap-statuses": {
    inputs: "after context except branch report sarif token",
    required: "",
    outputs: "result reaped report",
  },
  reconcile: {
    inputs:
      "env-root shard reason accessor events access-log repair containers prune format dry-run report sarif root database status comment token commit",
    required: "",
    outputs: "result drifted repaired report",
  },
  "render-env": {
    inputs:
      "agent all queued retry-now share stop-after watch poll trust-stat env-root shard reason accessor events access-log on-missing-secret dry-run root database",
    required: "",
    outputs: "path rendered unchanged skipped access-log",
  },
  "run-agent": {
    inputs:
      "tickets pool ticket-key bundles workspaces remote programs run memory organization root database pool-key ticket-public-key token artifact artifact-digest bundle-artifact retention-days",
    required: "pool-key ticket-public-key",
    outputs: "run attempt phase bundle report bundles artifact-id artifact-digest",
  },
  "sync-config": {
    inputs: "templates dry-run strict root database",
    required: "",
    outputs: "changes agents object-changes objects",
  },
  validate: {
    inputs: "path format report sarif root",
    required: "",
    outputs: "result findings report sarif",
  },
  "write-back": {
    inputs: "bundle pending memory author signing-key root database token artifact artifact-digest",
    required: "",
    outputs: "run attempt phase is-new approvals results",
  },
};
