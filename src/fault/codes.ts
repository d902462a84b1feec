/**
 * Every code that an {@link IdentikitError} can carry, with the one-line meaning that the reference prints.
 * Codes are part of the outward contract: they are added, never renamed.
 */
export const faultCodes = {
  // any room
  USAGE: "the command line or an input is wrong",
  INTERNAL: "a defect of Identikit itself",
  CANCELLED: "the run was stopped before it was done",
  NODE_TOO_OLD: "the Node.js that runs this is older than the one it needs",
  TOOL_MISSING: "a program that this needs is not on the machine",
  ADDRESS_REFUSED: "a server leads to an address inside a network that is closed to it",

  // files and documents
  FILE_UNREADABLE: "a file or directory could not be read",
  FILE_UNWRITABLE: "a file or directory could not be written",
  FILE_EXISTS: "a file or directory is there already and is not replaced",
  KEY_TRACKED: "git tracks a secret key, or an env directory with plaintext secrets",
  STATE_TRACKED: "git tracks a database, a fetched copy or another file that Identikit makes",
  PATH_ESCAPES: "a path leads out of the place it belongs to",
  PATH_UNSAFE: "a path has a form that some file system would read as another",
  PATH_COLLIDES: "two paths are one path on some file system",
  PATH_LINKED: "a link stands where a file or directory of ours must be",
  ENTRY_TYPE: "a link or special file stands where a regular file must be",
  LOCK_HELD: "another run holds the place",
  DOCUMENT_INVALID: "a JSON or YAML file is malformed or does not have its shape",

  // project and templates
  SSOT_MISSING: "no source of truth where one is needed",
  SETTINGS_INVALID: "identikit.yaml does not have the shape it must have",
  MANIFEST_INVALID: "manifest.json does not have the shape it must have",
  TEMPLATE_INVALID: "a template's own files are wrong, or what one of them names is not there",
  TEMPLATE_UNKNOWN: "no template of that name, or for that runtime",
  SOURCE_INVALID: "a template's repository is named in a way that cannot be read",
  SOURCE_UNREACHABLE: "a template's repository could not be reached",
  SOURCE_DENIED: "a template's repository refused the credential, or wants one",
  TOKEN_MAY_WRITE: "a token that only has to read may write",
  SOURCE_NOT_FOUND: "the repository or the directory is not there",
  REF_UNKNOWN: "the ref is not in the repository",
  LOCK_INVALID: "identikit.lock is malformed or lacks an entry that --locked needs",
  FETCHED_CHANGED: "a fetched directory holds files that were put there or changed after the fetch",
  LOCK_MISMATCH: "what was fetched is not what identikit.lock says",
  COMMIT_MISMATCH: "an archive is of another commit than the one asked for",
  COMMIT_GONE: "the commit that identikit.lock holds is not in the repository any more",
  ARCHIVE_ALTERED: "an archive does not hold what its commit holds",
  ARCHIVE_INVALID: "an archive is malformed or holds an entry that is refused",
  ARCHIVE_TOO_LARGE: "an archive is over a bound",
  POLICY_VIOLATION: "a path breaks the delivery policy",
  AGENT_OWNED: "a path belongs to the running agent",
  SECRET_IN_ASSET: "an asset, or a config file of the repository, holds what looks like a credential",
  ALLOWANCE_INVALID: "the list of accepted values of the secret scan is malformed, or an entry has expired",
  SKILLS_DIFFER: "agent_card.skills does not name the skills that are delivered",

  // images
  REFERENCE_INVALID: "an image reference is malformed",
  IMAGE_MISSING: "no image under that reference",
  IMAGE_INVALID: "an image is malformed",
  IMAGE_AMBIGUOUS: "engines read an image in different ways, so no answer about it holds for all of them",
  PLATFORM_MISSING: "the image has no such platform",
  DIGEST_MISMATCH: "content is not what its digest says",
  TAG_MOVED: "a tag does not stand for the image that it was just given",
  REGISTRY_DENIED: "the registry refused the credential, or wants one",
  REGISTRY_UNREACHABLE: "the registry could not be reached or failed",
  REGISTRY_REFUSED: "the registry refused what was sent",
  CREDENTIALS_INVALID: "the registry configuration or a credential helper failed",
  ENGINE_UNREACHABLE: "no Docker Engine answers",
  ENGINE_FAILED: "the Docker Engine reported an error",
  DOCKERFILE_INVALID: "a Dockerfile could not be read as one",
  DOCKERFILE_AMBIGUOUS:
    "builders read a Dockerfile in different ways, or it holds what the gate does not follow, so no answer about it holds",
  GATE_FAILED: "the image's identity is not the template's",
  TAG_INVALID: "a tag or a tag rule is malformed",

  // config database
  DATABASE_UNREACHABLE: "the config database could not be opened or reached",
  DATABASE_FOREIGN: "the file or database named is not one of Identikit's",
  DATABASE_DAMAGED: "the config database cannot be read as it was written",
  DATABASE_FAILED: "the config database reported an error",
  DATABASE_BUSY: "another transaction held a lock of the config database for too long",
  DATABASE_OUTCOME_UNKNOWN:
    "the connection was lost while the config database committed, so the change was kept or not",
  DATABASE_TOO_NEW: "the config database was written by a newer version",
  DATABASE_TOO_OLD: "the config database has the schema of an older version, and is not migrated by the way",
  DATABASE_NOT_EMPTY: "a database that would be overwritten holds something",
  MIGRATION_REFUSED: "rows are in the way of a newer schema",
  BACKUP_INVALID: "a backup is malformed, incomplete or altered, or its database is damaged",
  BACKUP_TOO_NEW: "a backup was written by a newer version",
  ROW_INVALID: "a row does not have the shape it must have",
  ROW_UNKNOWN: "no row of that key",
  HISTORY_UNKNOWN: "the history of the config database does not reach there",
  AGENT_UNKNOWN: "no agent of that name",
  AGENT_FAILING: "agents failed to render and wait for their next try",
  ROLLOUT_STOPPED: "a run stopped because as many agents failed as may",
  AGENT_TYPE_UNKNOWN: "no agent type of that name",
  BUNDLE_INVALID: "a config bundle is malformed, incomplete or altered",
  BUNDLE_UNSIGNED: "a config bundle does not carry the signature that is required",
  BUNDLE_TOO_NEW: "a config bundle was written by a newer version",
  PLAN_STALE: "the database moved on since the plan was made",
  PRUNE_REFUSED: "pruning would leave nothing",

  // secrets
  MISSING_SECRET: "a secret that is needed is not there",
  SECRET_UNKNOWN: "no secret of that name",
  SECRET_IN_USE: "rows still name a secret that is to be removed",
  SECRET_IN_ROW: "a value of a row holds what looks like a credential",
  KEYRING_WRONG: "a secret is sealed under a key that the keyring does not have",
  SECRET_UNREADABLE: "a sealed secret cannot be opened",
  SECRET_INVALID: "a secret's name or value cannot be used",
  KEYRING_INVALID: "the secret keys are malformed or missing",
  ACCESS_LOG_FAILED: "the access log could not be written",
  HEADS_INVALID: "the expected heads of the access log cannot be read",

  // env directories
  ENV_FILE_INVALID: "a shared file of an env directory is malformed",
  ENV_UNVERIFIED: "there is nothing to compare an env directory with",
  RENDER_REFUSED: "rendering would give a file that the client rejects",
  CONTAINER_FAILED: "a container could not be brought up",
  CONTAINER_ENV: "a container does not mount the env directory that is rendered for its agent",
  CONTAINER_REFUSED: "a container has something that its successor would not have",

  // an agent's start
  BOOTSTRAP_INVALID: "what was given as a bootstrap secret cannot be used as one",
  IDENTITY_MISSING: "neither the volume nor the image has an identity that the agent can start with",
  PROGRAM_MISSING: "the program that a start ends in is not there or cannot be run",

  // servers
  AUTH_REQUIRED: "a server that others can reach has to ask who is there",

  // agent runs
  RESOURCE_INVALID: "an object of the agent platform does not have the shape of its kind",
  SELECTOR_INVALID: "a selector of labels or fields cannot be read",
  NOT_FOUND: "an object of the agent platform is not there",
  ALREADY_EXISTS: "an object of this kind and name is there already",
  CONFLICT: "an object was changed by somebody else meanwhile",
  IMMUTABLE_FIELD: "a field would change that never does",
  MANAGED_BY_REPOSITORY: "an object is declared by the repository and changes by pull request only",
  RESOURCE_TOO_LARGE: "an object of the agent platform is larger than the database takes",
  CONTINUE_INVALID: "a page of a list was asked for with a token that does not belong to it",
  WATCH_TOO_OLD: "changes were asked for that are no longer kept",
  EVENT_CONFLICT: "an event has the number of another one that is stored",

  // CI hosts
  HOST_UNREACHABLE: "the CI host's API could not be reached or failed",
  HOST_DENIED: "the CI host's API refused the token",
  CHANGE_UNKNOWN: "something that a rule needs to know of a change could not be found out",
  ARTIFACT_FAILED: "an artifact could not be stored or found",
} as const;

/** A stable code from the closed list {@link faultCodes}. */
export type FaultCode = keyof typeof faultCodes;
