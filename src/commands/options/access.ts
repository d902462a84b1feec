import { databaseOption } from "./database.ts";
import { list, text } from "./option.ts";
import { rootOption } from "./root.ts";

/** Where rights are asked for, and which database says so. */
export const accessOptions = () => ({
  organization: text("NAME", "The organisation; the settings' (platform.organization) if left out."),
  ...rootOption(),
  ...databaseOption(),
});

/** For which repository. */
export const repositoryOption = () => ({
  repository: text(
    "OWNER/REPO",
    "The repository that it is about; without one, only what holds in the whole organisation counts.",
  ),
});

/** Further groups of somebody: nobody asks the forge here. */
export const asGroupOption = () => ({
  asGroup: list(
    "GROUP",
    "A group that they are in: a team as ORGANISATION/TEAM, or a permission such as forge:write:OWNER/REPO.",
  ),
});

/** Who acts, on a command line. */
export const personOptions = () => ({
  as: text("LOGIN", "Who asks, as the forge knows them; in CI who started the job, if left out."),
  ...asGroupOption(),
});
