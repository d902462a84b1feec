// Longer than other files: it is one table, with an entry for each code.
import type { Advice } from "./fault-advice.ts";

/** What the reference says of a code, in sentences: the page of findings and a SARIF rule are made of it. */
export interface Guide extends Advice {
  /** A few words, without a full stop. */
  readonly title: string;
  readonly meaning: string;
}

/**
 * Every code that a check gives to what it finds, with what the reference and the SARIF rules say of it. What keeps a check
 * from its answer has the code of that fault instead. Codes are part of the outward contract: they are added, never renamed.
 */
export const findingCodes = {
  // a copy that differs from its source: images, fetched templates, env directories
  FILE_MISSING: {
    title: "File missing",
    meaning: "A file of the source is not in the copy.",
    cause: "The file was added to the source after the copy was made, or it was removed from the copy.",
    remedy: "Make the copy again: bake the image, or fetch the template.",
  },
  SIGNATURE_MISSING: {
    title: "Signature missing",
    meaning: "A signature was required, and nobody who counts has signed the image.",
    cause:
      "The image was never signed, was signed with another key, or was copied by a tool that leaves signatures behind.",
    remedy: "Sign it where it is published (--sign-key), or name the right key or identity.",
  },
  ATTESTATION_MISSING: {
    title: "Statement missing",
    meaning: "A statement about the image was required, and nobody who counts has made it.",
    cause:
      "The image was baked or published without signing, or by a release that did not make this statement.",
    remedy: "Bake or publish it again with --sign-key, or name the right key or identity.",
  },
  ATTESTATION_DIFFERS: {
    title: "Statement about another identity",
    meaning: "A signed statement says that the image holds another identity than the template has.",
    cause:
      "The template has changed since the statement was made, or the statement was made for another template.",
    remedy: "Bake and sign the image again from the template.",
  },
  FILE_EXTRA: {
    title: "Extra file",
    meaning: "The copy holds a file that the source does not have.",
    cause:
      "The file was put into the copy by another build step or by hand, or it was removed from the source after the copy was made.",
    remedy:
      "Add the file to the source if it belongs there, then make the copy again. Fetched templates lose such files with `identikit fetch --prune`.",
  },
  FILE_CHANGED: {
    title: "File changed",
    meaning: "A file of the copy has other bytes than the source's.",
    cause: "The source moved on after the copy was made, or somebody changed the copy.",
    remedy:
      "Make the copy again. Make changes in the source only: a change in a copy is lost with the next one.",
  },
  FILE_TYPE: {
    title: "Not a regular file",
    meaning: "A directory, a link or a special file stands where the source has a regular file.",
    cause: "A later build step, or somebody with access to the copy, replaced the file.",
    remedy: "Find the step that replaces it, take it out, and make the copy again.",
  },
  FILE_MODE: {
    title: "File mode differs",
    meaning: "A file or directory of the copy has other permissions than it must have.",
    cause:
      "A chmod, or a COPY with --chmod, ran after the file was written; or the build or the checkout used another umask.",
    remedy:
      "Take out what changes the permissions and make the copy again; run reconcile --repair for env directories.",
  },
  FILE_OWNER: {
    title: "File owner differs",
    meaning: "A file of the copy belongs to another user or group than it must.",
    cause: "A chown, or a COPY with --chown, touched the file; or another user wrote it.",
    remedy:
      "Take out what changes the owner and make the copy again; run reconcile --repair for env directories.",
  },
  FILE_ATTRIBUTE: {
    title: "File has an attribute that grants rights",
    meaning:
      "A file of the identity carries an extended attribute that changes who may do what, such as a capability.",
    cause:
      "A build step ran setcap or setfacl on it, or the layer was written by a tool that adds such attributes.",
    remedy: "Take that step out of the build and bake the image again.",
  },
  FILE_LINKED: {
    title: "File has a second name",
    meaning: "A rendered file with secrets has further names (hard links) on the file system.",
    cause:
      "Somebody made a hard link to it: the secrets stay readable under that name after the next render.",
    remedy:
      "Run reconcile --repair, find the other name (find -samefile), remove it, and rotate the secrets that were in the file.",
  },

  // images
  IDENTITY_UNREADABLE: {
    title: "Identity not readable in the image",
    meaning: "The user that the image runs as cannot pass a directory above the identity.",
    cause: "The base image, or a later layer, took the permission to enter away from others than the owner.",
    remedy: "Give the directory mode 0755, or run the image as a user who may enter it.",
  },
  FILE_GROUP_WRITABLE: {
    title: "File writable by its group",
    meaning: "A file of the identity may be written by its group.",
    cause: "The image was built under a umask such as 002.",
    remedy: "Take the group's write permission away, or build with umask 022.",
  },
  DIRECTORY_EXTRA: {
    title: "Extra directory",
    meaning:
      "There is a directory in the destination that holds no file and that the identity does not have.",
    cause: "A build step made it, or removed the files in it and left the directory.",
    remedy: "Take the directory out of the image.",
  },
  PROMPT_UNKNOWN: {
    title: "Prompt files cannot be told",
    meaning: "It cannot be told which files the agent's prompt is made of, so the prompt was not checked.",
    cause: "`prompt_files` in the template's config.yaml cannot be read.",
    remedy: "Fix config.yaml in the template.",
  },
  PROMPT_NOT_BAKED: {
    title: "Prompt file not baked",
    meaning: "A file that the agent's prompt is made of is not part of the baked identity.",
    cause:
      "The identity's profile leaves the file out, so the image gives the agent another prompt than its template.",
    remedy:
      "Name a profile that bakes the file (identity.policy in identikit.yaml), or move the file to prompts/.",
  },

  // templates
  TEMPLATE_KEY_UNKNOWN: {
    title: "Unknown key in a template",
    meaning: "A key of a template's file has no effect, and is nearly one that has.",
    cause: "The key is misspelled, or the template cannot decide about it.",
    remedy: "Fix the spelling, or remove the key.",
  },
  TEMPLATE_VALUE_INVALID: {
    title: "Wrong value in a template",
    meaning: "A value in a template's file does not have the type or form that it must have.",
    cause: "The file was written by hand and never checked.",
    remedy: "Fix the value at the line that the finding names.",
  },
  TEMPLATE_FILE_INVALID: {
    title: "Template file cannot be read",
    meaning: "A template's file is not valid YAML, JSON or UTF-8 text.",
    cause: "A tab indents a line of YAML, a key stands twice, or the file was saved in another encoding.",
    remedy: "Fix the syntax at the line that the finding names.",
  },
  TEMPLATE_SERVER_UNUSED: {
    title: "Server that no agent gets",
    meaning: "A server of a template's mcp_servers.yaml cannot be given to an agent.",
    cause: "It has neither the command nor the url that its transport needs, or it is switched off.",
    remedy: "Complete the server, or remove it.",
  },
  TEMPLATE_WAITS: {
    title: "Part of a template waits for permission",
    meaning:
      "A template brings something that runs commands or names a secret, and the repository does not permit it. It has no effect.",
    cause: "It is new or has changed since it was permitted, or nobody has looked at it yet.",
    remedy: "Look at it, and add the line that the finding gives to `permit` in identikit.yaml.",
  },
  PERMIT_UNUSED: {
    title: "Permission without use",
    meaning: "A permission in identikit.yaml names something that no template brings.",
    cause: "The template dropped it, the name is misspelled, or the pinned value has changed.",
    remedy: "Fix or remove the permission.",
  },
  PROMPT_FILE_MISSING: {
    title: "Prompt file missing",
    meaning: "A template's config.yaml names a prompt file that the template does not have.",
    cause: "The file was renamed or never committed, or its name is misspelled in prompt_files.",
    remedy: "Add the file, or fix its name in prompt_files.",
  },
  PROMPT_FILE_EMPTY: {
    title: "Prompt file empty",
    meaning: "A file that a template's prompt is made of holds nothing but white space.",
    cause: "It was created and not written yet.",
    remedy: "Write it, or remove it from prompt_files.",
  },
  PROMPT_FILE_BINARY: {
    title: "Prompt file is not text",
    meaning: "A file that a template's prompt is made of is not UTF-8 text.",
    cause: "An image or archive is named as prompt, or the file was saved in another encoding.",
    remedy: "Save the file as UTF-8 text, or name another.",
  },
  PROMPT_FILE_TWICE: {
    title: "Prompt file named twice",
    meaning: "A template's prompt_files names one file twice, so the prompt repeats it.",
    cause: "An entry was copied.",
    remedy: "Remove one of the two entries.",
  },
  PROMPT_NONE: {
    title: "No prompt",
    meaning: "An agent ends up without any prompt.",
    cause:
      "The template has neither prompt_files in config.yaml, nor system-prompt.md, nor text files below prompts/; or the policy in force does not deliver them.",
    remedy:
      "Write the prompt in the template. Where the lock was made with assets/v1, `identikit fetch --update-lock` moves it to a policy that delivers what prompt_files names.",
  },
  PROMPT_SHORTER: {
    title: "Prompt lost files",
    meaning:
      "A template's prompt is made of fewer files than identikit.lock says, or the prompt of a type or an agent has lost a part that the config database has.",
    cause:
      "The template dropped a prompt file, or config.yaml or `prompt` in agents.json no longer names it, or an entry names another template.",
    remedy:
      "Check that this is meant; `identikit fetch --update-lock` records it for a template, `identikit config sync` without --strict takes it over for agents.",
  },

  // what a validation finds
  PROMPT_MISSING: {
    title: "Template without a prompt",
    meaning: "A template has nothing that a prompt is made of.",
    cause: "The prompt stands at a place that is not read, or was never written.",
    remedy: "Write it into prompts/, or name its files in prompt_files of config.yaml.",
  },
  SKILL_INVALID: {
    title: "Skill that no client can load",
    meaning: "A skill has no SKILL.md, or one without the frontmatter that a client reads.",
    cause:
      "The file has another name, does not begin with ---, or gives the skill another name than its directory.",
    remedy: "Begin SKILL.md with frontmatter that has the directory's name and a description.",
  },
  PROMPT_TOO_LONG: {
    title: "Prompt too long",
    meaning: "The prompt of a template, a type or an agent has more characters than a prompt may have.",
    cause: "A document of reference was made a part of the prompt.",
    remedy: "Make it shorter, turn parts of it into a skill, or raise limits.promptKiB in identikit.yaml.",
  },
  SKILL_TOO_LARGE: {
    title: "Skill too large",
    meaning: "The files of a skill are larger than a skill may be.",
    cause: "It brings fonts, images, archives or installed packages.",
    remedy: "Move large files out of the skill, and let it say where they are.",
  },
  MARKETPLACE_UNKNOWN: {
    title: "Plugin of an unknown marketplace",
    meaning:
      "A plugin names a marketplace that the repository does not have, or that its agent does not know.",
    cause: "The name is misspelled, or the marketplace was not added, or it was removed.",
    remedy:
      "Fix the name, or add the marketplace to config/marketplaces-builtin.json, or for the agents alone with config set plugin_marketplace.",
  },
  ROW_WITHOUT_EFFECT: {
    title: "Row without an effect",
    meaning: "The config database has a row of agent_type_config, which nothing reads.",
    cause: "Earlier releases let operators write such rows.",
    remedy:
      "Set the model, a variable or a permission of a type as client_setting, and remove the row with config unset.",
  },
  SERVER_UNUSED: {
    title: "MCP server that no agent gets",
    meaning: "An MCP server is configured for a type that no agent has.",
    cause: "The last agent of the type was removed, or has another type now.",
    remedy: "Remove the server, or give an agent the type.",
  },

  // Dockerfiles
  DOCKERFILE_NOT_COPIED: {
    title: "Dockerfile does not copy a file",
    meaning: "The Dockerfile does not copy a file of the identity to its place.",
    cause: "The file was added to the template, or its COPY was removed or has another target.",
    remedy: "Add the COPY that the finding gives.",
  },
  DOCKERFILE_FOREIGN_FILE: {
    title: "Dockerfile puts another file in place",
    meaning: "What the Dockerfile puts at a place of the identity is not the template's file of that name.",
    cause: "A COPY takes it from the build context or another stage, or copies a file under another name.",
    remedy: "Copy the file from the directory that PLATFORM_AGENT_TEMPLATE_DIR names.",
  },
  DOCKERFILE_EXTRA_FILE: {
    title: "Dockerfile copies something else",
    meaning: "The Dockerfile puts something into the destination that is not part of the identity.",
    cause: "A COPY takes the template as a whole, or adds a file of its own.",
    remedy: "Copy the identity's files one by one, and take the other COPY away.",
  },
  DOCKERFILE_SOURCE_MISSING: {
    title: "Dockerfile copies a file that is missing",
    meaning: "A COPY names a file of the template that the identity does not have.",
    cause: "The file was removed from the template or renamed, or its name is misspelt in the Dockerfile.",
    remedy: "Take the source out of the COPY, or add the file to the template.",
  },
  DOCKERFILE_MARKER_MISSING: {
    title: "Dockerfile writes no marker",
    meaning: "The Dockerfile does not write the marker file beside the identity.",
    cause: "The lines that write it were left out or removed.",
    remedy: "Write the marker as Dockerfile.platform-agent does.",
  },
  DOCKERFILE_RUNTIME_VARIABLE: {
    title: "Build argument set as a runtime variable",
    meaning: "The Dockerfile sets PLATFORM_AGENT_TEMPLATE_DIR with ENV.",
    cause: "An ENV passes the build argument on, so that containers see a path of the build machine.",
    remedy: "Take the ENV away and keep the ARG.",
  },
  DOCKERFILE_MARKER_CHANGED: {
    title: "Dockerfile writes another marker",
    meaning:
      "The marker that the Dockerfile puts beside the identity has other bytes, another mode or another owner.",
    cause: "The marker's file in the build context was changed, or a COPY gives it another mode or owner.",
    remedy:
      "Copy the staged identity as Dockerfile.platform-agent does: the Identikit that fetched it put the marker there.",
  },
  DOCKERFILE_MARKER_UNSEEN: {
    title: "Marker could not be compared",
    meaning: "The bytes of the marker that the Dockerfile copies are not known.",
    cause:
      "The build context was not given, or the marker comes from a place that the gate cannot look into.",
    remedy: "Keep the marker in the build context, and name the context with --context.",
  },
  DOCKERFILE_EXTRA_DIRECTORY: {
    title: "Dockerfile makes another directory",
    meaning: "The Dockerfile makes a directory at the destination that the identity does not have.",
    cause: "A COPY or WORKDIR names a directory there.",
    remedy: "Take the instruction away, or move it elsewhere.",
  },
  DOCKERFILE_MODE: {
    title: "Dockerfile gives another mode",
    meaning: "A file of the identity gets a mode that it must not have.",
    cause: "A COPY with --chmod puts it there.",
    remedy: "Leave --chmod out, or give 0644 (0755 for executables).",
  },
  DOCKERFILE_OWNER: {
    title: "Dockerfile gives another owner",
    meaning: "A file of the identity gets an owner other than 0:0.",
    cause: "A COPY with --chown puts it there.",
    remedy: "Leave --chown out.",
  },
  DOCKERFILE_TOUCHED: {
    title: "Dockerfile may change the identity later",
    meaning:
      "An instruction can change the destination, or a directory above it, after the identity was copied.",
    cause: "A RUN, COPY, ADD, VOLUME or the like follows, and the gate cannot prove that it stays elsewhere.",
    remedy: "Copy the identity last, from a stage of its own, as Dockerfile.platform-agent does.",
  },
  DOCKERFILE_IGNORED: {
    title: "Build context leaves a file out",
    meaning: "An ignore file keeps a file of the identity, or the marker, out of the build context.",
    cause: "A pattern of .dockerignore, or of the Dockerfile's own ignore file, matches it.",
    remedy: "Change the pattern, or add an exception (!path) after it.",
  },
  DOCKERFILE_ARGUMENT: {
    title: "Build argument has another default",
    meaning:
      "Without a build argument the Dockerfile copies the identity from another place than the canonical checkout.",
    cause: "PLATFORM_AGENT_TEMPLATE_DIR has no default, another one, or is declared twice.",
    remedy: "Give it the default of Dockerfile.platform-agent, once, in the stage that copies.",
  },

  // fetched templates
  LOCK_BEHIND: {
    title: "Fetched copy and identikit.lock differ",
    meaning:
      "A fetched template is of another commit than identikit.lock says; its files are as they were fetched.",
    cause: "A later or earlier fetch filled the directory, or it is a git checkout of its own.",
    remedy:
      "Run `identikit fetch --update-lock` and commit identikit.lock, or run `identikit fetch --locked`.",
  },

  // env directories
  ENV_CHANGED: {
    title: "Rendered file changed",
    meaning: "Something in an env directory was changed or removed after it was rendered.",
    cause: "A person, a program or the agent itself wrote to what the renderer owns.",
    remedy: "Run reconcile --repair, and make the change in the config instead.",
  },
  ENV_STALE: {
    title: "Env directory out of date",
    meaning:
      "An env directory is as it was rendered, and the config has changed since; or it was never rendered.",
    cause: "The config or a secret was changed, and the agent was not rendered again.",
    remedy: "Render the agent, or run reconcile --repair.",
  },
  ENV_CONFLICT: {
    title: "Env directory changed on both sides",
    meaning: "The config has changed since the last render, and the env directory was changed as well.",
    cause: "Somebody wrote to the env directory while a change of the config waited to be rendered.",
    remedy: "Look at what was changed, put it into the config if it is wanted, then run reconcile --repair.",
  },
  ENV_FIGHT: {
    title: "Env directory changed after each repair",
    meaning: "An env directory was changed again after each of several repairs, so the next repair waits.",
    cause: "A program writes the same files over and over, such as another configuration tool.",
    remedy: "Find the program and stop it; the finding says when the next repair is due.",
  },
  ENV_UNRENDERED: {
    title: "Loaded by the client and not rendered",
    meaning:
      "An env directory holds a skill, a subagent, a command or another file that the agent's client loads and that no render put there.",
    cause:
      "The agent, its client or a person added it; or an earlier release rendered it and its ledger is gone.",
    remedy: "Remove it, or add it to the agent's config.",
  },
  CLIENT_UNSUPPORTED: {
    title: "Entry that the agent's client does not know",
    meaning: "The agent's config gives something that its client has nothing for; it is left out.",
    cause:
      "A row that is meant for agents of another client reaches this one, such as a plugin for all agents.",
    remedy: "Take the entry away from the agents of this client, with `enabled` false in a narrower scope.",
  },
  ORPHAN_ENV: {
    title: "Env directory without an agent",
    meaning: "There is an env directory whose agent is not in the config.",
    cause:
      "The agent was removed from the config; or the directory was never rendered and belongs to something else.",
    remedy:
      "Remove it with reconcile --repair --prune, or bring the agent back; move a directory that no render made.",
  },
  ENTRY_TAKEN_AWAY: {
    title: "Entry taken away",
    meaning: "A render removed or replaced an entry that somebody had added to what the renderer owns.",
    cause: "An MCP server, a plugin or a marketplace was added in the agent's client and not in the config.",
    remedy:
      "Add it to the config if it is wanted; until the next render it is in the file that the finding names.",
  },
  MCP_SSE_DEPRECATED: {
    title: "MCP server of a deprecated type",
    meaning: "An MCP server is configured with the type `sse`.",
    cause: "The server was configured before the MCP specification replaced that transport.",
    remedy: 'Use the server\'s streamable HTTP address and the type "http".',
  },
  SECRET_EXPOSED: {
    title: "Secret in an argument or an address",
    meaning: "A secret is filled into an MCP server's arguments or URL.",
    cause: "The placeholder is in `args` or `url`, which process listings and logs show.",
    remedy: "Pass the secret in `env` or `headers`.",
  },

  // an image by itself
  IMAGE_DIFF_ID: {
    title: "Diff ID is not the layer's",
    meaning: "A layer's uncompressed archive has another digest than the image's config says.",
    cause: "The layer was compressed from other content, or the config was taken from another image.",
    remedy: "Build the image again, and push it with a tool of today.",
  },
  IMAGE_LAYER_COUNT: {
    title: "Layers and diff IDs differ in number",
    meaning: "The manifest has more or fewer layers than the config has diff IDs.",
    cause: "A tool changed the manifest or the config, and not the other.",
    remedy: "Build the image again, and push it with a tool of today.",
  },
  IMAGE_HISTORY: {
    title: "History does not account for the layers",
    meaning: "The config's history has more or fewer entries with a layer than the image has layers.",
    cause:
      "A tool added or removed layers without their history. Builders such as buildah refuse such a base.",
    remedy: "Build the image again; a history that is left out altogether is fine.",
  },
  IMAGE_PLATFORM: {
    title: "Listed under another platform",
    meaning: "An index lists an image under another platform than the image's own config says.",
    cause: "The index was put together by hand or by a script that named the wrong image.",
    remedy: "Put the index together again with each image under its own platform.",
  },
  IMAGE_LAYER_TYPE: {
    title: "Layer is not compressed as its media type says",
    meaning: "A layer's media type names another compression than its bytes have.",
    cause: "The layer was recompressed, and its descriptor was kept.",
    remedy: "Push the image again with a tool that writes the media type of what it compresses.",
  },

  // containers
  CONTAINER_IMAGE: {
    title: "Container runs another image",
    meaning: "An agent's container runs another image than the one its reference names now.",
    cause: "The tag was moved to a newer image after the container was created, or the image is gone.",
    remedy: "Run containers rebuild for the agent, or reconcile --containers --repair.",
  },
  CONTAINER_SET_ASIDE: {
    title: "Rebuild left half done",
    meaning: "There is a container that a rebuild had set aside and neither removed nor brought back.",
    cause: "The run that rebuilt it was killed, or the engine went away.",
    remedy: "Run containers rebuild for the agent: it ends what was begun.",
  },
  CONTAINER_DOWN: {
    title: "Container does not run",
    meaning: "An agent's container is not running, or its health check fails.",
    cause: "Its program ended or hangs, somebody stopped it, or it was never started.",
    remedy: "Look at its log, then start it or rebuild it.",
  },
  CONTAINER_ORPHAN: {
    title: "Container without an agent",
    meaning: "There is a container of an agent that is not in the config.",
    cause: "The agent was removed from the config and its container was not.",
    remedy: "Remove the container, or bring its agent back.",
  },

  // the access log
  ACCESS_LOG_CHANGED: {
    title: "Access log changed",
    meaning: "A line or a session of the secrets' access log is not what was written.",
    cause: "Somebody changed, moved or replaced rows in the database.",
    remedy:
      "Keep a copy of the database, compare it with a backup or an export from before, and find out who had access.",
  },
  ACCESS_LOG_MISSING: {
    title: "Access log incomplete",
    meaning: "Lines or sessions that were in the access log are gone.",
    cause: "Somebody deleted rows, or an older backup was restored.",
    remedy:
      "Compare the log with a backup or an export from before. After a restore, note the heads of the restored log.",
  },
  ACCESS_LOG_UNGUARDED: {
    title: "Access log not protected",
    meaning: "The triggers that keep the access log append-only are not those that Identikit made.",
    cause: "An owner of the database dropped, disabled or replaced them, or added others.",
    remedy: "Find out who did it. A backup that is restored into a new database has the right triggers.",
  },
  ACCESS_LOG_UNCHAINED: {
    title: "Access log lines without a chain",
    meaning: "The access log has lines that no chain of hashes protects.",
    cause: "They were written by a release from before the chains, or by hand.",
    remedy:
      "Upgrade the programs that still write such lines. Lines from before the first session cannot be checked any more.",
  },
  ACCESS_LOG_UNKEYED: {
    title: "Access log written without a key",
    meaning:
      "A session of the access log has no key, so whoever writes to the database could have written it.",
    cause: "The job that read the secrets did not have the secret keys.",
    remedy: "Set IDENTIKIT_SECRET_KEYS for every job that reads secrets.",
  },
  ACCESS_LOG_KEY_MISSING: {
    title: "Key of the access log not here",
    meaning:
      "A session of the access log was written under a key that this run does not have, so it was not checked.",
    cause: "The key was rotated out of IDENTIKIT_SECRET_KEYS, or the log comes from another installation.",
    remedy: "Add that key to IDENTIKIT_SECRET_KEYS, after the first one.",
  },

  // the audit of agent runs
  AUDIT_CHANGED: {
    title: "Audit changed",
    meaning: "A line of the audit of agent runs is not what was written.",
    cause: "Somebody changed, moved or replaced rows in the database.",
    remedy:
      "Keep a copy of the database, compare it with a backup or an export from before, and find out who had access.",
  },
  AUDIT_MISSING: {
    title: "Audit incomplete",
    meaning: "Lines that were in the audit of agent runs are gone.",
    cause: "Somebody deleted rows, or an older backup was restored.",
    remedy:
      "Compare the audit with a backup or an export from before. After a restore, note the heads of the restored audit.",
  },
  AUDIT_UNGUARDED: {
    title: "Audit not protected",
    meaning: "The triggers that keep the audit append-only are not those that Identikit made.",
    cause: "An owner of the database dropped, disabled or replaced them, or added others.",
    remedy: "Find out who did it. A backup that is restored into a new database has the right triggers.",
  },
  AUDIT_UNKEYED: {
    title: "Audit written without a key",
    meaning: "Lines of the audit have no key, so whoever writes to the database could have written them.",
    cause: "The program that wrote them did not have the secret keys.",
    remedy: "Set IDENTIKIT_SECRET_KEYS for every program that starts, decides or writes back runs.",
  },
  AUDIT_KEY_MISSING: {
    title: "Key of the audit not here",
    meaning: "Lines of the audit were written under a key that is not here, so they were not checked.",
    cause: "The key was rotated out of IDENTIKIT_SECRET_KEYS, or the audit comes from another installation.",
    remedy: "Add that key to IDENTIKIT_SECRET_KEYS, after the first one.",
  },

  LINK_BROKEN: {
    title: "Link of a trace broken",
    meaning: "A copy is not what its source would give.",
    cause: "One of the two ends was changed by other means than the derivation.",
    remedy: "Look at both ends of the link, and derive the copy again from its source.",
  },
  LINK_UNVERIFIED: {
    title: "Link of a trace not verified",
    meaning: "Nobody can say now whether a copy is derived from what it is said to be derived from.",
    cause: "What it was derived from is not known here, or could not be read.",
    remedy: "Run the trace where both ends can be read, or name the source, as in TEMPLATE@COMMIT.",
  },
  TEMPLATE_MOVED: {
    title: "Template moved on",
    meaning: "The source of a template gives other assets now than the commit in identikit.lock has.",
    cause: "The branch or tag of the manifest stands for another commit since the template was fetched.",
    remedy: "Run `identikit fetch --update-lock`, look at what moved, and make the copies again.",
  },
  ROWS_BEHIND: {
    title: "Rows behind the repository",
    meaning: "A sync of the repository and its templates would change what an agent gets.",
    cause: "The repository or a template changed after the last sync, or somebody changed builtin rows.",
    remedy: "Run `identikit config sync`, and render the agents again.",
  },
  RUN_DIFFERS: {
    title: "Run differs from its records",
    meaning: "A digest of a run is not what its content comes to, or a record is not what the audit says.",
    cause: "Somebody changed rows in the database, or what was pushed for the run.",
    remedy: "Keep a copy of the database, and compare it with a backup from before.",
  },
  RUN_UNPROVEN: {
    title: "Run not proven",
    meaning: "Something of a run could not be looked at, so nobody can say that it holds.",
    cause: "The content, a key or the forge is not here.",
    remedy: "Run it again with what is missing, such as --forge or IDENTIKIT_SECRET_KEYS.",
  },

  // pull requests and merges
  CHANGE_FORBIDDEN_PATH: {
    title: "Forbidden path changed",
    meaning: "A pull request adds, changes, moves or removes a path that a rule forbids.",
    cause: "The path matches a pattern of changes.forbiddenPaths on the base branch.",
    remedy: "Take the file out of the pull request.",
  },
  CHANGE_FORBIDDEN_ENV: {
    title: "Forbidden variable written",
    meaning: "An added line writes a variable that no tenant's environment may hold.",
    cause:
      "A row, an env file, a workflow's or container's YAML, a Dockerfile, a script or a program sets a name of changes.forbiddenEnv.keys.",
    remedy:
      "Take the variable out. If the file does not reach a tenant, add its path to changes.forbiddenEnv.except on the base branch.",
  },
  CHANGE_HOST_TOKEN: {
    title: "Repository host's token handed on",
    meaning: "An added line gives a tenant a token of a repository host, under its own name or another one.",
    cause: "The line is in a file that reaches a tenant, or assigns such a token to an environment.",
    remedy: "Give the tenant a token of its own with the least rights, as a secret of the config database.",
  },
  CHANGE_SECRET: {
    title: "Credential in an added line",
    meaning: "An added line holds what looks like a credential.",
    cause: "A token, a key or a password was written into a file.",
    remedy:
      "Revoke it and take it out of the branch's history. If it is no credential, add it to the list of accepted values.",
  },
  CHANGE_RESERVED_PATH: {
    title: "Reserved path changed without approval",
    meaning: "A path that a group has to approve changes, and the group did not approve the head commit.",
    cause:
      "No member of the group has reviewed it, or the review is the author's or a program's, was dismissed, asked for again, or is of an older commit.",
    remedy: "Ask a member of the group who did not write the change to approve its latest commit.",
  },
  CHANGE_REVIEW_MISSING: {
    title: "Review missing",
    meaning: "A group that has to approve the pull request did not approve its head commit.",
    cause:
      "No member of the group has reviewed it, or the review is the author's or a program's, was dismissed, asked for again, or is of an older commit.",
    remedy: "Ask a member of the group who did not write the change to approve its latest commit.",
  },
  CHANGE_UNTICKED: {
    title: "Checklist item not ticked",
    meaning: "An item of the template of pull requests is not ticked in the pull request's text.",
    cause: "The item was left open, reworded, removed, or stands where nobody sees it.",
    remedy: "Tick it in the pull request's own text, word by word as in the template.",
  },
  CHANGE_UNREAD: {
    title: "Content not in the diff",
    meaning: "What a file brings cannot be seen in the change, so no rule can judge it.",
    cause:
      "It is a submodule, a symbolic link, a file whose lines the host does not list, or too much to read.",
    remedy: "Look at it by hand and leave the path out of the rule, or check out with fetch-depth: 0.",
  },
  CHANGE_UNRULED: {
    title: "No rules for changes",
    meaning: "The base branch has no changes: in identikit.yaml, so no rule is in force.",
    cause: "The rules were never written, or they stand in another directory.",
    remedy: "Add changes: to identikit.yaml on the base branch, or name its directory with --root.",
  },
  CHECK_SKIPPABLE: {
    title: "Required check can be skipped by a filter of paths",
    meaning: "A check that has to be green belongs to a workflow that a paths: filter can keep from running.",
    cause: "The workflow filters its event by paths, and the check then waits without end.",
    remedy: "Take the filter out, and skip the work inside of the job: detect-changes gives the areas.",
  },
  CHECK_NOT_GREEN: {
    title: "Required check not green",
    meaning: "A check that all-required asks for failed or was skipped on the head commit.",
    cause: "What the check looks at does not hold, or its job was skipped and skipped checks do not count.",
    remedy: "Fix what the check found, or run it again.",
  },
  CHECK_PENDING: {
    title: "Required check not at its end",
    meaning: "A check that all-required asks for still runs, or was not reported yet.",
    cause: "Its job waits or runs, or its workflow was not started.",
    remedy: "Wait until it has come to its end: the event that tells so judges again.",
  },
  CHECK_IMITATED: {
    title: "Check set by somebody else",
    meaning: "A check with the name of a required one was set by an account whose checks do not count.",
    cause: "Another program or a person set a status in that name.",
    remedy: "Find out who set it and why; if it is rightful, name the account in changes.allRequired.",
  },
  MERGE_UNRULED: {
    title: "Merge that a rule did not allow",
    meaning: "A pull request was merged although a rule of its base branch did not hold.",
    cause: "Somebody with the right to do so went around branch protection, or the check is not required.",
    remedy:
      "Look at the change with the group that the rule names, and require the check in branch protection.",
  },
  MERGE_DIRECT: {
    title: "Commit without a pull request",
    meaning: "A commit came to the branch without a pull request.",
    cause: "Somebody with the right to do so pushed to the branch.",
    remedy: "Look at the commit, and let branch protection refuse pushes.",
  },
  WORKFLOW_INVALID: {
    title: "Workflow uses Identikit wrongly",
    meaning:
      "A workflow names an action, an input or an output that Identikit does not have, or leaves out an input that an action needs.",
    cause:
      "A misspelt name, or a workflow that was written for another version. Runners pass over unknown inputs, and what is read of an unknown output is empty.",
    remedy: "Fix the name in the workflow, at the line that the finding names.",
  },
  STATUS_STUCK: {
    title: "Status left pending",
    meaning: "A status is pending, and the run that set it is over or has said nothing for a long time.",
    cause: "The run was killed, its runner went away, or it ended without setting the status.",
    remedy: "Run the check again.",
  },
} as const satisfies Readonly<Record<string, Guide>>;

/** A stable code from the closed list {@link findingCodes}. */
export type FindingCode = keyof typeof findingCodes;
