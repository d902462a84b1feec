// Longer than other files: it is one table, with an entry for each code.
import type { FaultCode } from "./codes.ts";

/** How something comes about and what to do, for the reference; each fault and finding says the remedy of its own case. */
export interface Advice {
  readonly cause: string;
  readonly remedy: string;
}

/** What the reference says of each fault code, beside its meaning in `codes.ts`. */
export const faultAdvice: Readonly<Record<FaultCode, Advice>> = {
  USAGE: {
    cause: "An option is unknown, missing, malformed or excludes another one; or an action's input is.",
    remedy:
      "Look at the command's --help, or at the action's page, and correct the option that the message names.",
  },
  INTERNAL: {
    cause: "Something happened that the code does not expect.",
    remedy: "Run again with --verbose, and report the output with the command that you ran.",
  },
  CANCELLED: {
    cause:
      "The process was sent SIGINT or SIGTERM, the CI job was cancelled or ran out of time, or the caller's signal was aborted.",
    remedy: "Run it again: it takes up where it was left.",
  },
  NODE_TOO_OLD: {
    cause: "The `node` that stands first on the PATH is an older one.",
    remedy: "Install the version that the message names; in a workflow, use actions/setup-node.",
  },
  TOOL_MISSING: {
    cause: "Git is not installed, or it is not on the PATH of the process.",
    remedy: "Install it. `identikit doctor` lists what this machine lacks.",
  },
  ADDRESS_REFUSED: {
    cause:
      "A redirect, a token server or an upload location that a server named resolves to a loopback, private or link-local address.",
    remedy:
      "If the address is right, allow its host: network.allowPrivateHosts in identikit.yaml, IDENTIKIT_ALLOW_PRIVATE_HOSTS or --allow-private-host. If not, find out why the server names it.",
  },

  FILE_UNREADABLE: {
    cause:
      "The file does not exist, its permissions do not let this user read it, it is larger than the bound for its kind, or the disk failed.",
    remedy: "Check the path and its permissions; --verbose shows what the system said.",
  },
  FILE_UNWRITABLE: {
    cause:
      "The directory's permissions do not let this user write, the file system is full or read-only, or the path leads through a file.",
    remedy: "Check the permissions and the space left; --verbose shows what the system said.",
  },
  FILE_EXISTS: {
    cause:
      "`init` was run in a directory that is a source-of-truth repository already, or `new template` with a name that is taken.",
    remedy: "Name another directory or another name.",
  },
  KEY_TRACKED: {
    cause: "The file was added before anything ignored it, or with --force.",
    remedy: "Take it out with git rm --cached, and replace what was in it: git keeps it in the history.",
  },
  STATE_TRACKED: {
    cause: "The file was added before anything ignored it, or with --force.",
    remedy: "Take it out with git rm --cached, and ignore it in .gitignore.",
  },
  PATH_ESCAPES: {
    cause: "A path in an archive, a template or an option is absolute or has a `..` segment.",
    remedy: "Rename the entry in its source. Find out who made an archive with such a path.",
  },
  PATH_UNSAFE: {
    cause:
      "A name holds a backslash, a control character, bytes that are not UTF-8, or a form that Windows or macOS reads as another name.",
    remedy: "Rename the entry in its source; the message says which rule it breaks.",
  },
  PATH_COLLIDES: {
    cause:
      "Two names differ only in letter case or in their Unicode form, or a file and a directory have one name.",
    remedy: "Rename one of the two in its source.",
  },
  PATH_LINKED: {
    cause: "Somebody put a symbolic link where Identikit writes or reads a file, a directory or a lock.",
    remedy: "Look where the link leads, remove it or move it away, then run again.",
  },
  ENTRY_TYPE: {
    cause:
      "A template, a volume or an env directory holds a link, a device, a socket or a directory at a place for a regular file.",
    remedy: "Replace it by a regular file, or move it away.",
  },
  LOCK_HELD: {
    cause:
      "Another run of Identikit, or the agent's client, is writing at the same place and did not end within the wait.",
    remedy: "Wait for it to end and run again. A run that was killed holds nothing, or nothing for long.",
  },
  DOCUMENT_INVALID: {
    cause:
      "A file is not valid JSON or YAML, has a key that is not known, lacks one that is required, or names something twice.",
    remedy: "Correct the file at the line that the message names.",
  },

  SSOT_MISSING: {
    cause:
      "The repository has no manifest.json or identikit.yaml above the working directory, agents.json is missing, or a template was not fetched or lacks a required file.",
    remedy:
      "Run in the right repository or give --root; fetch the template, or name its directory with --template.",
  },
  SETTINGS_INVALID: {
    cause: "identikit.yaml has an unknown key, a value of the wrong type, or a policy that cannot be used.",
    remedy:
      "Correct the line that the message names; the published JSON Schema lets an editor check the file.",
  },
  MANIFEST_INVALID: {
    cause:
      "manifest.json has an unknown key, an entry without its name, repository or ref, or one name twice.",
    remedy: "Correct the line that the message names.",
  },
  TEMPLATE_INVALID: {
    cause:
      "`config.yaml` names a prompt file that is missing, empty or not text; or `config.yaml`, `mcp_servers.yaml` or `settings.json` does not have its shape.",
    remedy: "Fix the template at the file, line and key that the message names, and commit it there.",
  },
  TEMPLATE_UNKNOWN: {
    cause: "The name is misspelt, is not in manifest.json, or a runtime has no template or several.",
    remedy: "Use one of the names that the message lists, or add an entry to workspace_templates.",
  },
  SOURCE_INVALID: {
    cause:
      "The repository is neither a path, a URL nor owner/name; its server is not configured or is not named by HTTPS; or git finds the repository damaged.",
    remedy:
      "Correct the entry in manifest.json or the server's address; check a damaged repository with `git fsck`.",
  },
  SOURCE_UNREACHABLE: {
    cause:
      "The name does not resolve, the connection or TLS failed, or the server answered with an error or not in time.",
    remedy: "Check the address, the proxy and the network from this machine, then run again.",
  },
  SOURCE_DENIED: {
    cause: "The token is missing, wrong or expired, or its owner may not read the repository.",
    remedy: "Give a token that may read the repository's contents.",
  },
  TOKEN_MAY_WRITE: {
    cause:
      "The token for templates has more rights than reading takes, so whoever gets hold of it can change what agents are.",
    remedy:
      "Make a token that may only read: on Gitea the scope read:repository, on GitHub a fine-grained token with Contents: read.",
  },
  SOURCE_NOT_FOUND: {
    cause:
      "The repository, the path in it or the local directory does not exist. Servers also say so of a private repository that the token may not read.",
    remedy: "Check the spelling, then the token's access.",
  },
  REF_UNKNOWN: {
    cause:
      "The branch, tag or commit was deleted, never pushed, or is misspelt; or a locked commit was removed by a force push.",
    remedy:
      "Correct the ref in manifest.json, or run `identikit fetch --update-lock` where the lock is what is outdated.",
  },
  LOCK_INVALID: {
    cause:
      "identikit.lock was edited or merged by hand, or a template was added and never fetched without --locked.",
    remedy: "Run `identikit fetch --update-lock` and commit identikit.lock.",
  },
  FETCHED_CHANGED: {
    cause:
      "Somebody put files into a fetched directory or changed them, and --locked asks for just the template's files.",
    remedy: "Look at the files, keep what you need in the template, then run with --prune.",
  },
  LOCK_MISMATCH: {
    cause:
      "The server gives other content for a locked commit, or manifest.json names another repository, ref or policy than the lock.",
    remedy:
      "Run `identikit fetch --update-lock` if the change is meant. If the same commit has other content, find out who changed it.",
  },
  COMMIT_MISMATCH: {
    cause: "The server, or a cache before it, sent the archive of another commit.",
    remedy: "Run again; if it happens again, look for a cache between here and the server.",
  },
  COMMIT_GONE: {
    cause: "A force push rewrote the branch, and the server has thrown the old commit away.",
    remedy:
      "Find out who rewrote the history and why. `identikit fetch --update-lock` takes what the ref stands for now.",
  },
  ARCHIVE_ALTERED: {
    cause:
      "The repository's .gitattributes (export-subst, export-ignore, eol, filters) have the server pack other bytes than those that were committed, or something between here and the server changed them.",
    remedy: "Take the attributes away, or name the repository by its git+https:// URL in the manifest.",
  },
  ARCHIVE_INVALID: {
    cause:
      "The archive is cut short or damaged, uses a form of tar, gzip or zip that readers understand differently, or holds links or special files.",
    remedy: "Fetch it again. If it stays so, make it from a repository that holds regular files only.",
  },
  ARCHIVE_TOO_LARGE: {
    cause: "The archive, its content or the number of its entries is over a bound.",
    remedy:
      "Keep the template in a repository of its own and take out what is not an asset, or raise `limits` in identikit.yaml.",
  },
  POLICY_VIOLATION: {
    cause:
      "The template holds a file that the delivery policy does not cover, and --strict was given or the file was to be delivered.",
    remedy:
      "Take the file out of the template, extend the policy in identikit.yaml, or fetch without --strict.",
  },
  AGENT_OWNED: {
    cause:
      "A template has a file at a path that only the running agent writes, or the volume is the agent's own workspace.",
    remedy: "Rename the file in the template; name the data volume that the agent reads its identity from.",
  },
  SECRET_IN_ASSET: {
    cause:
      "A token, a key or a password was committed to the template, or to a config file of the repository.",
    remedy:
      "Revoke it, take it out of the history, and name it as ${SECRET:NAME} in the config. If it is not a credential, accept it in the list of accepted values.",
  },
  ALLOWANCE_INVALID: {
    cause:
      "An entry of the list of accepted values of the secret scan is past its date, or the file does not have its shape.",
    remedy: "Look at the value again: remove the entry, or give it a later date in a reviewed change.",
  },
  SKILLS_DIFFER: {
    cause:
      "A skill was added, removed or renamed in the template, and agent_card.skills in config.yaml was not.",
    remedy: "Name every skill's directory under agent_card.skills, or run without --strict.",
  },

  REFERENCE_INVALID: {
    cause:
      "The reference has an unknown transport, a malformed host, repository, tag or digest; or promote was given no digest.",
    remedy:
      "Write docker://HOST/REPOSITORY:TAG, oci:DIR:TAG or one of the other transports; for promote add @sha256:….",
  },
  IMAGE_MISSING: {
    cause:
      "The tag or digest was never pushed, was deleted, or the name is misspelt. Some registries also say so where the credential may not read it.",
    remedy: "Check the reference and the credential.",
  },
  IMAGE_INVALID: {
    cause:
      "A manifest, a configuration or a layer is malformed or does not fit the others, or it is over a bound.",
    remedy: "Build or push the image again with a current tool.",
  },
  IMAGE_AMBIGUOUS: {
    cause:
      "A layer or a document has a form, such as a name that stands twice, which container engines read in different ways.",
    remedy: "Build the image again with a current tool, and find out who wrote this one.",
  },
  PLATFORM_MISSING: {
    cause: "The image or the base was not built for the platform that was asked for.",
    remedy: "Name one of the platforms that the message lists, or build the image for this one.",
  },
  DIGEST_MISMATCH: {
    cause:
      "A registry, a proxy, a disk or an artifact store returned other bytes than were stored; or a file changed while it was sent.",
    remedy:
      "Do not use the content. Run again; if it stays so, look at the store and at what stands before it.",
  },
  TAG_MOVED: {
    cause: "Another run or another person wrote the same tag at the same time.",
    remedy: "Find out who writes the tag, then run again. The image itself is there, by its digest.",
  },
  REGISTRY_DENIED: {
    cause:
      "No credential was found for the registry, it is wrong or expired, it does not allow this action, or it must not be sent to the token server that the registry names.",
    remedy:
      "Log in with `docker login`, or give a user name and password that may do this in this repository.",
  },
  REGISTRY_UNREACHABLE: {
    cause:
      "The name does not resolve, the connection or TLS failed, or the registry kept answering with errors or asked for a long wait.",
    remedy:
      "Check the address, the proxy and the registry's state, then run again; uploads go on where they stopped.",
  },
  REGISTRY_REFUSED: {
    cause:
      "The registry, or a proxy before it, does not accept what was sent: its size, its media type, its name; or its answer breaks the protocol.",
    remedy:
      "Read the registry's reason in the message and its log; after status 413 raise the accepted size.",
  },
  CREDENTIALS_INVALID: {
    cause:
      "Docker's config.json is malformed, or a credential helper is missing, failed or did not answer in time.",
    remedy: "Run the helper by hand or log in again with `docker login`; or give a user name and password.",
  },
  ENGINE_UNREACHABLE: {
    cause:
      "No engine runs, its socket is at another place, this user may not use it, or DOCKER_HOST is wrong.",
    remedy: "Start the engine or correct DOCKER_HOST. References such as docker:// and oci: need no engine.",
  },
  ENGINE_FAILED: {
    cause: "The engine refused or could not finish what it was asked for, for instance with a full disk.",
    remedy: "Read the engine's reason in the message and its log.",
  },
  DOCKERFILE_INVALID: {
    cause: "The Dockerfile has an instruction that a builder would refuse.",
    remedy: "Correct the line that the message names.",
  },
  DOCKERFILE_AMBIGUOUS: {
    cause:
      "An instruction is read differently by BuildKit, the classic builder and buildah, or it does something that the gate does not follow.",
    remedy: "Rewrite the line that the message names in its plain form, as Dockerfile.platform-agent has it.",
  },
  GATE_FAILED: {
    cause: "The image was built from another state of the template, or a build step changed the identity.",
    remedy: "Run `identikit gate` for all findings, then bake the image again from the template.",
  },
  SIGNING_KEY_INVALID: {
    cause:
      "The file is not a key in PEM, the key is of another kind than ECDSA P-256 or Ed25519, or the password is missing or wrong.",
    remedy:
      "Make a key with `cosign generate-key-pair` or `openssl genpkey`; give its password in IDENTIKIT_SIGN_PASSWORD.",
  },
  SIGNING_FAILED: {
    cause:
      "The job has no OIDC token (on GitHub the permission id-token is missing; Gitea has none), or Sigstore's servers did not answer.",
    remedy: "Give the job `permissions: id-token: write`, or sign with a key: --sign-key.",
  },
  SIGNATURE_INVALID: {
    cause: "It was made with another key or by another identity, or what it signs was changed.",
    remedy: "Check which key or identity you name, and find out who wrote the signature.",
  },
  ATTESTATION_INVALID: {
    cause: "Somebody wrote an artifact beside the image that is not a statement about it.",
    remedy: "Find out who wrote it and remove it; sign the image again with --sign-key.",
  },
  TRUSTED_ROOT_INVALID: {
    cause: "The file is not the JSON of a trusted root of Sigstore.",
    remedy: "Make one with `cosign trusted-root create`, or take it from your deployment.",
  },
  TRUSTED_ROOT_UNREACHABLE: {
    cause:
      "There is no network, the TUF repository did not answer, or what it answered is expired or signed by others.",
    remedy:
      "Run it again. Without a network name a file: `cosign trusted-root create --with-default-services --out FILE`, then --trusted-root FILE.",
  },
  REFERRERS_UNSUPPORTED: {
    cause: "An engine and an archive hold images and nothing beside them.",
    remedy: "Sign the image where it is published: in a registry, or in an OCI layout.",
  },
  TAG_INVALID: {
    cause:
      "A tag has characters that tags do not allow, a tag rule is malformed, or no rule gives a tag for this event.",
    remedy: "Correct the rule, or name a tag with --tag.",
  },

  DATABASE_UNREACHABLE: {
    cause:
      "The location is malformed, the server does not run or refuses this user, or the file cannot be opened as a database.",
    remedy: "Check --database or DATABASE_URL from this machine.",
  },
  DATABASE_FOREIGN: {
    cause:
      "The path or URL names a file or database of another program, or a file that is not an SQLite database.",
    remedy: "Correct --database or DATABASE_URL. Nothing was written to what it names.",
  },
  DATABASE_DAMAGED: {
    cause:
      "The disk, a copy made with cp while something wrote, or a program that does not know the format changed the file.",
    remedy: "Restore the last backup with `identikit restore`, and check the disk.",
  },
  DATABASE_BUSY: {
    cause:
      "Another transaction holds a lock for longer than this one waits: a long import, a session left open, a backup.",
    remedy: "Wait for the one that the message names, or end it, and run again.",
  },
  DATABASE_OUTCOME_UNKNOWN: {
    cause: "The connection broke after COMMIT was sent and before its answer came.",
    remedy: "Run the same again: what was kept is recognised and not done twice.",
  },
  DATABASE_FAILED: {
    cause:
      "A statement failed: the connection broke, the disk is full, a constraint or a permission refused it, or another run wrote for more than a minute.",
    remedy: "Nothing of the step was kept. Fix the cause that --verbose shows and run again.",
  },
  DATABASE_TOO_NEW: {
    cause: "A newer release of Identikit has migrated the database.",
    remedy: "Use that release here, too.",
  },
  DATABASE_TOO_OLD: {
    cause:
      "The server's database was made by an older release; a server's database is only migrated when somebody asks for it.",
    remedy:
      "Run `identikit config migrate --plan`, then `identikit config migrate` as the owner of the database.",
  },
  DATABASE_NOT_EMPTY: {
    cause: "A restore names a database that holds rows.",
    remedy: "Restore into an empty database; or back this one up and give --replace.",
  },
  MIGRATION_REFUSED: {
    cause: "The older schema allowed rows that the newer one does not.",
    remedy: "Change the rows that `identikit config migrate --plan` lists, then migrate.",
  },
  BACKUP_INVALID: {
    cause:
      "The backup was cut short, changed or damaged on its way; or the database to be backed up is damaged.",
    remedy:
      "Copy the backup again as a whole, or use another one. Restore a damaged database from its newest backup.",
  },
  BACKUP_TOO_NEW: {
    cause: "A newer release of Identikit wrote the backup.",
    remedy: "Restore it with that release.",
  },
  ROW_INVALID: {
    cause:
      "A row, or an entry of agents.json or of a builtin file, has a wrong key or value; or a program other than Identikit wrote the row.",
    remedy: "Correct the entry where it is written. `config plan` checks rows before they are written.",
  },
  AGENT_FAILING: {
    cause: "Renders of these agents failed before, and the next try is not due yet (1, 2, 4 … 60 minutes).",
    remedy:
      "See `identikit queue` for the reasons. A change of their config, or --retry-now, tries them at once.",
  },
  AGENT_UNKNOWN: {
    cause: "The name is misspelt, or the agent is not in the config database yet.",
    remedy: "Add the agent to agents.json and run `identikit config sync`.",
  },
  ROW_UNKNOWN: {
    cause: "The key, the scope or the name after --ref is mistyped, or the row was taken away already.",
    remedy: "Look at what there is with `identikit config list`.",
  },
  HISTORY_UNKNOWN: {
    cause:
      "The entry or the time is before the history begins (it is kept as long as `history` in `identikit.yaml` says), or there is no such entry.",
    remedy: "Look at what there is with `identikit config history`; an older state is in a backup.",
  },
  ROLLOUT_STOPPED: {
    cause:
      "`render --queued --stop-after N` ends once N agents have failed, so that a bad change does not reach the others.",
    remedy:
      "Fix what the failures name, or take the change back with `identikit config rollback`, and run it again.",
  },
  AGENT_TYPE_UNKNOWN: {
    cause: "An agent, or a section of the MCP servers, names a type that agents.json does not have.",
    remedy: "Add the type to `types` in agents.json, or correct the name.",
  },
  BUNDLE_INVALID: {
    cause: "The bundle was edited, cut short or mixed with another one.",
    remedy: "Export it again and carry it as one file.",
  },
  BUNDLE_UNSIGNED: {
    cause: "The bundle has no signature, or one by a key that is not trusted here.",
    remedy: "Export it with --sign-key, under a key that the importing side trusts.",
  },
  BUNDLE_TOO_NEW: {
    cause: "A newer release of Identikit exported the bundle.",
    remedy: "Import it with that release.",
  },
  PLAN_STALE: {
    cause: "The database or the bundle changed after the plan was made.",
    remedy: "Make the plan again with `identikit config plan` and look at it again.",
  },
  PRUNE_REFUSED: {
    cause:
      "A bundle without any agent, or an empty config database, would delete everything on the other side.",
    remedy:
      "Check that it is the right bundle or database. To import nothing on purpose, add --prune-to-nothing.",
  },

  MISSING_SECRET: {
    cause: "A config names a secret that nobody has set, or the key under which it is sealed is not here.",
    remedy: "Set it with `identikit secret set NAME`, or give the keys in IDENTIKIT_SECRET_KEYS.",
  },
  SECRET_UNKNOWN: {
    cause: "The name is mistyped, or the secret was removed already.",
    remedy: "Look at what there is with `identikit secret list`.",
  },
  SECRET_IN_USE: {
    cause:
      "Rows of MCP servers name the secret in a placeholder; without it their agents cannot be rendered.",
    remedy: "Change these rows first, or remove the secret all the same with --force.",
  },
  SECRET_IN_ROW: {
    cause:
      "A value that is to be stored in a row holds a token, or a text under a name that speaks of a secret.",
    remedy:
      "Seal it with `identikit secret set NAME` and write ${SECRET:NAME} in its place. If it is not a secret, say --literal.",
  },
  KEYRING_WRONG: {
    cause:
      "IDENTIKIT_SECRET_KEYS, the key file or the local keys are those of another database, or lack an older key; or there are no keys at all.",
    remedy: "Give the key whose id the message names, or set the secret again.",
  },
  SECRET_UNREADABLE: {
    cause: "The secret is sealed under a key that this run does not have, or its row was changed.",
    remedy: "Add the key to IDENTIKIT_SECRET_KEYS after the first one, or set the secret again.",
  },
  SECRET_INVALID: {
    cause:
      "A name or a placeholder is malformed, or a value holds something that its place cannot carry, such as a line end in a header.",
    remedy: "Correct the placeholder, or set the value again.",
  },
  KEYRING_INVALID: {
    cause:
      "IDENTIKIT_SECRET_KEYS or a key file is missing or malformed, or a signing key is not an Ed25519 key.",
    remedy: "Write keys as id:base64 with 32 bytes each, between commas, the sealing key first.",
  },
  ACCESS_LOG_FAILED: {
    cause:
      "The read of a secret could not be written to the access log, or the log in the database was changed meanwhile. No secret is given out without a line in the log.",
    remedy: "Fix the database (--verbose shows why), and run `identikit secret log --verify`.",
  },
  AUDIT_FAILED: {
    cause:
      "The database did not keep a line of the audit as it was written. Nothing is done without its line.",
    remedy: "Look for rules, triggers and policies on agent_audit, and run `identikit audit verify`.",
  },
  HEADS_INVALID: {
    cause: "The option or file with the expected heads of a log holds something else.",
    remedy:
      "Give the line that `identikit secret log --verify` or `identikit audit verify` printed behind `heads`.",
  },

  ENV_FILE_INVALID: {
    cause:
      "A person or a program left settings.json or .claude.json as something that is not a JSON object, or the client was interrupted in writing it.",
    remedy: "Correct the file, or remove it and render again.",
  },
  ENV_UNVERIFIED: {
    cause:
      "There is no record of the last render: the env root is another one, its .identikit directory was not carried along, or its key is not here.",
    remedy:
      "Run where the env directories are, with the keys of the last render; or render the agents again.",
  },
  RENDER_REFUSED: {
    cause:
      "A row holds an entry that the agent's client would drop, or a secret at a place where none is filled in.",
    remedy: "Change the row that the message names.",
  },
  CONTAINER_FAILED: {
    cause:
      "The new container ended, was restarted or did not become healthy in time; or the old one cannot be stopped, renamed or started.",
    remedy:
      "Look at the container's log and its image, then run again: the old container was brought back where that was possible.",
  },
  CONTAINER_ENV: {
    cause: "The container mounts another directory than its agent's env directory, or one above it.",
    remedy: "Create the container with its agent's env directory mounted.",
  },
  CONTAINER_REFUSED: {
    cause: "The container has a setting, a volume or a guest that a rebuilt container would lose.",
    remedy:
      "Create the container again by hand, or accept the loss with --accept and the name in the message.",
  },

  BOOTSTRAP_INVALID: {
    cause:
      "A file of the directory that --secrets names, or a name after --secret-variable, is not one of a bootstrap secret; it is given twice; or its value is not set, empty or not text.",
    remedy:
      "Give exactly the secrets that docs/how-to/boot.md lists, each in one place. A directory for secrets holds nothing else.",
  },
  IDENTITY_MISSING: {
    cause:
      "There is no template server or token to deliver with, the volume has no whole delivery, and the image has no baked identity of this template.",
    remedy:
      "Configure the server or a token, mount the volume of an earlier delivery, or start from an image that `identikit bake` made.",
  },
  PROGRAM_MISSING: {
    cause: "The program after -- is not on the agent's PATH, or the file is not executable.",
    remedy: "Correct the name, or install the program in the image.",
  },
  AUTH_REQUIRED: {
    cause:
      "A server is to listen on an address that other machines reach and nothing asks who is there, its public URL is plain HTTP, or a request bears no token that counts.",
    remedy:
      "Listen on 127.0.0.1, or choose --auth token, oidc or proxy behind what ends TLS; events --auth token takes IDENTIKIT_EVENTS_TOKEN. For a request, sign in or send a token of the API.",
  },
  HOST_UNKNOWN: {
    cause:
      "The Host header of a request names another server: a page made its own name resolve to this one, or a proxy passes requests on under a name that the server was not told.",
    remedy: "Ask under the server's own name; behind a proxy give that name with --public-url.",
  },
  RATE_LIMITED: {
    cause:
      "More sign-ins from one address, or more dispatches or decisions of one person, came within a minute than a process of the server takes.",
    remedy: "Wait as long as Retry-After says.",
  },
  PROXY_UNTRUSTED: {
    cause:
      "With --auth proxy a request holds the header that names a person, and comes from an address that --trusted-proxy does not name; or the header does not hold one login.",
    remedy:
      "Go through the proxy. If it is the proxy, add its address to --trusted-proxy; let it take the header away from what clients send.",
  },
  OIDC_REFUSED: {
    cause:
      "The sign-in began in another browser or took more than ten minutes, the provider refused it, its answer does not match, or the claim that is to hold the login does not.",
    remedy:
      "Sign in again. If it stays, compare the client, its secret and the callback address (/login/callback) with the provider's, and --oidc-login-claim with its claims.",
  },
  OIDC_UNREACHABLE: {
    cause: "The discovery document of --oidc-issuer could not be read, or is of another issuer.",
    remedy: "Check the issuer's URL, which must be written exactly as the provider does, and the network.",
  },
  CSRF_REFUSED: {
    cause:
      "A request that changes something came with a session's cookie and without the page's CSRF token, or from a page of another origin; or the page is older than the session.",
    remedy: "Load the page again and repeat the step. Programs send a token of the API, not a cookie.",
  },

  RESOURCE_INVALID: {
    cause:
      "A manifest or a request has an unknown kind or key, lacks one, or has a value that the kind does not allow.",
    remedy: "Correct what the message names; identikit explain KIND shows every field.",
  },
  REFERENCE_MISSING: {
    cause:
      "A manifest names a stack, tool profile, service account or another object that no manifest declares.",
    remedy: "Fix the name, or declare the object in agents/; identikit explain KIND shows how.",
  },
  SUBAGENT_CYCLE: {
    cause: "A subagent lists one that leads back to it.",
    remedy: "Take one of the calls out.",
  },
  TICKET_INVALID: {
    cause:
      "A runner was given a ticket that was changed, that another database signed, or that is for another pool.",
    remedy:
      "Use the ticket that dispatch-agent wrote, unchanged, and the public key of the database that signed it.",
  },
  TICKET_TOO_LARGE: {
    cause: "The configuration of the stack's agent, with its skills, has more than 64 MiB.",
    remedy: "Name the skills that the stack needs in the stack, so that it does not get all of its agent's.",
  },
  TICKET_EXPIRED: {
    cause: "The job waited longer for a runner than its ticket counts.",
    remedy: "Dispatch the run again.",
  },
  TICKET_KEY_INVALID: {
    cause: "What was given as the public key of tickets is not a PEM block of an Ed25519 key.",
    remedy: "Give what the database's owner prints as the public ticket key.",
  },
  POOL_KEY_INVALID: {
    cause: "A pool's publicKey, or the secret key that its runners were given, is not one of age (X25519).",
    remedy:
      "Make a pair with age-keygen: the public half goes into the manifest, the other one to the runners.",
  },
  PROXY_SECRET_MISPLACED: {
    cause:
      "A grant gives a secret by proxy, and a server's row has its placeholder outside of a header, or the server is on another host than the grant names.",
    remedy: "Put it into a header of a server that is reached by http or https on the host of the grant.",
  },
  SELECTOR_INVALID: {
    cause: "A label or field selector is not in the syntax of kubectl.",
    remedy: "Write it as key=value, key!=value, key in (a,b), key or !key, with commas between.",
  },
  ROLE_ESCALATION: {
    cause:
      "Who creates or changes a role lacks a right in it, and the right to escalate that role, as in Kubernetes.",
    remedy: "Let somebody declare it who has these rights; identikit access review shows what somebody has.",
  },
  BINDING_ESCALATION: {
    cause:
      "Who creates or changes a role binding lacks a right of its role where the binding holds, and the right to bind that role there.",
    remedy:
      "Let somebody declare it who has these rights there; identikit access review shows what somebody has.",
  },
  WEBHOOK_FORGED: {
    cause: "The webhook on the forge has another secret than the server, or somebody else sent the request.",
    remedy:
      "Give both sides the same secret; while it is replaced, give the server both. If the secret is right, look at who sent it.",
  },
  WEBHOOK_REPLAYED: {
    cause: "The forge or somebody else sent a request again that was stored before.",
    remedy: "Nothing is to be done. To repeat an event on purpose, replay the stored delivery.",
  },
  WEBHOOK_TOO_LARGE: {
    cause: "A request has more than 25 MiB; no forge sends that much.",
    remedy: "Look at who sent it.",
  },
  EVENT_INVALID: {
    cause:
      "A payload or a header of an event lacks something, or has it in another form than GitHub and Gitea give it.",
    remedy: "Send what the forge delivers, unchanged. A sample for a dry run is best a stored delivery.",
  },
  EVENT_REFUSED: {
    cause:
      "pull_request_target runs with secrets on content of strangers; a pull request of a fork runs a workflow that the fork has written.",
    remedy:
      "Take events of forks by a signed webhook, or by workflow_run, and let the rule say forks: untrusted.",
  },
  REF_UNSAFE: {
    cause: "A branch or tag begins with - or has characters that git refuses or nobody sees.",
    remedy: "Give the branch or tag another name.",
  },
  TEMPLATE_LOGIC: {
    cause: "A rule's text has an expression, a statement of a template language, or an unknown name.",
    remedy: "Write only ${event.NAME} with a name that the message lists; write a rule for each case.",
  },
  SCHEDULE_INVALID: {
    cause: "A schedule has a form that only some cron programs know, or names a time that never comes.",
    remedy: "Write minute, hour, day of the month, month and day of the week, such as 30 6 * * 1-5, in UTC.",
  },
  CONTEXT_TOO_LARGE: {
    cause: "The reviewed parts of a run's prompt together, or the number of its sources, are over a bound.",
    remedy: "Shorten the stack's prompt or the labels, or name fewer sources.",
  },
  CONTEXT_REFUSED: {
    cause:
      "A context label was asked for by a kind of event or in a repository that it does not allow, or does not exist.",
    remedy: "Add the source or repository to the label, or leave the label out.",
  },
  MEMORY_UNREADABLE: {
    cause: "The memory repository is not where it should be, lacks the commit or ref, or is over a bound.",
    remedy: "Check the repository, its branch and the token that may read it.",
  },
  MEMORY_TIME_UNCLEAR: {
    cause:
      "The state of the memory is named in words that mean several moments or refs, one in the future, or none.",
    remedy:
      "Write a date such as 2026-01-31, a time in UTC, a span such as 2 days ago, a full ref, or a commit.",
  },
  TRACE_UNKNOWN: {
    cause:
      "The name is mistyped, the image is not among those that are looked at, or the run belongs to another organisation.",
    remedy:
      "Give the image with --image or the organisation with --organization; the message lists templates, agents and stacks.",
  },
  TRACE_AMBIGUOUS: {
    cause: "A template and an agent, for example, have the same name.",
    remedy: "Write the kind before the name, as the message lists them: agent:NAME.",
  },
  NOT_FOUND: {
    cause: "The object was never made, was deleted, or is of another organisation.",
    remedy: "Check kind, organisation and name with identikit get.",
  },
  ALREADY_EXISTS: {
    cause: "Another object of the kind has the name in this organisation.",
    remedy: "Choose another name, or update the object that is there.",
  },
  CONFLICT: {
    cause: "Somebody else changed the object after it was read.",
    remedy: "Read it again, make the change on what it is now, and write that.",
  },
  IMMUTABLE_FIELD: {
    cause: "What a record was made for is fixed, so that what came of it can be trusted.",
    remedy: "Leave the field as it is, or make another object.",
  },
  MANAGED_BY_REPOSITORY: {
    cause: "The object comes from a file in agents/ of the repository, which is its source of truth.",
    remedy: "Change the file by a pull request, and run identikit config sync.",
  },
  RESOURCE_TOO_LARGE: {
    cause: "Labels, annotations, spec and status of an object together are more than 1 MiB of JSON.",
    remedy: "Keep large content in a file, an artifact or a repository, and refer to it.",
  },
  CONTINUE_INVALID: {
    cause: "The token was cut, altered, or is used with another kind, organisation, selector or order.",
    remedy: "Send the token of the page before with the same query, or begin with the first page.",
  },
  WATCH_TOO_OLD: {
    cause:
      "The log of changes is kept for a limited time and count, or the version comes from another database.",
    remedy: "List the objects again, and watch from the version of that list.",
  },
  DISPATCH_REFUSED: {
    cause:
      "Who asked for the run lacks a right or has lost it, a grant is missing, the stack is not ready, or somebody has paused it; the message says which.",
    remedy:
      "Do what the first reason says. A run that was refused for good is dispatched again; one that a pause stops stays queued.",
  },
  RUN_FAILED: {
    cause:
      "An agent's client failed, was ended at a bound of its budget, or could not be started as its stack asks.",
    remedy:
      "Look at the reason in the message, and at the run's events and transcript; retry it once that is put right.",
  },
  RUN_NOT_READY: {
    cause: "The run waits for a person or for room in its group, an agent is at work on it, or it is over.",
    remedy: "Look at its status with identikit get agentdispatchrun NAME, and launch it when it is Queued.",
  },
  POOL_FULL: {
    cause: "As many attempts are at work in the runner pool as its capacity allows; the run stays queued.",
    remedy: "Wait: it is started when one of them ends. Or cancel one, or raise the capacity of the pool.",
  },
  EVENT_CONFLICT: {
    cause:
      "Two different events of an attempt have one number: two runners report for it, or one was restarted wrongly.",
    remedy: "End the runner that is not the attempt's own, and start a new attempt.",
  },
  LEASE_LOST: {
    cause:
      "A controller did not extend its claim in time: the machine slept, was overloaded, or lost the database.",
    remedy: "Nothing: the worker that has the work now goes on with it.",
  },
  CONTROL_UNSETTLED: {
    cause: "Two controllers, or a controller and another program, keep undoing what the other one writes.",
    remedy: "Watch the object with identikit get, find out what changes it, and end one of the two.",
  },
  CONTROLLER_UNKNOWN: {
    cause: "--controllers names one that this release does not have.",
    remedy: "Choose from the names that the message lists.",
  },
  APPROVAL_CLOSED: {
    cause:
      "Somebody else decided first, the time of the approval ended, or what it was about has changed since.",
    remedy:
      "Look at the approval with identikit get agentapprovals NAME -o yaml; ask for a new one where it is still needed.",
  },
  APPROVAL_DIFFERS: {
    cause:
      "The digest is not that of the approval: it was copied from another one, or the artifact has changed.",
    remedy: "Look at the approval again, and give its spec.artifactDigest.",
  },
  RUN_BUNDLE_INVALID: {
    cause:
      "The file was cut off, changed on its way, written by something else than the attempt's supervisor, or is over a bound.",
    remedy:
      "Take the artifact of the run-agent job again, unchanged; where it stays so, start a new attempt.",
  },
  ATTEMPT_UNKNOWN: {
    cause:
      "The bundle is of another database, its run was deleted, or the attempt was cancelled or given up before it ended.",
    remedy:
      "Look at the attempt with identikit get agentdispatchattempt NAME; where it is over, start a new one.",
  },
  ATTEMPT_REPORTED: {
    cause: "Two runners worked on one ticket, or a bundle was made a second time.",
    remedy: "Keep the result that is there; for another one start a new attempt.",
  },
  BLOB_MISSING: {
    cause: "Retention has removed the run's content, a restore lacks it, or its bundle was never taken in.",
    remedy: "Take the run's bundle in again, or start a new attempt.",
  },
  WRITE_BACK_FAILED: {
    cause:
      "A branch of that name is there already, the base is gone, or what the forge has now is not what was approved.",
    remedy: "Look at the target on the forge, and ask for the write-back again.",
  },
  POLICY_DENIED: {
    cause: "No role gives the right, or a policy forbids it, such as approving one's own run.",
    remedy:
      "identikit access review shows what somebody may do; let somebody else do it, or have the right given.",
  },
  ISOLATION_UNAVAILABLE: {
    cause:
      "The tool profile of a run, or untrusted work, asks for an isolation that the machine does not have: no engine answers, bwrap is not installed or may not make namespaces, or the runner is not root.",
    remedy:
      "Install what the message names, or send the run to a runner pool whose machines have it. A weaker isolation in the tool profile is for work that you trust.",
  },
  ISOLATION_FAILED: {
    cause:
      "A directory of the run is missing or out of reach for the agent's user, the engine is on another machine, an image has no /bin/sh, or processes do not end.",
    remedy: "Fix what the message names, then retry the run.",
  },
  NETWORK_UNHELD: {
    cause:
      "The only isolation of the machine is another user, and no network namespace can be made for it, so nothing would keep it from the network.",
    remedy:
      "Install bubblewrap, or iproute2 on a machine whose root may make network namespaces; or set networkPolicy to open where that is meant.",
  },
  AGENT_ENV_UNSAFE: {
    cause:
      "From the agent's place, the variables or memory of the supervisor or of a runner, an engine's socket, or a file with credentials can be reached.",
    remedy:
      "Use a stronger isolation, or take away what the message names: change its owner or mode, or remove it before the agent runs.",
  },
  AGENT_ENV_INVALID: {
    cause:
      "A secret or a variable of a client is called like one that makes programs load other code (LD_PRELOAD, NODE_OPTIONS) or that only Identikit sets (PATH, GIT_*), stands twice, or holds a NUL.",
    remedy: "Give the secret another name, or grant it with the mount policy file or proxy.",
  },
  CLIENT_INCAPABLE: {
    cause:
      "The client that is on the runner lacks a capability that the stack needs, or no rule of it can say what the tool profile says.",
    remedy:
      "Install the version that the stack pins, or change what the message names. docs/reference/adapters.md has what each client can do.",
  },
  SESSION_INVALID: {
    cause:
      "An attempt would go on with a session whose name holds more than letters, digits, dots, dashes and underscores.",
    remedy: "Start a new attempt with retry in place of resume.",
  },
  REMOTE_REFUSED: {
    cause: "The address holds a credential or a query, names a program, or is of a kind that is not read.",
    remedy: "Write an https:// or ssh:// URL, or an absolute path; tokens go into the environment.",
  },
  SUBMODULE_REFUSED: {
    cause: "Its address in .gitmodules is missing, or is not at the origin of the repository itself.",
    remedy: "Fix .gitmodules, or leave submodules out of the workspace policy.",
  },
  STORE_UNUSABLE: {
    cause: "The disk is full or read-only, or an object is missing or broken.",
    remedy: "Check the disk. Remove the store while no run is under way: it is fetched again.",
  },
  STORE_TAMPERED: {
    cause:
      "A run, or somebody on the machine, wrote into the store; or its folder was copied or restored from a backup.",
    remedy: "Find out which run could write there, then remove the store: it is fetched again.",
  },
  HARVEST_TOO_LARGE: {
    cause: "An agent wrote build output, downloads or copies that the base commit does not ignore.",
    remedy: "Add them to the repository's .gitignore, or split the work into smaller runs.",
  },
  WORKSPACE_MISSING: {
    cause: "The folder was removed, or another machine holds the workspace.",
    remedy: "Act on the machine that the record names, or recover, archive or clean up the workspace.",
  },
  WORKSPACE_TAKEN: {
    cause: "A workspace of this name was made for another repository, ref or tier of trust.",
    remedy: "Use another workspace, or clean this one up first.",
  },
  WORKSPACE_BUSY: {
    cause: "Somebody asked for something that the run would notice, such as a rebase or a cleanup.",
    remedy: "Wait for the run's end, or cancel it.",
  },
  WORKSPACE_DIRTY: {
    cause: "A run ended without a harvest, or somebody changed files after it.",
    remedy:
      "Archive the workspace (identikit workspaces NAME --act archive), which keeps its changes as a patch, or remove them by hand, then try again.",
  },
  WORKSPACE_UNUSABLE: {
    cause: "Its record on this machine was cut off or edited.",
    remedy: "Remove the workspace by hand and provision it again.",
  },
  REBASE_REFUSED: {
    cause:
      "A rebase is under way already, or none is; the workspace is of no ref; or it has links or other things that no patch takes along.",
    remedy: "Look at the workspace's git state; start, resolve or abort its rebase as that says.",
  },
  REBASE_CONFLICTS: {
    cause: "Somebody marked a rebase as resolved while files still have <<<<<<< and >>>>>>>.",
    remedy: "Decide each of these places, remove the markers, and mark the rebase again, or abort it.",
  },
  CLEANUP_OUTSIDE_ROOT: {
    cause:
      "The record of the workspace names a path that Identikit did not make, or a link or a mount leads out of its folder.",
    remedy: "Remove the folder by hand if it is to go.",
  },
  PATCH_INVALID: {
    cause: "The patch is of another commit, was edited, or comes from a runner that was taken over.",
    remedy: "Take it from the run bundle again, or let the run be done again.",
  },
  PATCH_CONFLICTS: {
    cause: "Somebody else changed the same lines or files of the target since the run began.",
    remedy: "Rebase the workspace, resolve the conflicts and have the result approved.",
  },
  COMMIT_UNSIGNED: {
    cause: "The signing key is missing, has a passphrase, or its program is not installed.",
    remedy: "Check the key: an ssh key without a passphrase, or a key of the GnuPG home that is named.",
  },
  PUSH_REFUSED: {
    cause: "The branch moved since it was looked at, is there already, or a rule of the forge protects it.",
    remedy: "Look at the branch and decide again; nothing was written over.",
  },
  PUSH_UNPROVEN: {
    cause: "Somebody wrote to the branch right after the push, or the forge changed what was sent.",
    remedy: "Look at the branch, and do not merge it as it is.",
  },
  HOST_UNREACHABLE: {
    cause:
      "The API of GitHub, Gitea or Forgejo, or the address for events, did not answer or answered with an error.",
    remedy: "Check the address, the repository and the commit; run the job again when the host answers.",
  },
  HOST_DENIED: {
    cause: "The job's token lacks a permission, as it does on pull requests from forks.",
    remedy: "Give the job the permissions that the action's page names, or another token.",
  },
  CHANGE_UNKNOWN: {
    cause:
      "The checkout lacks the history, the change is larger than what a host lists, its head moved on while it was read, or no host was asked.",
    remedy:
      "Check out with fetch-depth: 0, give a token that may read the pull request, and run again. Until then nothing is said of the change.",
  },
  ARTIFACT_FAILED: {
    cause:
      "The host has no artifact service of the fourth version, the artifact was never stored, or its name was used twice in a run.",
    remedy: "Check the job that stores the artifact, and that the name is used once.",
  },
};
