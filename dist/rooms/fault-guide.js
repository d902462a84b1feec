// src/fault/codes.ts
const faultCodes = {
	USAGE: "the command line or an input is wrong",
	INTERNAL: "a defect of Identikit itself",
	CANCELLED: "the run was stopped before it was done",
	NODE_TOO_OLD: "the Node.js that runs this is older than the one it needs",
	TOOL_MISSING: "a program that this needs is not on the machine",
	ADDRESS_REFUSED: "a server leads to an address inside a network that is closed to it",
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
	SKILLS_DIFFER: "the skills that agent_card.skills names are not those that are delivered",
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
	DOCKERFILE_AMBIGUOUS: "builders read a Dockerfile in different ways, or it holds what the gate does not follow, so no answer about it holds",
	GATE_FAILED: "the image's identity is not the template's, or what was required of it is missing",
	TAG_INVALID: "a tag or a tag rule is malformed",
	SIGNING_KEY_INVALID: "a key to sign or to verify with cannot be read, or is of a kind that is not used here",
	SIGNING_FAILED: "a signature without a key could not be made",
	SIGNATURE_INVALID: "a signature of an image is not by a key or identity that counts",
	ATTESTATION_INVALID: "a statement beside an image is malformed, or is about something else",
	TRUSTED_ROOT_INVALID: "the authorities that signatures are verified against cannot be read",
	TRUSTED_ROOT_UNREACHABLE: "the authorities that signatures are verified against could not be fetched",
	REFERRERS_UNSUPPORTED: "a place holds images only, and nothing that refers to them",
	DATABASE_UNREACHABLE: "the config database could not be opened or reached",
	DATABASE_FOREIGN: "the file or database named is not one of Identikit's",
	DATABASE_DAMAGED: "the config database cannot be read as it was written",
	DATABASE_FAILED: "the config database reported an error",
	DATABASE_BUSY: "another transaction held a lock of the config database for too long",
	DATABASE_OUTCOME_UNKNOWN: "the connection was lost while the config database committed, so the change was kept or not",
	DATABASE_TOO_NEW: "the config database was written by a newer version",
	DATABASE_TOO_OLD: "the config database has the schema of an older version, and only `config migrate` changes it",
	DATABASE_NOT_EMPTY: "a database that would be overwritten holds something",
	MIGRATION_REFUSED: "rows are in the way of a newer schema",
	BACKUP_INVALID: "a backup is malformed, incomplete or altered, or its database is damaged",
	BACKUP_TOO_NEW: "a backup was written by a newer version",
	ROW_INVALID: "a row does not have the shape it must have",
	ROW_UNKNOWN: "no row of that key",
	HISTORY_UNKNOWN: "the history of the config database does not reach there",
	AGENT_UNKNOWN: "no agent of that name",
	AGENT_FAILING: "agents failed to render and wait for their next try",
	ROLLOUT_STOPPED: "a run stopped because it had as many failed agents as its limit",
	AGENT_TYPE_UNKNOWN: "no agent type of that name",
	BUNDLE_INVALID: "a config bundle is malformed, incomplete or altered",
	BUNDLE_UNSIGNED: "a config bundle does not carry the signature that is required",
	BUNDLE_TOO_NEW: "a config bundle was written by a newer version",
	PLAN_STALE: "the database moved on since the plan was made",
	PRUNE_REFUSED: "pruning would leave nothing",
	MISSING_SECRET: "a secret that is needed is not there",
	SECRET_UNKNOWN: "no secret of that name",
	SECRET_IN_USE: "rows still name a secret that is to be removed",
	SECRET_IN_ROW: "a value of a row holds what looks like a credential",
	KEYRING_WRONG: "a secret is sealed under a key that the keyring does not have",
	SECRET_UNREADABLE: "a sealed secret cannot be opened",
	SECRET_INVALID: "a secret's name or value cannot be used",
	KEYRING_INVALID: "the secret keys are malformed or missing",
	ACCESS_LOG_FAILED: "the access log could not be written",
	AUDIT_FAILED: "the audit of agent runs could not be written",
	HEADS_INVALID: "the expected heads of a log cannot be read",
	ENV_FILE_INVALID: "a shared file of an env directory is malformed",
	ENV_UNVERIFIED: "there is nothing to compare an env directory with",
	RENDER_REFUSED: "rendering would give a file that the client rejects",
	CONTAINER_FAILED: "a container could not be brought up",
	CONTAINER_ENV: "a container does not mount the env directory that is rendered for its agent",
	CONTAINER_REFUSED: "a container has something that its successor would not have",
	BOOTSTRAP_INVALID: "what was given as a bootstrap secret cannot be used as one",
	IDENTITY_MISSING: "neither the volume nor the image has an identity that the agent can start with",
	PROGRAM_MISSING: "the program that a start ends in is not there or cannot be run",
	AUTH_REQUIRED: "a server that others can reach has to ask who is there",
	HOST_UNKNOWN: "a request is for another server's name",
	RATE_LIMITED: "somebody asks more often than a server answers",
	PROXY_UNTRUSTED: "a request says who it is from, and does not come from a proxy that may say so",
	OIDC_REFUSED: "somebody could not be signed in by what their provider answered",
	OIDC_UNREACHABLE: "the provider that signs people in does not answer",
	CSRF_REFUSED: "a request with a session's cookie does not come from a page of the server",
	RESOURCE_INVALID: "an object of the agent platform does not have the shape of its kind",
	REFERENCE_MISSING: "an object names another one that is not declared",
	SUBAGENT_CYCLE: "subagents can call each other without end",
	TICKET_INVALID: "a ticket was forged, changed, or is for somebody else",
	TICKET_TOO_LARGE: "an agent's configuration is larger than a ticket can hold",
	TICKET_EXPIRED: "the time of a ticket is over",
	TICKET_KEY_INVALID: "the keys that tickets are checked with cannot be read",
	POOL_KEY_INVALID: "the key of a runner pool cannot be used",
	PROXY_SECRET_MISPLACED: "a secret that only the proxy may have stands where the agent would read it",
	SELECTOR_INVALID: "a selector of labels or fields cannot be read",
	ROLE_ESCALATION: "a role would have rights that its author does not have",
	BINDING_ESCALATION: "a role binding would give rights that its author does not have",
	WEBHOOK_FORGED: "a webhook's signature is missing or wrong",
	WEBHOOK_REPLAYED: "a webhook's delivery came in before",
	WEBHOOK_TOO_LARGE: "a webhook has more bytes than a forge sends",
	EVENT_INVALID: "an event does not have the form that the forges give it",
	EVENT_REFUSED: "an event may not start work in the way that it came in",
	REF_UNSAFE: "a branch or tag has a name that programs would read as something else",
	TEMPLATE_LOGIC: "a rule's text would need logic, or names a fact that events do not have",
	SCHEDULE_INVALID: "a schedule cannot be read as five fields of cron",
	CONTEXT_TOO_LARGE: "a run's context is over a bound",
	CONTEXT_REFUSED: "a source may not be part of a run's context in the way that was asked for",
	MEMORY_UNREADABLE: "the memory repository, or a commit of it, could not be read",
	MEMORY_TIME_UNCLEAR: "a state of the memory is named in a way that does not mean one commit",
	NOT_FOUND: "an object of the agent platform is not there",
	TRACE_UNKNOWN: "nothing that can be traced has that name",
	TRACE_AMBIGUOUS: "several things that can be traced have that name",
	ALREADY_EXISTS: "an object of this kind and name is there already",
	CONFLICT: "an object was changed by somebody else meanwhile",
	IMMUTABLE_FIELD: "a field would change that never does",
	MANAGED_BY_REPOSITORY: "an object is declared by the repository and changes by pull request only",
	RESOURCE_TOO_LARGE: "an object of the agent platform is larger than the database takes",
	CONTINUE_INVALID: "a page of a list was asked for with a token that does not belong to it",
	WATCH_TOO_OLD: "changes were asked for that are no longer kept",
	DISPATCH_REFUSED: "admission does not let a run start",
	RUN_FAILED: "an attempt of a run failed",
	RUN_NOT_READY: "a run cannot be launched as it is",
	POOL_FULL: "a run waits for room in its runner pool",
	EVENT_CONFLICT: "an event has the number of another one that is stored",
	LEASE_LOST: "a worker was too slow or away, and another one may have its work",
	CONTROL_UNSETTLED: "an object is looked at again and again and does not come to rest",
	CONTROLLER_UNKNOWN: "there is no controller of that name",
	APPROVAL_CLOSED: "an approval is decided already, or its time is over",
	APPROVAL_DIFFERS: "an approval is about something else than what was looked at",
	RUN_BUNDLE_INVALID: "a run bundle is malformed, incomplete, altered, or not of the attempt's own supervisor",
	ATTEMPT_UNKNOWN: "a run bundle is of an attempt that was not launched here, or that no longer counts",
	ATTEMPT_REPORTED: "an attempt has reported already, and something else",
	BLOB_MISSING: "content of a run is not in the config database",
	WRITE_BACK_FAILED: "what was approved could not be written back",
	POLICY_DENIED: "somebody may not do what they ask for",
	ISOLATION_UNAVAILABLE: "a machine has no isolation that is strong enough for an agent",
	ISOLATION_FAILED: "the place that an agent would run in could not be made, or not be cleared",
	NETWORK_UNHELD: "nothing on a machine keeps an agent to its network policy",
	AGENT_ENV_UNSAFE: "an agent could reach credentials that are not its own, so it was not started",
	AGENT_ENV_INVALID: "a variable of an agent's environment has a name or value that it may not have",
	CLIENT_INCAPABLE: "an agent client cannot do what a run asks of it, or cannot be held to its limits",
	SESSION_INVALID: "the name of a client's session is none that a client gives",
	REMOTE_REFUSED: "the address of a repository is not one that git is sent to",
	SUBMODULE_REFUSED: "a submodule comes from where none is fetched from",
	STORE_UNUSABLE: "git could not read or write the store of a repository",
	STORE_TAMPERED: "the store of a repository was touched by somebody else",
	HARVEST_TOO_LARGE: "a workspace has more changes than are taken out of one",
	WORKSPACE_MISSING: "a workspace's files are not on this machine",
	WORKSPACE_TAKEN: "a workspace is of another repository, ref or tier of trust",
	WORKSPACE_BUSY: "a run is under way in a workspace",
	WORKSPACE_DIRTY: "a workspace has changes that were not harvested",
	WORKSPACE_UNUSABLE: "what is known of a workspace cannot be read",
	REBASE_REFUSED: "a workspace cannot be rebased as it is",
	REBASE_CONFLICTS: "a rebase is not resolved: files have conflict markers",
	CLEANUP_OUTSIDE_ROOT: "a path outside the root of the workspaces would be removed",
	PATCH_INVALID: "a patch is not one of the commit that it names",
	PATCH_CONFLICTS: "a patch and the head of its target change the same lines or files",
	COMMIT_UNSIGNED: "a commit could not be signed",
	PUSH_REFUSED: "a branch was not written, since it is elsewhere or protected",
	PUSH_UNPROVEN: "a branch that was read back is not what was written",
	HOST_UNREACHABLE: "the CI host's API could not be reached or failed",
	HOST_DENIED: "the CI host's API refused the token",
	CHANGE_UNKNOWN: "something that a rule needs to know of a change could not be found out",
	ARTIFACT_FAILED: "an artifact could not be stored or found"
};
// src/fault/finding-codes.ts
const findingCodes = {
	FILE_MISSING: {
		title: "File missing",
		meaning: "A file of the source is not in the copy.",
		cause: "The file was added to the source after the copy was made, or it was removed from the copy.",
		remedy: "Make the copy again: bake the image, or fetch the template."
	},
	SIGNATURE_MISSING: {
		title: "Signature missing",
		meaning: "A signature was required, and nobody who counts has signed the image.",
		cause: "The image was never signed, was signed with another key, or was copied by a tool that leaves signatures behind.",
		remedy: "Sign it where it is published (--sign-key), or name the right key or identity."
	},
	ATTESTATION_MISSING: {
		title: "Statement missing",
		meaning: "A statement about the image was required, and nobody who counts has made it.",
		cause: "The image was baked or published without signing, or by a release that did not make this statement.",
		remedy: "Bake or publish it again with --sign-key, or name the right key or identity."
	},
	ATTESTATION_DIFFERS: {
		title: "Statement about another identity",
		meaning: "A signed statement says that the image holds another identity than the template has.",
		cause: "The template has changed since the statement was made, or the statement was made for another template.",
		remedy: "Bake and sign the image again from the template."
	},
	FILE_EXTRA: {
		title: "Extra file",
		meaning: "The copy holds a file that the source does not have.",
		cause: "The file was put into the copy by another build step or by hand, or it was removed from the source after the copy was made.",
		remedy: "Add the file to the source if it belongs there, then make the copy again. Fetched templates lose such files with `identikit fetch --prune`."
	},
	FILE_CHANGED: {
		title: "File changed",
		meaning: "A file of the copy has other bytes than the source's.",
		cause: "The source moved on after the copy was made, or somebody changed the copy.",
		remedy: "Make the copy again. Make changes in the source only: a change in a copy is lost with the next one."
	},
	FILE_TYPE: {
		title: "Not a regular file",
		meaning: "A directory, a link or a special file stands where the source has a regular file.",
		cause: "A later build step, or somebody with access to the copy, replaced the file.",
		remedy: "Find the step that replaces it, take it out, and make the copy again."
	},
	FILE_MODE: {
		title: "File mode differs",
		meaning: "A file or directory of the copy has other permissions than it must have.",
		cause: "A chmod, or a COPY with --chmod, ran after the file was written; or the build or the checkout used another umask.",
		remedy: "Take out what changes the permissions and make the copy again; run reconcile --repair for env directories."
	},
	FILE_OWNER: {
		title: "File owner differs",
		meaning: "A file of the copy belongs to another user or group than it must.",
		cause: "A chown, or a COPY with --chown, touched the file; or another user wrote it.",
		remedy: "Take out what changes the owner and make the copy again; run reconcile --repair for env directories."
	},
	FILE_ATTRIBUTE: {
		title: "File has an attribute that grants rights",
		meaning: "A file of the identity carries an extended attribute that changes who may do what, such as a capability.",
		cause: "A build step ran setcap or setfacl on it, or the layer was written by a tool that adds such attributes.",
		remedy: "Take that step out of the build and bake the image again."
	},
	FILE_LINKED: {
		title: "File has a second name",
		meaning: "A rendered file with secrets has further names (hard links) on the file system.",
		cause: "Somebody made a hard link to it: the secrets stay readable under that name after the next render.",
		remedy: "Run reconcile --repair, find the other name (find -samefile), remove it, and rotate the secrets that were in the file."
	},
	IDENTITY_UNREADABLE: {
		title: "Identity not readable in the image",
		meaning: "The user that the image runs as cannot pass a directory above the identity.",
		cause: "The base image, or a later layer, took the permission to enter away from others than the owner.",
		remedy: "Give the directory mode 0755, or run the image as a user who may enter it."
	},
	FILE_GROUP_WRITABLE: {
		title: "File writable by its group",
		meaning: "A file of the identity may be written by its group.",
		cause: "The image was built under a umask such as 002.",
		remedy: "Take the group's write permission away, or build with umask 022."
	},
	DIRECTORY_EXTRA: {
		title: "Extra directory",
		meaning: "There is a directory in the destination that holds no file and that the identity does not have.",
		cause: "A build step made it, or removed the files in it and left the directory.",
		remedy: "Take the directory out of the image."
	},
	PROMPT_UNKNOWN: {
		title: "Prompt files cannot be told",
		meaning: "It cannot be told which files the agent's prompt is made of, so the prompt was not checked.",
		cause: "`prompt_files` in the template's config.yaml cannot be read.",
		remedy: "Fix config.yaml in the template."
	},
	PROMPT_NOT_BAKED: {
		title: "Prompt file not baked",
		meaning: "A file that the agent's prompt is made of is not part of the baked identity.",
		cause: "The identity's profile leaves the file out, so the image gives the agent another prompt than its template.",
		remedy: "Name a profile that bakes the file (identity.policy in identikit.yaml), or move the file to prompts/."
	},
	TEMPLATE_KEY_UNKNOWN: {
		title: "Unknown key in a template",
		meaning: "A key of a template's file has no effect, and is nearly one that has.",
		cause: "The key is misspelled, or the template cannot decide about it.",
		remedy: "Fix the spelling, or remove the key."
	},
	TEMPLATE_VALUE_INVALID: {
		title: "Wrong value in a template",
		meaning: "A value in a template's file does not have the type or form that it must have.",
		cause: "The file was written by hand and never checked.",
		remedy: "Fix the value at the line that the finding names."
	},
	TEMPLATE_FILE_INVALID: {
		title: "Template file cannot be read",
		meaning: "A template's file is not valid YAML, JSON or UTF-8 text.",
		cause: "A tab indents a line of YAML, a key stands twice, or the file was saved in another encoding.",
		remedy: "Fix the syntax at the line that the finding names."
	},
	TEMPLATE_SERVER_UNUSED: {
		title: "Server that no agent gets",
		meaning: "A server of a template's mcp_servers.yaml cannot be given to an agent.",
		cause: "It has neither the command nor the url that its transport needs, or it is switched off.",
		remedy: "Complete the server, or remove it."
	},
	TEMPLATE_WAITS: {
		title: "Part of a template waits for permission",
		meaning: "A template brings something that runs commands or names a secret, and the repository does not permit it. It has no effect.",
		cause: "It is new or has changed since it was permitted, or nobody has looked at it yet.",
		remedy: "Look at it, and add the line that the finding gives to `permit` in identikit.yaml."
	},
	PERMIT_UNUSED: {
		title: "Permission without use",
		meaning: "A permission in identikit.yaml names something that no template brings.",
		cause: "The template dropped it, the name is misspelled, or the pinned value has changed.",
		remedy: "Fix or remove the permission."
	},
	PROMPT_FILE_MISSING: {
		title: "Prompt file missing",
		meaning: "A template's config.yaml names a prompt file that the template does not have.",
		cause: "The file was renamed or never committed, or its name is misspelled in prompt_files.",
		remedy: "Add the file, or fix its name in prompt_files."
	},
	PROMPT_FILE_EMPTY: {
		title: "Prompt file empty",
		meaning: "A file that a template's prompt is made of holds nothing but white space.",
		cause: "It was created and not written yet.",
		remedy: "Write it, or remove it from prompt_files."
	},
	PROMPT_FILE_BINARY: {
		title: "Prompt file is not text",
		meaning: "A file that a template's prompt is made of is not UTF-8 text.",
		cause: "An image or archive is named as prompt, or the file was saved in another encoding.",
		remedy: "Save the file as UTF-8 text, or name another."
	},
	PROMPT_FILE_TWICE: {
		title: "Prompt file named twice",
		meaning: "A template's prompt_files names one file twice, so the prompt repeats it.",
		cause: "An entry was copied.",
		remedy: "Remove one of the two entries."
	},
	PROMPT_NONE: {
		title: "No prompt",
		meaning: "An agent ends up without any prompt.",
		cause: "The template has neither prompt_files in config.yaml, nor system-prompt.md, nor text files below prompts/; or the policy in force does not deliver them.",
		remedy: "Write the prompt in the template. Where the lock was made with assets/v1, `identikit fetch --update-lock` moves it to a policy that delivers what prompt_files names."
	},
	PROMPT_SHORTER: {
		title: "Prompt lost files",
		meaning: "A template's prompt is made of fewer files than identikit.lock says, or the prompt of a type or an agent has lost a part that the config database has.",
		cause: "The template dropped a prompt file, or config.yaml or `prompt` in agents.json no longer names it, or an entry names another template.",
		remedy: "Check that this is meant; `identikit fetch --update-lock` records it for a template, `identikit config sync` without --strict takes it over for agents."
	},
	PROMPT_MISSING: {
		title: "Template without a prompt",
		meaning: "A template has nothing that a prompt is made of.",
		cause: "The prompt stands at a place that is not read, or was never written.",
		remedy: "Write it into prompts/, or name its files in prompt_files of config.yaml."
	},
	SKILL_INVALID: {
		title: "Skill that no client can load",
		meaning: "A skill has no SKILL.md, or one without the frontmatter that a client reads.",
		cause: "The file has another name, does not begin with ---, or gives the skill another name than its directory.",
		remedy: "Begin SKILL.md with frontmatter that has the directory's name and a description."
	},
	PROMPT_TOO_LONG: {
		title: "Prompt too long",
		meaning: "The prompt of a template, a type or an agent has more characters than a prompt may have.",
		cause: "A document of reference was made a part of the prompt.",
		remedy: "Make it shorter, turn parts of it into a skill, or raise limits.promptKiB in identikit.yaml."
	},
	SKILL_TOO_LARGE: {
		title: "Skill too large",
		meaning: "The files of a skill are larger than a skill may be.",
		cause: "It brings fonts, images, archives or installed packages.",
		remedy: "Move large files out of the skill, and let it say where they are."
	},
	MARKETPLACE_UNKNOWN: {
		title: "Plugin of an unknown marketplace",
		meaning: "A plugin names a marketplace that the repository does not have, or that its agent does not know.",
		cause: "The name is misspelled, or the marketplace was not added, or it was removed.",
		remedy: "Fix the name, or add the marketplace to config/marketplaces-builtin.json, or for the agents alone with config set plugin_marketplace."
	},
	ROW_WITHOUT_EFFECT: {
		title: "Row without an effect",
		meaning: "The config database has a row of agent_type_config, which nothing reads.",
		cause: "Earlier releases let operators write such rows.",
		remedy: "Set the model, a variable or a permission of a type as client_setting, and remove the row with config unset."
	},
	SERVER_UNUSED: {
		title: "MCP server that no agent gets",
		meaning: "An MCP server is configured for a type that no agent has.",
		cause: "The last agent of the type was removed, or has another type now.",
		remedy: "Remove the server, or give an agent the type."
	},
	DOCKERFILE_NOT_COPIED: {
		title: "Dockerfile does not copy a file",
		meaning: "The Dockerfile does not copy a file of the identity to its place.",
		cause: "The file was added to the template, or its COPY was removed or has another target.",
		remedy: "Add the COPY that the finding gives."
	},
	DOCKERFILE_FOREIGN_FILE: {
		title: "Dockerfile puts another file in place",
		meaning: "What the Dockerfile puts at a place of the identity is not the template's file of that name.",
		cause: "A COPY takes it from the build context or another stage, or copies a file under another name.",
		remedy: "Copy the file from the directory that PLATFORM_AGENT_TEMPLATE_DIR names."
	},
	DOCKERFILE_EXTRA_FILE: {
		title: "Dockerfile copies something else",
		meaning: "The Dockerfile puts something into the destination that is not part of the identity.",
		cause: "A COPY takes the template as a whole, or adds a file of its own.",
		remedy: "Copy the identity's files one by one, and take the other COPY away."
	},
	DOCKERFILE_SOURCE_MISSING: {
		title: "Dockerfile copies a file that is missing",
		meaning: "A COPY names a file of the template that the identity does not have.",
		cause: "The file was removed from the template or renamed, or its name is misspelt in the Dockerfile.",
		remedy: "Take the source out of the COPY, or add the file to the template."
	},
	DOCKERFILE_MARKER_MISSING: {
		title: "Dockerfile writes no marker",
		meaning: "The Dockerfile does not write the marker file beside the identity.",
		cause: "The lines that write it were left out or removed.",
		remedy: "Write the marker as Dockerfile.platform-agent does."
	},
	DOCKERFILE_RUNTIME_VARIABLE: {
		title: "Build argument set as a runtime variable",
		meaning: "The Dockerfile sets PLATFORM_AGENT_TEMPLATE_DIR with ENV.",
		cause: "An ENV passes the build argument on, so that containers see a path of the build machine.",
		remedy: "Take the ENV away and keep the ARG."
	},
	DOCKERFILE_MARKER_CHANGED: {
		title: "Dockerfile writes another marker",
		meaning: "The marker that the Dockerfile puts beside the identity has other bytes, another mode or another owner.",
		cause: "The marker's file in the build context was changed, or a COPY gives it another mode or owner.",
		remedy: "Copy the staged identity as Dockerfile.platform-agent does: the Identikit that fetched it put the marker there."
	},
	DOCKERFILE_MARKER_UNSEEN: {
		title: "Marker could not be compared",
		meaning: "The bytes of the marker that the Dockerfile copies are not known.",
		cause: "The build context was not given, or the marker comes from a place that the gate cannot look into.",
		remedy: "Keep the marker in the build context, and name the context with --context."
	},
	DOCKERFILE_EXTRA_DIRECTORY: {
		title: "Dockerfile makes another directory",
		meaning: "The Dockerfile makes a directory at the destination that the identity does not have.",
		cause: "A COPY or WORKDIR names a directory there.",
		remedy: "Take the instruction away, or move it elsewhere."
	},
	DOCKERFILE_MODE: {
		title: "Dockerfile gives another mode",
		meaning: "A file of the identity gets a mode that it must not have.",
		cause: "A COPY with --chmod puts it there.",
		remedy: "Leave --chmod out, or give 0644 (0755 for executables)."
	},
	DOCKERFILE_OWNER: {
		title: "Dockerfile gives another owner",
		meaning: "A file of the identity gets an owner other than 0:0.",
		cause: "A COPY with --chown puts it there.",
		remedy: "Leave --chown out."
	},
	DOCKERFILE_TOUCHED: {
		title: "Dockerfile may change the identity later",
		meaning: "An instruction can change the destination, or a directory above it, after the identity was copied.",
		cause: "A RUN, COPY, ADD, VOLUME or the like follows, and the gate cannot prove that it stays elsewhere.",
		remedy: "Copy the identity last, from a stage of its own, as Dockerfile.platform-agent does."
	},
	DOCKERFILE_IGNORED: {
		title: "Build context leaves a file out",
		meaning: "An ignore file keeps a file of the identity, or the marker, out of the build context.",
		cause: "A pattern of .dockerignore, or of the Dockerfile's own ignore file, matches it.",
		remedy: "Change the pattern, or add an exception (!path) after it."
	},
	DOCKERFILE_ARGUMENT: {
		title: "Build argument has another default",
		meaning: "Without a build argument the Dockerfile copies the identity from another place than the canonical checkout.",
		cause: "PLATFORM_AGENT_TEMPLATE_DIR has no default, another one, or is declared twice.",
		remedy: "Give it the default of Dockerfile.platform-agent, once, in the stage that copies."
	},
	LOCK_BEHIND: {
		title: "Fetched copy and identikit.lock differ",
		meaning: "A fetched template is of another commit than identikit.lock says; its files are as they were fetched.",
		cause: "A later or earlier fetch filled the directory, or it is a git checkout of its own.",
		remedy: "Run `identikit fetch --update-lock` and commit identikit.lock, or run `identikit fetch --locked`."
	},
	ENV_CHANGED: {
		title: "Rendered file changed",
		meaning: "Something in an env directory was changed or removed after it was rendered.",
		cause: "A person, a program or the agent itself wrote to what the renderer owns.",
		remedy: "Run reconcile --repair, and make the change in the config instead."
	},
	ENV_STALE: {
		title: "Env directory out of date",
		meaning: "An env directory is as it was rendered, and the config has changed since; or it was never rendered.",
		cause: "The config or a secret was changed, and the agent was not rendered again.",
		remedy: "Render the agent, or run reconcile --repair."
	},
	ENV_CONFLICT: {
		title: "Env directory changed on both sides",
		meaning: "The config has changed since the last render, and the env directory was changed as well.",
		cause: "Somebody wrote to the env directory while a change of the config waited to be rendered.",
		remedy: "Look at what was changed, put it into the config if it is wanted, then run reconcile --repair."
	},
	ENV_FIGHT: {
		title: "Env directory changed after each repair",
		meaning: "An env directory was changed again after each of several repairs, so the next repair waits.",
		cause: "A program writes the same files over and over, such as another configuration tool.",
		remedy: "Find the program and stop it; the finding says when the next repair is due."
	},
	ENV_UNRENDERED: {
		title: "Loaded by the client and not rendered",
		meaning: "An env directory holds a skill, a subagent, a command or another file that the agent's client loads and that no render put there.",
		cause: "The agent, its client or a person added it; or an earlier release rendered it and its ledger is gone.",
		remedy: "Remove it, or add it to the agent's config."
	},
	CLIENT_UNSUPPORTED: {
		title: "Entry that the agent's client does not know",
		meaning: "The agent's config gives something that its client has nothing for; it is left out.",
		cause: "A row that is meant for agents of another client reaches this one, such as a plugin for all agents.",
		remedy: "Take the entry away from the agents of this client, with `enabled` false in a narrower scope."
	},
	ORPHAN_ENV: {
		title: "Env directory without an agent",
		meaning: "There is an env directory whose agent is not in the config.",
		cause: "The agent was removed from the config; or the directory was never rendered and belongs to something else.",
		remedy: "Remove it with reconcile --repair --prune, or bring the agent back; move a directory that no render made."
	},
	ENTRY_TAKEN_AWAY: {
		title: "Entry taken away",
		meaning: "A render removed or replaced an entry that somebody had added to what the renderer owns.",
		cause: "An MCP server, a plugin or a marketplace was added in the agent's client and not in the config.",
		remedy: "Add it to the config if it is wanted; until the next render it is in the file that the finding names."
	},
	MCP_SSE_DEPRECATED: {
		title: "MCP server of a deprecated type",
		meaning: "An MCP server is configured with the type `sse`.",
		cause: "The server was configured before the MCP specification replaced that transport.",
		remedy: "Use the server's streamable HTTP address and the type \"http\"."
	},
	SECRET_EXPOSED: {
		title: "Secret in an argument or an address",
		meaning: "A secret is filled into an MCP server's arguments or URL.",
		cause: "The placeholder is in `args` or `url`, which process listings and logs show.",
		remedy: "Pass the secret in `env` or `headers`."
	},
	IMAGE_DIFF_ID: {
		title: "Diff ID is not the layer's",
		meaning: "A layer's uncompressed archive has another digest than the image's config says.",
		cause: "The layer was compressed from other content, or the config was taken from another image.",
		remedy: "Build the image again, and push it with a tool of today."
	},
	IMAGE_LAYER_COUNT: {
		title: "Layers and diff IDs differ in number",
		meaning: "The manifest has more or fewer layers than the config has diff IDs.",
		cause: "A tool changed the manifest or the config, and not the other.",
		remedy: "Build the image again, and push it with a tool of today."
	},
	IMAGE_HISTORY: {
		title: "History does not account for the layers",
		meaning: "The config's history has more or fewer entries with a layer than the image has layers.",
		cause: "A tool added or removed layers without their history. Builders such as buildah refuse such a base.",
		remedy: "Build the image again; a history that is left out altogether is fine."
	},
	IMAGE_PLATFORM: {
		title: "Listed under another platform",
		meaning: "An index lists an image under another platform than the image's own config says.",
		cause: "The index was put together by hand or by a script that named the wrong image.",
		remedy: "Put the index together again with each image under its own platform."
	},
	IMAGE_LAYER_TYPE: {
		title: "Layer is not compressed as its media type says",
		meaning: "A layer's media type names another compression than its bytes have.",
		cause: "The layer was recompressed, and its descriptor was kept.",
		remedy: "Push the image again with a tool that writes the media type of what it compresses."
	},
	CONTAINER_IMAGE: {
		title: "Container runs another image",
		meaning: "An agent's container runs another image than the one its reference names now.",
		cause: "The tag was moved to a newer image after the container was created, or the image is gone.",
		remedy: "Run containers rebuild for the agent, or reconcile --containers --repair."
	},
	CONTAINER_SET_ASIDE: {
		title: "Rebuild left half done",
		meaning: "There is a container that a rebuild had set aside and neither removed nor brought back.",
		cause: "The run that rebuilt it was killed, or the engine went away.",
		remedy: "Run containers rebuild for the agent: it ends what was begun."
	},
	CONTAINER_DOWN: {
		title: "Container does not run",
		meaning: "An agent's container is not running, or its health check fails.",
		cause: "Its program ended or hangs, somebody stopped it, or it was never started.",
		remedy: "Look at its log, then start it or rebuild it."
	},
	CONTAINER_ORPHAN: {
		title: "Container without an agent",
		meaning: "There is a container of an agent that is not in the config.",
		cause: "The agent was removed from the config and its container was not.",
		remedy: "Remove the container, or bring its agent back."
	},
	ACCESS_LOG_CHANGED: {
		title: "Access log changed",
		meaning: "A line or a session of the secrets' access log is not what was written.",
		cause: "Somebody changed, moved or replaced rows in the database.",
		remedy: "Keep a copy of the database, compare it with a backup or an export from before, and find out who had access."
	},
	ACCESS_LOG_MISSING: {
		title: "Access log incomplete",
		meaning: "Lines or sessions that were in the access log are gone.",
		cause: "Somebody deleted rows, or an older backup was restored.",
		remedy: "Compare the log with a backup or an export from before. After a restore, note the heads of the restored log."
	},
	ACCESS_LOG_UNGUARDED: {
		title: "Access log not protected",
		meaning: "The triggers that keep the access log append-only are not those that Identikit made.",
		cause: "An owner of the database dropped, disabled or replaced them, or added others.",
		remedy: "Find out who did it. A backup that is restored into a new database has the right triggers."
	},
	ACCESS_LOG_UNCHAINED: {
		title: "Access log lines without a chain",
		meaning: "The access log has lines that no chain of hashes protects.",
		cause: "They were written by a release from before the chains, or by hand.",
		remedy: "Upgrade the programs that still write such lines. Lines from before the first session cannot be checked any more."
	},
	ACCESS_LOG_UNKEYED: {
		title: "Access log written without a key",
		meaning: "A session of the access log has no key, so whoever writes to the database could have written it.",
		cause: "The job that read the secrets did not have the secret keys.",
		remedy: "Set IDENTIKIT_SECRET_KEYS for every job that reads secrets."
	},
	ACCESS_LOG_KEY_MISSING: {
		title: "Key of the access log not here",
		meaning: "A session of the access log was written under a key that this run does not have, so it was not checked.",
		cause: "The key was rotated out of IDENTIKIT_SECRET_KEYS, or the log comes from another installation.",
		remedy: "Add that key to IDENTIKIT_SECRET_KEYS, after the first one."
	},
	AUDIT_CHANGED: {
		title: "Audit changed",
		meaning: "A line of the audit of agent runs is not what was written.",
		cause: "Somebody changed, moved or replaced rows in the database.",
		remedy: "Keep a copy of the database, compare it with a backup or an export from before, and find out who had access."
	},
	AUDIT_MISSING: {
		title: "Audit incomplete",
		meaning: "Lines that were in the audit of agent runs are gone.",
		cause: "Somebody deleted rows, or an older backup was restored.",
		remedy: "Compare the audit with a backup or an export from before. After a restore, note the heads of the restored audit."
	},
	AUDIT_UNGUARDED: {
		title: "Audit not protected",
		meaning: "The triggers that keep the audit append-only are not those that Identikit made.",
		cause: "An owner of the database dropped, disabled or replaced them, or added others.",
		remedy: "Find out who did it. A backup that is restored into a new database has the right triggers."
	},
	AUDIT_UNKEYED: {
		title: "Audit written without a key",
		meaning: "Lines of the audit have no key, so whoever writes to the database could have written them.",
		cause: "The program that wrote them did not have the secret keys.",
		remedy: "Set IDENTIKIT_SECRET_KEYS for every program that starts, decides or writes back runs."
	},
	AUDIT_KEY_MISSING: {
		title: "Key of the audit not here",
		meaning: "Lines of the audit were written under a key that is not here, so they were not checked.",
		cause: "The key was rotated out of IDENTIKIT_SECRET_KEYS, or the audit comes from another installation.",
		remedy: "Add that key to IDENTIKIT_SECRET_KEYS, after the first one."
	},
	LINK_BROKEN: {
		title: "Link of a trace broken",
		meaning: "A copy is not what its source would give.",
		cause: "One of the two ends was changed by other means than the derivation.",
		remedy: "Look at both ends of the link, and derive the copy again from its source."
	},
	LINK_UNVERIFIED: {
		title: "Link of a trace not verified",
		meaning: "Nobody can say now whether a copy is derived from what it is said to be derived from.",
		cause: "What it was derived from is not known here, or could not be read.",
		remedy: "Run the trace where both ends can be read, or name the source, as in TEMPLATE@COMMIT."
	},
	TEMPLATE_MOVED: {
		title: "Template moved on",
		meaning: "The source of a template gives other assets now than the commit in identikit.lock has.",
		cause: "The branch or tag of the manifest stands for another commit since the template was fetched.",
		remedy: "Run `identikit fetch --update-lock`, look at what moved, and make the copies again."
	},
	ROWS_BEHIND: {
		title: "Rows behind the repository",
		meaning: "A sync of the repository and its templates would change what an agent gets.",
		cause: "The repository or a template changed after the last sync, or somebody changed builtin rows.",
		remedy: "Run `identikit config sync`, and render the agents again."
	},
	RUN_DIFFERS: {
		title: "Run differs from its records",
		meaning: "A digest of a run is not what its content comes to, or a record is not what the audit says.",
		cause: "Somebody changed rows in the database, or what was pushed for the run.",
		remedy: "Keep a copy of the database, and compare it with a backup from before."
	},
	RUN_UNPROVEN: {
		title: "Run not proven",
		meaning: "Something of a run could not be looked at, so nobody can say that it holds.",
		cause: "The content, a key or the forge is not here.",
		remedy: "Run it again with what is missing, such as --forge or IDENTIKIT_SECRET_KEYS."
	},
	CHANGE_FORBIDDEN_PATH: {
		title: "Forbidden path changed",
		meaning: "A pull request adds, changes, moves or removes a path that a rule forbids.",
		cause: "The path matches a pattern of changes.forbiddenPaths on the base branch.",
		remedy: "Take the file out of the pull request."
	},
	CHANGE_FORBIDDEN_ENV: {
		title: "Forbidden variable written",
		meaning: "An added line writes a variable that no tenant's environment may hold.",
		cause: "A row, an env file, a workflow's or container's YAML, a Dockerfile, a script or a program sets a name of changes.forbiddenEnv.keys.",
		remedy: "Take the variable out. If the file does not reach a tenant, add its path to changes.forbiddenEnv.except on the base branch."
	},
	CHANGE_HOST_TOKEN: {
		title: "Repository host's token handed on",
		meaning: "An added line gives a tenant a token of a repository host, under its own name or another one.",
		cause: "The line is in a file that reaches a tenant, or assigns such a token to an environment.",
		remedy: "Give the tenant a token of its own with the least rights, as a secret of the config database."
	},
	CHANGE_SECRET: {
		title: "Credential in an added line",
		meaning: "An added line holds what looks like a credential.",
		cause: "A token, a key or a password was written into a file.",
		remedy: "Revoke it and take it out of the branch's history. If it is no credential, add it to the list of accepted values."
	},
	CHANGE_RESERVED_PATH: {
		title: "Reserved path changed without approval",
		meaning: "A path that a group has to approve changes, and the group did not approve the head commit.",
		cause: "No member of the group has reviewed it, or the review is the author's or a program's, was dismissed, asked for again, or is of an older commit.",
		remedy: "Ask a member of the group who did not write the change to approve its latest commit."
	},
	CHANGE_REVIEW_MISSING: {
		title: "Review missing",
		meaning: "A group that has to approve the pull request did not approve its head commit.",
		cause: "No member of the group has reviewed it, or the review is the author's or a program's, was dismissed, asked for again, or is of an older commit.",
		remedy: "Ask a member of the group who did not write the change to approve its latest commit."
	},
	CHANGE_UNTICKED: {
		title: "Checklist item not ticked",
		meaning: "An item of the template of pull requests is not ticked in the pull request's text.",
		cause: "The item was left open, reworded, removed, or stands where nobody sees it.",
		remedy: "Tick it in the pull request's own text, word by word as in the template."
	},
	CHANGE_UNREAD: {
		title: "Content not in the diff",
		meaning: "What a file brings cannot be seen in the change, so no rule can judge it.",
		cause: "It is a submodule, a symbolic link, a file whose lines the host does not list, or too much to read.",
		remedy: "Look at it by hand and leave the path out of the rule, or check out with fetch-depth: 0."
	},
	CHANGE_UNRULED: {
		title: "No rules for changes",
		meaning: "The base branch has no changes: in identikit.yaml, so no rule is in force.",
		cause: "The rules were never written, or they stand in another directory.",
		remedy: "Add changes: to identikit.yaml on the base branch, or name its directory with --root."
	},
	CHECK_SKIPPABLE: {
		title: "Required check can be skipped by a filter of paths",
		meaning: "A check that has to be green belongs to a workflow that a paths: filter can keep from running.",
		cause: "The workflow filters its event by paths, and the check then waits without end.",
		remedy: "Take the filter out, and skip the work inside of the job: detect-changes gives the areas."
	},
	CHECK_NOT_GREEN: {
		title: "Required check not green",
		meaning: "A check that all-required asks for failed or was skipped on the head commit.",
		cause: "What the check looks at does not hold, or its job was skipped and skipped checks do not count.",
		remedy: "Fix what the check found, or run it again."
	},
	CHECK_PENDING: {
		title: "Required check not at its end",
		meaning: "A check that all-required asks for still runs, or was not reported yet.",
		cause: "Its job waits or runs, or its workflow was not started.",
		remedy: "Wait until it has come to its end: the event that tells so judges again."
	},
	CHECK_IMITATED: {
		title: "Check set by somebody else",
		meaning: "A check with the name of a required one was set by an account whose checks do not count.",
		cause: "Another program or a person set a status in that name.",
		remedy: "Find out who set it and why; if it is rightful, name the account in changes.allRequired."
	},
	MERGE_UNRULED: {
		title: "Merge that a rule did not allow",
		meaning: "A pull request was merged although a rule of its base branch did not hold.",
		cause: "Somebody with the right to do so went around branch protection, or the check is not required.",
		remedy: "Look at the change with the group that the rule names, and require the check in branch protection."
	},
	MERGE_DIRECT: {
		title: "Commit without a pull request",
		meaning: "A commit came to the branch without a pull request.",
		cause: "Somebody with the right to do so pushed to the branch.",
		remedy: "Look at the commit, and let branch protection refuse pushes."
	},
	WORKFLOW_INVALID: {
		title: "Workflow uses Identikit wrongly",
		meaning: "A workflow names an action, an input or an output that Identikit does not have, or leaves out an input that an action needs.",
		cause: "A misspelt name, or a workflow that was written for another version. Runners pass over unknown inputs, and what is read of an unknown output is empty.",
		remedy: "Fix the name in the workflow, at the line that the finding names."
	},
	STATUS_STUCK: {
		title: "Status left pending",
		meaning: "A status is pending, and the run that set it is over or has said nothing for a long time.",
		cause: "The run was killed, its runner went away, or it ended without setting the status.",
		remedy: "Run the check again."
	}
};
// src/fault/fault-advice.ts
const faultAdvice = {
	USAGE: {
		cause: "An option is unknown, missing, malformed or excludes another one; or an action's input is.",
		remedy: "Look at the command's --help, or at the action's page, and correct the option that the message names."
	},
	INTERNAL: {
		cause: "Something happened that the code does not expect.",
		remedy: "Run again with --verbose, and report the output with the command that you ran."
	},
	CANCELLED: {
		cause: "The process was sent SIGINT or SIGTERM, the CI job was cancelled or ran out of time, or the caller's signal was aborted.",
		remedy: "Run it again: it takes up where it was left."
	},
	NODE_TOO_OLD: {
		cause: "The `node` that stands first on the PATH is an older one.",
		remedy: "Install the version that the message names; in a workflow, use actions/setup-node."
	},
	TOOL_MISSING: {
		cause: "Git is not installed, or it is not on the PATH of the process.",
		remedy: "Install it. `identikit doctor` lists what this machine lacks."
	},
	ADDRESS_REFUSED: {
		cause: "A redirect, a token server or an upload location that a server named resolves to a loopback, private or link-local address.",
		remedy: "If the address is right, allow its host: network.allowPrivateHosts in identikit.yaml, IDENTIKIT_ALLOW_PRIVATE_HOSTS or --allow-private-host. If not, find out why the server names it."
	},
	FILE_UNREADABLE: {
		cause: "The file does not exist, its permissions do not let this user read it, it is larger than the bound for its kind, or the disk failed.",
		remedy: "Check the path and its permissions; --verbose shows what the system said."
	},
	FILE_UNWRITABLE: {
		cause: "The directory's permissions do not let this user write, the file system is full or read-only, or the path leads through a file.",
		remedy: "Check the permissions and the space left; --verbose shows what the system said."
	},
	FILE_EXISTS: {
		cause: "`init` was run in a directory that is a source-of-truth repository already, or `new template` with a name that is taken.",
		remedy: "Name another directory or another name."
	},
	KEY_TRACKED: {
		cause: "The file was added before anything ignored it, or with --force.",
		remedy: "Take it out with git rm --cached, and replace what was in it: git keeps it in the history."
	},
	STATE_TRACKED: {
		cause: "The file was added before anything ignored it, or with --force.",
		remedy: "Take it out with git rm --cached, and ignore it in .gitignore."
	},
	PATH_ESCAPES: {
		cause: "A path in an archive, a template or an option is absolute or has a `..` segment.",
		remedy: "Rename the entry in its source. Find out who made an archive with such a path."
	},
	PATH_UNSAFE: {
		cause: "A name holds a backslash, a control character, bytes that are not UTF-8, or a form that Windows or macOS reads as another name.",
		remedy: "Rename the entry in its source; the message says which rule it breaks."
	},
	PATH_COLLIDES: {
		cause: "Two names differ only in letter case or in their Unicode form, or a file and a directory have one name.",
		remedy: "Rename one of the two in its source."
	},
	PATH_LINKED: {
		cause: "Somebody put a symbolic link where Identikit writes or reads a file, a directory or a lock.",
		remedy: "Look where the link leads, remove it or move it away, then run again."
	},
	ENTRY_TYPE: {
		cause: "A template, a volume or an env directory holds a link, a device, a socket or a directory at a place for a regular file.",
		remedy: "Replace it by a regular file, or move it away."
	},
	LOCK_HELD: {
		cause: "Another run of Identikit, or the agent's client, is writing at the same place and did not end within the wait.",
		remedy: "Wait for it to end and run again. A run that was killed holds nothing, or nothing for long."
	},
	DOCUMENT_INVALID: {
		cause: "A file is not valid JSON or YAML, has a key that is not known, lacks one that is required, or names something twice.",
		remedy: "Correct the file at the line that the message names."
	},
	SSOT_MISSING: {
		cause: "The repository has no manifest.json or identikit.yaml above the working directory, agents.json is missing, or a template was not fetched or lacks a required file.",
		remedy: "Run in the right repository or give --root; fetch the template, or name its directory with --template."
	},
	SETTINGS_INVALID: {
		cause: "identikit.yaml has an unknown key, a value of the wrong type, or a policy that cannot be used.",
		remedy: "Correct the line that the message names; the published JSON Schema lets an editor check the file."
	},
	MANIFEST_INVALID: {
		cause: "manifest.json has an unknown key, an entry without its name, repository or ref, or one name twice.",
		remedy: "Correct the line that the message names."
	},
	TEMPLATE_INVALID: {
		cause: "`config.yaml` names a prompt file that is missing, empty or not text; or `config.yaml`, `mcp_servers.yaml` or `settings.json` does not have its shape.",
		remedy: "Fix the template at the file, line and key that the message names, and commit it there."
	},
	TEMPLATE_UNKNOWN: {
		cause: "The name is misspelt, is not in manifest.json, or a runtime has no template or several.",
		remedy: "Use one of the names that the message lists, or add an entry to workspace_templates."
	},
	SOURCE_INVALID: {
		cause: "The repository is neither a path, a URL nor owner/name; its server is not configured or is not named by HTTPS; or git finds the repository damaged.",
		remedy: "Correct the entry in manifest.json or the server's address; check a damaged repository with `git fsck`."
	},
	SOURCE_UNREACHABLE: {
		cause: "The name does not resolve, the connection or TLS failed, or the server answered with an error or not in time.",
		remedy: "Check the address, the proxy and the network from this machine, then run again."
	},
	SOURCE_DENIED: {
		cause: "The token is missing, wrong or expired, or its owner may not read the repository.",
		remedy: "Give a token that may read the repository's contents."
	},
	TOKEN_MAY_WRITE: {
		cause: "The token for templates has more rights than reading takes, so whoever gets hold of it can change what agents are.",
		remedy: "Make a token that may only read: on Gitea the scope read:repository, on GitHub a fine-grained token with Contents: read."
	},
	SOURCE_NOT_FOUND: {
		cause: "The repository, the path in it or the local directory does not exist. Servers also say so of a private repository that the token may not read.",
		remedy: "Check the spelling, then the token's access."
	},
	REF_UNKNOWN: {
		cause: "The branch, tag or commit was deleted, never pushed, or is misspelt; or a locked commit was removed by a force push.",
		remedy: "Correct the ref in manifest.json, or run `identikit fetch --update-lock` where the lock is what is outdated."
	},
	LOCK_INVALID: {
		cause: "identikit.lock was edited or merged by hand, or a template was added and never fetched without --locked.",
		remedy: "Run `identikit fetch --update-lock` and commit identikit.lock."
	},
	FETCHED_CHANGED: {
		cause: "Somebody put files into a fetched directory or changed them, and --locked asks for just the template's files.",
		remedy: "Look at the files, keep what you need in the template, then run with --prune."
	},
	LOCK_MISMATCH: {
		cause: "The server gives other content for a locked commit, or manifest.json names another repository, ref or policy than the lock.",
		remedy: "Run `identikit fetch --update-lock` if the change is meant. If the same commit has other content, find out who changed it."
	},
	COMMIT_MISMATCH: {
		cause: "The server, or a cache before it, sent the archive of another commit.",
		remedy: "Run again; if it happens again, look for a cache between here and the server."
	},
	COMMIT_GONE: {
		cause: "A force push rewrote the branch, and the server has thrown the old commit away.",
		remedy: "Find out who rewrote the history and why. `identikit fetch --update-lock` takes what the ref stands for now."
	},
	ARCHIVE_ALTERED: {
		cause: "The repository's .gitattributes (export-subst, export-ignore, eol, filters) have the server pack other bytes than those that were committed, or something between here and the server changed them.",
		remedy: "Take the attributes away, or name the repository by its git+https:// URL in the manifest."
	},
	ARCHIVE_INVALID: {
		cause: "The archive is cut short or damaged, uses a form of tar, gzip or zip that readers understand differently, or holds links or special files.",
		remedy: "Fetch it again. If it stays so, make it from a repository that holds regular files only."
	},
	ARCHIVE_TOO_LARGE: {
		cause: "The archive, its content or the number of its entries is over a bound.",
		remedy: "Keep the template in a repository of its own and take out what is not an asset, or raise `limits` in identikit.yaml."
	},
	POLICY_VIOLATION: {
		cause: "The template holds a file that the delivery policy does not cover, and --strict was given or the file was to be delivered.",
		remedy: "Take the file out of the template, extend the policy in identikit.yaml, or fetch without --strict."
	},
	AGENT_OWNED: {
		cause: "A template has a file at a path that only the running agent writes, or the volume is the agent's own workspace.",
		remedy: "Rename the file in the template; name the data volume that the agent reads its identity from."
	},
	SECRET_IN_ASSET: {
		cause: "A token, a key or a password was committed to the template, or to a config file of the repository.",
		remedy: "Revoke it, take it out of the history, and name it as ${SECRET:NAME} in the config. If it is not a credential, accept it in the list of accepted values."
	},
	ALLOWANCE_INVALID: {
		cause: "An entry of the list of accepted values of the secret scan is past its date, or the file does not have its shape.",
		remedy: "Look at the value again: remove the entry, or give it a later date in a reviewed change."
	},
	SKILLS_DIFFER: {
		cause: "A skill was added, removed or renamed in the template, and agent_card.skills in config.yaml was not.",
		remedy: "Name every skill's directory under agent_card.skills, or run without --strict."
	},
	REFERENCE_INVALID: {
		cause: "The reference has an unknown transport, a malformed host, repository, tag or digest; or promote was given no digest.",
		remedy: "Write docker://HOST/REPOSITORY:TAG, oci:DIR:TAG or one of the other transports; for promote add @sha256:…."
	},
	IMAGE_MISSING: {
		cause: "The tag or digest was never pushed, was deleted, or the name is misspelt. Some registries also say so where the credential may not read it.",
		remedy: "Check the reference and the credential."
	},
	IMAGE_INVALID: {
		cause: "A manifest, a configuration or a layer is malformed or does not fit the others, or it is over a bound.",
		remedy: "Build or push the image again with a current tool."
	},
	IMAGE_AMBIGUOUS: {
		cause: "A layer or a document has a form, such as a name that stands twice, which container engines read in different ways.",
		remedy: "Build the image again with a current tool, and find out who wrote this one."
	},
	PLATFORM_MISSING: {
		cause: "The image or the base was not built for the platform that was asked for.",
		remedy: "Name one of the platforms that the message lists, or build the image for this one."
	},
	DIGEST_MISMATCH: {
		cause: "A registry, a proxy, a disk or an artifact store returned other bytes than were stored; or a file changed while it was sent.",
		remedy: "Do not use the content. Run again; if it stays so, look at the store and at what stands before it."
	},
	TAG_MOVED: {
		cause: "Another run or another person wrote the same tag at the same time.",
		remedy: "Find out who writes the tag, then run again. The image itself is there, by its digest."
	},
	REGISTRY_DENIED: {
		cause: "No credential was found for the registry, it is wrong or expired, it does not allow this action, or it must not be sent to the token server that the registry names.",
		remedy: "Log in with `docker login`, or give a user name and password that may do this in this repository."
	},
	REGISTRY_UNREACHABLE: {
		cause: "The name does not resolve, the connection or TLS failed, or the registry kept answering with errors or asked for a long wait.",
		remedy: "Check the address, the proxy and the registry's state, then run again; uploads go on where they stopped."
	},
	REGISTRY_REFUSED: {
		cause: "The registry, or a proxy before it, does not accept what was sent: its size, its media type, its name; or its answer breaks the protocol.",
		remedy: "Read the registry's reason in the message and its log; after status 413 raise the accepted size."
	},
	CREDENTIALS_INVALID: {
		cause: "Docker's config.json is malformed, or a credential helper is missing, failed or did not answer in time.",
		remedy: "Run the helper by hand or log in again with `docker login`; or give a user name and password."
	},
	ENGINE_UNREACHABLE: {
		cause: "No engine runs, its socket is at another place, this user may not use it, or DOCKER_HOST is wrong.",
		remedy: "Start the engine or correct DOCKER_HOST. References such as docker:// and oci: need no engine."
	},
	ENGINE_FAILED: {
		cause: "The engine refused or could not finish what it was asked for, for instance with a full disk.",
		remedy: "Read the engine's reason in the message and its log."
	},
	DOCKERFILE_INVALID: {
		cause: "The Dockerfile has an instruction that a builder would refuse.",
		remedy: "Correct the line that the message names."
	},
	DOCKERFILE_AMBIGUOUS: {
		cause: "An instruction is read differently by BuildKit, the classic builder and buildah, or it does something that the gate does not follow.",
		remedy: "Rewrite the line that the message names in its plain form, as Dockerfile.platform-agent has it."
	},
	GATE_FAILED: {
		cause: "The image was built from another state of the template, or a build step changed the identity.",
		remedy: "Run `identikit gate` for all findings, then bake the image again from the template."
	},
	SIGNING_KEY_INVALID: {
		cause: "The file is not a key in PEM, the key is of another kind than ECDSA P-256 or Ed25519, or the password is missing or wrong.",
		remedy: "Make a key with `cosign generate-key-pair` or `openssl genpkey`; give its password in IDENTIKIT_SIGN_PASSWORD."
	},
	SIGNING_FAILED: {
		cause: "The job has no OIDC token (on GitHub the permission id-token is missing; Gitea has none), or Sigstore's servers did not answer.",
		remedy: "Give the job `permissions: id-token: write`, or sign with a key: --sign-key."
	},
	SIGNATURE_INVALID: {
		cause: "It was made with another key or by another identity, or what it signs was changed.",
		remedy: "Check which key or identity you name, and find out who wrote the signature."
	},
	ATTESTATION_INVALID: {
		cause: "Somebody wrote an artifact beside the image that is not a statement about it.",
		remedy: "Find out who wrote it and remove it; sign the image again with --sign-key."
	},
	TRUSTED_ROOT_INVALID: {
		cause: "The file is not the JSON of a trusted root of Sigstore.",
		remedy: "Make one with `cosign trusted-root create`, or take it from your deployment."
	},
	TRUSTED_ROOT_UNREACHABLE: {
		cause: "There is no network, the TUF repository did not answer, or what it answered is expired or signed by others.",
		remedy: "Run it again. Without a network name a file: `cosign trusted-root create --with-default-services --out FILE`, then --trusted-root FILE."
	},
	REFERRERS_UNSUPPORTED: {
		cause: "An engine and an archive hold images and nothing beside them.",
		remedy: "Sign the image where it is published: in a registry, or in an OCI layout."
	},
	TAG_INVALID: {
		cause: "A tag has characters that tags do not allow, a tag rule is malformed, or no rule gives a tag for this event.",
		remedy: "Correct the rule, or name a tag with --tag."
	},
	DATABASE_UNREACHABLE: {
		cause: "The location is malformed, the server does not run or refuses this user, or the file cannot be opened as a database.",
		remedy: "Check --database or DATABASE_URL from this machine."
	},
	DATABASE_FOREIGN: {
		cause: "The path or URL names a file or database of another program, or a file that is not an SQLite database.",
		remedy: "Correct --database or DATABASE_URL. Nothing was written to what it names."
	},
	DATABASE_DAMAGED: {
		cause: "The disk, a copy made with cp while something wrote, or a program that does not know the format changed the file.",
		remedy: "Restore the last backup with `identikit restore`, and check the disk."
	},
	DATABASE_BUSY: {
		cause: "Another transaction holds a lock for longer than this one waits: a long import, a session left open, a backup.",
		remedy: "Wait for the one that the message names, or end it, and run again."
	},
	DATABASE_OUTCOME_UNKNOWN: {
		cause: "The connection broke after COMMIT was sent and before its answer came.",
		remedy: "Run the same again: what was kept is recognised and not done twice."
	},
	DATABASE_FAILED: {
		cause: "A statement failed: the connection broke, the disk is full, a constraint or a permission refused it, or another run wrote for more than a minute.",
		remedy: "Nothing of the step was kept. Fix the cause that --verbose shows and run again."
	},
	DATABASE_TOO_NEW: {
		cause: "A newer release of Identikit has migrated the database.",
		remedy: "Use that release here, too."
	},
	DATABASE_TOO_OLD: {
		cause: "The server's database was made by an older release; a server's database is only migrated when somebody asks for it.",
		remedy: "Run `identikit config migrate --plan`, then `identikit config migrate` as the owner of the database."
	},
	DATABASE_NOT_EMPTY: {
		cause: "A restore names a database that holds rows.",
		remedy: "Restore into an empty database; or back this one up and give --replace."
	},
	MIGRATION_REFUSED: {
		cause: "The older schema allowed rows that the newer one does not.",
		remedy: "Change the rows that `identikit config migrate --plan` lists, then migrate."
	},
	BACKUP_INVALID: {
		cause: "The backup was cut short, changed or damaged on its way; or the database to be backed up is damaged.",
		remedy: "Copy the backup again as a whole, or use another one. Restore a damaged database from its newest backup."
	},
	BACKUP_TOO_NEW: {
		cause: "A newer release of Identikit wrote the backup.",
		remedy: "Restore it with that release."
	},
	ROW_INVALID: {
		cause: "A row, or an entry of agents.json or of a builtin file, has a wrong key or value; or a program other than Identikit wrote the row.",
		remedy: "Correct the entry where it is written. `config plan` checks rows before they are written."
	},
	AGENT_FAILING: {
		cause: "Renders of these agents failed before, and the next try is not due yet (1, 2, 4 … 60 minutes).",
		remedy: "See `identikit queue` for the reasons. A change of their config, or --retry-now, tries them at once."
	},
	AGENT_UNKNOWN: {
		cause: "The name is misspelt, or the agent is not in the config database yet.",
		remedy: "Add the agent to agents.json and run `identikit config sync`."
	},
	ROW_UNKNOWN: {
		cause: "The key, the scope or the name after --ref is mistyped, or the row was taken away already.",
		remedy: "Look at what there is with `identikit config list`."
	},
	HISTORY_UNKNOWN: {
		cause: "The entry or the time is before the history begins (it is kept as long as `history` in `identikit.yaml` says), or there is no such entry.",
		remedy: "Look at what there is with `identikit config history`; an older state is in a backup."
	},
	ROLLOUT_STOPPED: {
		cause: "`render --queued --stop-after N` ends once N agents have failed, so that a bad change does not reach the others.",
		remedy: "Fix what the failures name, or take the change back with `identikit config rollback`, and run it again."
	},
	AGENT_TYPE_UNKNOWN: {
		cause: "An agent, or a section of the MCP servers, names a type that agents.json does not have.",
		remedy: "Add the type to `types` in agents.json, or correct the name."
	},
	BUNDLE_INVALID: {
		cause: "The bundle was edited, cut short or mixed with another one.",
		remedy: "Export it again and carry it as one file."
	},
	BUNDLE_UNSIGNED: {
		cause: "The bundle has no signature, or one by a key that is not trusted here.",
		remedy: "Export it with --sign-key, under a key that the importing side trusts."
	},
	BUNDLE_TOO_NEW: {
		cause: "A newer release of Identikit exported the bundle.",
		remedy: "Import it with that release."
	},
	PLAN_STALE: {
		cause: "The database or the bundle changed after the plan was made.",
		remedy: "Make the plan again with `identikit config plan` and look at it again."
	},
	PRUNE_REFUSED: {
		cause: "A bundle without any agent, or an empty config database, would delete everything on the other side.",
		remedy: "Check that it is the right bundle or database. To import nothing on purpose, add --prune-to-nothing."
	},
	MISSING_SECRET: {
		cause: "A config names a secret that nobody has set, or the key under which it is sealed is not here.",
		remedy: "Set it with `identikit secret set NAME`, or give the keys in IDENTIKIT_SECRET_KEYS."
	},
	SECRET_UNKNOWN: {
		cause: "The name is mistyped, or the secret was removed already.",
		remedy: "Look at what there is with `identikit secret list`."
	},
	SECRET_IN_USE: {
		cause: "Rows of MCP servers name the secret in a placeholder; without it their agents cannot be rendered.",
		remedy: "Change these rows first, or remove the secret all the same with --force."
	},
	SECRET_IN_ROW: {
		cause: "A value that is to be stored in a row holds a token, or a text under a name that speaks of a secret.",
		remedy: "Seal it with `identikit secret set NAME` and write ${SECRET:NAME} in its place. If it is not a secret, say --literal."
	},
	KEYRING_WRONG: {
		cause: "IDENTIKIT_SECRET_KEYS, the key file or the local keys are those of another database, or lack an older key; or there are no keys at all.",
		remedy: "Give the key whose id the message names, or set the secret again."
	},
	SECRET_UNREADABLE: {
		cause: "The secret is sealed under a key that this run does not have, or its row was changed.",
		remedy: "Add the key to IDENTIKIT_SECRET_KEYS after the first one, or set the secret again."
	},
	SECRET_INVALID: {
		cause: "A name or a placeholder is malformed, or a value holds something that its place cannot carry, such as a line end in a header.",
		remedy: "Correct the placeholder, or set the value again."
	},
	KEYRING_INVALID: {
		cause: "IDENTIKIT_SECRET_KEYS or a key file is missing or malformed, or a signing key is not an Ed25519 key.",
		remedy: "Write keys as id:base64 with 32 bytes each, between commas, the sealing key first."
	},
	ACCESS_LOG_FAILED: {
		cause: "The read of a secret could not be written to the access log, or the log in the database was changed meanwhile. No secret is given out without a line in the log.",
		remedy: "Fix the database (--verbose shows why), and run `identikit secret log --verify`."
	},
	AUDIT_FAILED: {
		cause: "The database did not keep a line of the audit as it was written. Nothing is done without its line.",
		remedy: "Look for rules, triggers and policies on agent_audit, and run `identikit audit verify`."
	},
	HEADS_INVALID: {
		cause: "The option or file with the expected heads of a log holds something else.",
		remedy: "Give the line that `identikit secret log --verify` or `identikit audit verify` printed behind `heads`."
	},
	ENV_FILE_INVALID: {
		cause: "A person or a program left settings.json or .claude.json as something that is not a JSON object, or the client was interrupted in writing it.",
		remedy: "Correct the file, or remove it and render again."
	},
	ENV_UNVERIFIED: {
		cause: "There is no record of the last render: the env root is another one, its .identikit directory was not carried along, or its key is not here.",
		remedy: "Run where the env directories are, with the keys of the last render; or render the agents again."
	},
	RENDER_REFUSED: {
		cause: "A row holds an entry that the agent's client would drop, or a secret at a place where none is filled in.",
		remedy: "Change the row that the message names."
	},
	CONTAINER_FAILED: {
		cause: "The new container ended, was restarted or did not become healthy in time; or the old one cannot be stopped, renamed or started.",
		remedy: "Look at the container's log and its image, then run again: the old container was brought back where that was possible."
	},
	CONTAINER_ENV: {
		cause: "The container mounts another directory than its agent's env directory, or one above it.",
		remedy: "Create the container with its agent's env directory mounted."
	},
	CONTAINER_REFUSED: {
		cause: "The container has a setting, a volume or a guest that a rebuilt container would lose.",
		remedy: "Create the container again by hand, or accept the loss with --accept and the name in the message."
	},
	BOOTSTRAP_INVALID: {
		cause: "A file of the directory that --secrets names, or a name after --secret-variable, is not one of a bootstrap secret; it is given twice; or its value is not set, empty or not text.",
		remedy: "Give exactly the secrets that docs/how-to/boot.md lists, each in one place. A directory for secrets holds nothing else."
	},
	IDENTITY_MISSING: {
		cause: "There is no template server or token to deliver with, the volume has no whole delivery, and the image has no baked identity of this template.",
		remedy: "Configure the server or a token, mount the volume of an earlier delivery, or start from an image that `identikit bake` made."
	},
	PROGRAM_MISSING: {
		cause: "The program after -- is not on the agent's PATH, or the file is not executable.",
		remedy: "Correct the name, or install the program in the image."
	},
	AUTH_REQUIRED: {
		cause: "A server is to listen on an address that other machines reach and nothing asks who is there, its public URL is plain HTTP, or a request bears no token that counts.",
		remedy: "Listen on 127.0.0.1, or choose --auth token, oidc or proxy behind what ends TLS; events --auth token takes IDENTIKIT_EVENTS_TOKEN. For a request, sign in or send a token of the API."
	},
	HOST_UNKNOWN: {
		cause: "The Host header of a request names another server: a page made its own name resolve to this one, or a proxy passes requests on under a name that the server was not told.",
		remedy: "Ask under the server's own name; behind a proxy give that name with --public-url."
	},
	RATE_LIMITED: {
		cause: "More sign-ins from one address, or more dispatches or decisions of one person, came within a minute than a process of the server takes.",
		remedy: "Wait as long as Retry-After says."
	},
	PROXY_UNTRUSTED: {
		cause: "With --auth proxy a request holds the header that names a person, and comes from an address that --trusted-proxy does not name; or the header does not hold one login.",
		remedy: "Go through the proxy. If it is the proxy, add its address to --trusted-proxy; let it take the header away from what clients send."
	},
	OIDC_REFUSED: {
		cause: "The sign-in began in another browser or took more than ten minutes, the provider refused it, its answer does not match, or the claim that is to hold the login does not.",
		remedy: "Sign in again. If it stays, compare the client, its secret and the callback address (/login/callback) with the provider's, and --oidc-login-claim with its claims."
	},
	OIDC_UNREACHABLE: {
		cause: "The discovery document of --oidc-issuer could not be read, or is of another issuer.",
		remedy: "Check the issuer's URL, which must be written exactly as the provider does, and the network."
	},
	CSRF_REFUSED: {
		cause: "A request that changes something came with a session's cookie and without the page's CSRF token, or from a page of another origin; or the page is older than the session.",
		remedy: "Load the page again and repeat the step. Programs send a token of the API, not a cookie."
	},
	RESOURCE_INVALID: {
		cause: "A manifest or a request has an unknown kind or key, lacks one, or has a value that the kind does not allow.",
		remedy: "Correct what the message names; identikit explain KIND shows every field."
	},
	REFERENCE_MISSING: {
		cause: "A manifest names a stack, tool profile, service account or another object that no manifest declares.",
		remedy: "Fix the name, or declare the object in agents/; identikit explain KIND shows how."
	},
	SUBAGENT_CYCLE: {
		cause: "A subagent lists one that leads back to it.",
		remedy: "Take one of the calls out."
	},
	TICKET_INVALID: {
		cause: "A runner was given a ticket that was changed, that another database signed, or that is for another pool.",
		remedy: "Use the ticket that dispatch-agent wrote, unchanged, and the public key of the database that signed it."
	},
	TICKET_TOO_LARGE: {
		cause: "The configuration of the stack's agent, with its skills, has more than 64 MiB.",
		remedy: "Name the skills that the stack needs in the stack, so that it does not get all of its agent's."
	},
	TICKET_EXPIRED: {
		cause: "The job waited longer for a runner than its ticket counts.",
		remedy: "Dispatch the run again."
	},
	TICKET_KEY_INVALID: {
		cause: "What was given as the public key of tickets is not a PEM block of an Ed25519 key.",
		remedy: "Give what the database's owner prints as the public ticket key."
	},
	POOL_KEY_INVALID: {
		cause: "A pool's publicKey, or the secret key that its runners were given, is not one of age (X25519).",
		remedy: "Make a pair with age-keygen: the public half goes into the manifest, the other one to the runners."
	},
	PROXY_SECRET_MISPLACED: {
		cause: "A grant gives a secret by proxy, and a server's row has its placeholder outside of a header, or the server is on another host than the grant names.",
		remedy: "Put it into a header of a server that is reached by http or https on the host of the grant."
	},
	SELECTOR_INVALID: {
		cause: "A label or field selector is not in the syntax of kubectl.",
		remedy: "Write it as key=value, key!=value, key in (a,b), key or !key, with commas between."
	},
	ROLE_ESCALATION: {
		cause: "Who creates or changes a role lacks a right in it, and the right to escalate that role, as in Kubernetes.",
		remedy: "Let somebody declare it who has these rights; identikit access review shows what somebody has."
	},
	BINDING_ESCALATION: {
		cause: "Who creates or changes a role binding lacks a right of its role where the binding holds, and the right to bind that role there.",
		remedy: "Let somebody declare it who has these rights there; identikit access review shows what somebody has."
	},
	WEBHOOK_FORGED: {
		cause: "The webhook on the forge has another secret than the server, or somebody else sent the request.",
		remedy: "Give both sides the same secret; while it is replaced, give the server both. If the secret is right, look at who sent it."
	},
	WEBHOOK_REPLAYED: {
		cause: "The forge or somebody else sent a request again that was stored before.",
		remedy: "Nothing is to be done. To repeat an event on purpose, replay the stored delivery."
	},
	WEBHOOK_TOO_LARGE: {
		cause: "A request has more than 25 MiB; no forge sends that much.",
		remedy: "Look at who sent it."
	},
	EVENT_INVALID: {
		cause: "A payload or a header of an event lacks something, or has it in another form than GitHub and Gitea give it.",
		remedy: "Send what the forge delivers, unchanged. A sample for a dry run is best a stored delivery."
	},
	EVENT_REFUSED: {
		cause: "pull_request_target runs with secrets on content of strangers; a pull request of a fork runs a workflow that the fork has written.",
		remedy: "Take events of forks by a signed webhook, or by workflow_run, and let the rule say forks: untrusted."
	},
	REF_UNSAFE: {
		cause: "A branch or tag begins with - or has characters that git refuses or nobody sees.",
		remedy: "Give the branch or tag another name."
	},
	TEMPLATE_LOGIC: {
		cause: "A rule's text has an expression, a statement of a template language, or an unknown name.",
		remedy: "Write only ${event.NAME} with a name that the message lists; write a rule for each case."
	},
	SCHEDULE_INVALID: {
		cause: "A schedule has a form that only some cron programs know, or names a time that never comes.",
		remedy: "Write minute, hour, day of the month, month and day of the week, such as 30 6 * * 1-5, in UTC."
	},
	CONTEXT_TOO_LARGE: {
		cause: "The reviewed parts of a run's prompt together, or the number of its sources, are over a bound.",
		remedy: "Shorten the stack's prompt or the labels, or name fewer sources."
	},
	CONTEXT_REFUSED: {
		cause: "A context label was asked for by a kind of event or in a repository that it does not allow, or does not exist.",
		remedy: "Add the source or repository to the label, or leave the label out."
	},
	MEMORY_UNREADABLE: {
		cause: "The memory repository is not where it should be, lacks the commit or ref, or is over a bound.",
		remedy: "Check the repository, its branch and the token that may read it."
	},
	MEMORY_TIME_UNCLEAR: {
		cause: "The state of the memory is named in words that mean several moments or refs, one in the future, or none.",
		remedy: "Write a date such as 2026-01-31, a time in UTC, a span such as 2 days ago, a full ref, or a commit."
	},
	TRACE_UNKNOWN: {
		cause: "The name is mistyped, the image is not among those that are looked at, or the run belongs to another organisation.",
		remedy: "Give the image with --image or the organisation with --organization; the message lists templates, agents and stacks."
	},
	TRACE_AMBIGUOUS: {
		cause: "A template and an agent, for example, have the same name.",
		remedy: "Write the kind before the name, as the message lists them: agent:NAME."
	},
	NOT_FOUND: {
		cause: "The object was never made, was deleted, or is of another organisation.",
		remedy: "Check kind, organisation and name with identikit get."
	},
	ALREADY_EXISTS: {
		cause: "Another object of the kind has the name in this organisation.",
		remedy: "Choose another name, or update the object that is there."
	},
	CONFLICT: {
		cause: "Somebody else changed the object after it was read.",
		remedy: "Read it again, make the change on what it is now, and write that."
	},
	IMMUTABLE_FIELD: {
		cause: "What a record was made for is fixed, so that what came of it can be trusted.",
		remedy: "Leave the field as it is, or make another object."
	},
	MANAGED_BY_REPOSITORY: {
		cause: "The object comes from a file in agents/ of the repository, which is its source of truth.",
		remedy: "Change the file by a pull request, and run identikit config sync."
	},
	RESOURCE_TOO_LARGE: {
		cause: "Labels, annotations, spec and status of an object together are more than 1 MiB of JSON.",
		remedy: "Keep large content in a file, an artifact or a repository, and refer to it."
	},
	CONTINUE_INVALID: {
		cause: "The token was cut, altered, or is used with another kind, organisation, selector or order.",
		remedy: "Send the token of the page before with the same query, or begin with the first page."
	},
	WATCH_TOO_OLD: {
		cause: "The log of changes is kept for a limited time and count, or the version comes from another database.",
		remedy: "List the objects again, and watch from the version of that list."
	},
	DISPATCH_REFUSED: {
		cause: "Who asked for the run lacks a right or has lost it, a grant is missing, the stack is not ready, or somebody has paused it; the message says which.",
		remedy: "Do what the first reason says. A run that was refused for good is dispatched again; one that a pause stops stays queued."
	},
	RUN_FAILED: {
		cause: "An agent's client failed, was ended at a bound of its budget, or could not be started as its stack asks.",
		remedy: "Look at the reason in the message, and at the run's events and transcript; retry it once that is put right."
	},
	RUN_NOT_READY: {
		cause: "The run waits for a person or for room in its group, an agent is at work on it, or it is over.",
		remedy: "Look at its status with identikit get agentdispatchrun NAME, and launch it when it is Queued."
	},
	POOL_FULL: {
		cause: "As many attempts are at work in the runner pool as its capacity allows; the run stays queued.",
		remedy: "Wait: it is started when one of them ends. Or cancel one, or raise the capacity of the pool."
	},
	EVENT_CONFLICT: {
		cause: "Two different events of an attempt have one number: two runners report for it, or one was restarted wrongly.",
		remedy: "End the runner that is not the attempt's own, and start a new attempt."
	},
	LEASE_LOST: {
		cause: "A controller did not extend its claim in time: the machine slept, was overloaded, or lost the database.",
		remedy: "Nothing: the worker that has the work now goes on with it."
	},
	CONTROL_UNSETTLED: {
		cause: "Two controllers, or a controller and another program, keep undoing what the other one writes.",
		remedy: "Watch the object with identikit get, find out what changes it, and end one of the two."
	},
	CONTROLLER_UNKNOWN: {
		cause: "--controllers names one that this release does not have.",
		remedy: "Choose from the names that the message lists."
	},
	APPROVAL_CLOSED: {
		cause: "Somebody else decided first, the time of the approval ended, or what it was about has changed since.",
		remedy: "Look at the approval with identikit get agentapprovals NAME -o yaml; ask for a new one where it is still needed."
	},
	APPROVAL_DIFFERS: {
		cause: "The digest is not that of the approval: it was copied from another one, or the artifact has changed.",
		remedy: "Look at the approval again, and give its spec.artifactDigest."
	},
	RUN_BUNDLE_INVALID: {
		cause: "The file was cut off, changed on its way, written by something else than the attempt's supervisor, or is over a bound.",
		remedy: "Take the artifact of the run-agent job again, unchanged; where it stays so, start a new attempt."
	},
	ATTEMPT_UNKNOWN: {
		cause: "The bundle is of another database, its run was deleted, or the attempt was cancelled or given up before it ended.",
		remedy: "Look at the attempt with identikit get agentdispatchattempt NAME; where it is over, start a new one."
	},
	ATTEMPT_REPORTED: {
		cause: "Two runners worked on one ticket, or a bundle was made a second time.",
		remedy: "Keep the result that is there; for another one start a new attempt."
	},
	BLOB_MISSING: {
		cause: "Retention has removed the run's content, a restore lacks it, or its bundle was never taken in.",
		remedy: "Take the run's bundle in again, or start a new attempt."
	},
	WRITE_BACK_FAILED: {
		cause: "A branch of that name is there already, the base is gone, or what the forge has now is not what was approved.",
		remedy: "Look at the target on the forge, and ask for the write-back again."
	},
	POLICY_DENIED: {
		cause: "No role gives the right, or a policy forbids it, such as approving one's own run.",
		remedy: "identikit access review shows what somebody may do; let somebody else do it, or have the right given."
	},
	ISOLATION_UNAVAILABLE: {
		cause: "The tool profile of a run, or untrusted work, asks for an isolation that the machine does not have: no engine answers, bwrap is not installed or may not make namespaces, or the runner is not root.",
		remedy: "Install what the message names, or send the run to a runner pool whose machines have it. A weaker isolation in the tool profile is for work that you trust."
	},
	ISOLATION_FAILED: {
		cause: "A directory of the run is missing or out of reach for the agent's user, the engine is on another machine, an image has no /bin/sh, or processes do not end.",
		remedy: "Fix what the message names, then retry the run."
	},
	NETWORK_UNHELD: {
		cause: "The only isolation of the machine is another user, and no network namespace can be made for it, so nothing would keep it from the network.",
		remedy: "Install bubblewrap, or iproute2 on a machine whose root may make network namespaces; or set networkPolicy to open where that is meant."
	},
	AGENT_ENV_UNSAFE: {
		cause: "From the agent's place, the variables or memory of the supervisor or of a runner, an engine's socket, or a file with credentials can be reached.",
		remedy: "Use a stronger isolation, or take away what the message names: change its owner or mode, or remove it before the agent runs."
	},
	AGENT_ENV_INVALID: {
		cause: "A secret or a variable of a client is called like one that makes programs load other code (LD_PRELOAD, NODE_OPTIONS) or that only Identikit sets (PATH, GIT_*), stands twice, or holds a NUL.",
		remedy: "Give the secret another name, or grant it with the mount policy file or proxy."
	},
	CLIENT_INCAPABLE: {
		cause: "The client that is on the runner lacks a capability that the stack needs, or no rule of it can say what the tool profile says.",
		remedy: "Install the version that the stack pins, or change what the message names. docs/reference/adapters.md has what each client can do."
	},
	SESSION_INVALID: {
		cause: "An attempt would go on with a session whose name holds more than letters, digits, dots, dashes and underscores.",
		remedy: "Start a new attempt with retry in place of resume."
	},
	REMOTE_REFUSED: {
		cause: "The address holds a credential or a query, names a program, or is of a kind that is not read.",
		remedy: "Write an https:// or ssh:// URL, or an absolute path; tokens go into the environment."
	},
	SUBMODULE_REFUSED: {
		cause: "Its address in .gitmodules is missing, or is not at the origin of the repository itself.",
		remedy: "Fix .gitmodules, or leave submodules out of the workspace policy."
	},
	STORE_UNUSABLE: {
		cause: "The disk is full or read-only, or an object is missing or broken.",
		remedy: "Check the disk. Remove the store while no run is under way: it is fetched again."
	},
	STORE_TAMPERED: {
		cause: "A run, or somebody on the machine, wrote into the store; or its folder was copied or restored from a backup.",
		remedy: "Find out which run could write there, then remove the store: it is fetched again."
	},
	HARVEST_TOO_LARGE: {
		cause: "An agent wrote build output, downloads or copies that the base commit does not ignore.",
		remedy: "Add them to the repository's .gitignore, or split the work into smaller runs."
	},
	WORKSPACE_MISSING: {
		cause: "The folder was removed, or another machine holds the workspace.",
		remedy: "Act on the machine that the record names, or recover, archive or clean up the workspace."
	},
	WORKSPACE_TAKEN: {
		cause: "A workspace of this name was made for another repository, ref or tier of trust.",
		remedy: "Use another workspace, or clean this one up first."
	},
	WORKSPACE_BUSY: {
		cause: "Somebody asked for something that the run would notice, such as a rebase or a cleanup.",
		remedy: "Wait for the run's end, or cancel it."
	},
	WORKSPACE_DIRTY: {
		cause: "A run ended without a harvest, or somebody changed files after it.",
		remedy: "Archive the workspace (identikit workspaces NAME --act archive), which keeps its changes as a patch, or remove them by hand, then try again."
	},
	WORKSPACE_UNUSABLE: {
		cause: "Its record on this machine was cut off or edited.",
		remedy: "Remove the workspace by hand and provision it again."
	},
	REBASE_REFUSED: {
		cause: "A rebase is under way already, or none is; the workspace is of no ref; or it has links or other things that no patch takes along.",
		remedy: "Look at the workspace's git state; start, resolve or abort its rebase as that says."
	},
	REBASE_CONFLICTS: {
		cause: "Somebody marked a rebase as resolved while files still have <<<<<<< and >>>>>>>.",
		remedy: "Decide each of these places, remove the markers, and mark the rebase again, or abort it."
	},
	CLEANUP_OUTSIDE_ROOT: {
		cause: "The record of the workspace names a path that Identikit did not make, or a link or a mount leads out of its folder.",
		remedy: "Remove the folder by hand if it is to go."
	},
	PATCH_INVALID: {
		cause: "The patch is of another commit, was edited, or comes from a runner that was taken over.",
		remedy: "Take it from the run bundle again, or let the run be done again."
	},
	PATCH_CONFLICTS: {
		cause: "Somebody else changed the same lines or files of the target since the run began.",
		remedy: "Rebase the workspace, resolve the conflicts and have the result approved."
	},
	COMMIT_UNSIGNED: {
		cause: "The signing key is missing, has a passphrase, or its program is not installed.",
		remedy: "Check the key: an ssh key without a passphrase, or a key of the GnuPG home that is named."
	},
	PUSH_REFUSED: {
		cause: "The branch moved since it was looked at, is there already, or a rule of the forge protects it.",
		remedy: "Look at the branch and decide again; nothing was written over."
	},
	PUSH_UNPROVEN: {
		cause: "Somebody wrote to the branch right after the push, or the forge changed what was sent.",
		remedy: "Look at the branch, and do not merge it as it is."
	},
	HOST_UNREACHABLE: {
		cause: "The API of GitHub, Gitea or Forgejo, or the address for events, did not answer or answered with an error.",
		remedy: "Check the address, the repository and the commit; run the job again when the host answers."
	},
	HOST_DENIED: {
		cause: "The job's token lacks a permission, as it does on pull requests from forks.",
		remedy: "Give the job the permissions that the action's page names, or another token."
	},
	CHANGE_UNKNOWN: {
		cause: "The checkout lacks the history, the change is larger than what a host lists, its head moved on while it was read, or no host was asked.",
		remedy: "Check out with fetch-depth: 0, give a token that may read the pull request, and run again. Until then nothing is said of the change."
	},
	ARTIFACT_FAILED: {
		cause: "The host has no artifact service of the fourth version, the artifact was never stored, or its name was used twice in a run.",
		remedy: "Check the job that stores the artifact, and that the name is used once."
	}
};
[...Object.keys(findingCodes), ...Object.keys(faultCodes)];
function guideTo(code) {
	if (isFindingCode(code)) return findingCodes[code];
	const title = capitalised(faultCodes[code]);
	return {
		title,
		meaning: `${title}.`,
		...faultAdvice[code]
	};
}
function isFindingCode(code) {
	return Object.hasOwn(findingCodes, code);
}
function capitalised(meaning) {
	return /^\S+\.(?:yaml|json|lock)\b/.test(meaning) ? meaning : `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}`;
}
export { faultCodes, findingCodes, guideTo };
