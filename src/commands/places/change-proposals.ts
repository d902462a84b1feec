import { readManifests } from "../../agents/manifest/read-manifests.ts";
import { type ChangeProposals, changeProposals } from "../../console/propose/change-proposals.ts";
import { hostOf } from "../../host/host.ts";
import { hostTokenVariable } from "../options/host-token.ts";
import type { ControllerServices } from "./controllers.ts";
import { dispatchServices } from "./dispatch-services.ts";
import { openWriteBack } from "./write-back-services.ts";

/** Pull requests on the repository that declares the organisation's objects, with the token of the host that the variables name. */
export function openProposals({ context, project, database, store }: ControllerServices): ChangeProposals {
  const { organization, configRepository, manifests } = project.settings.platform;
  const { forge, commits } = openWriteBack(context, project, { database, store }, {});
  const { repositories } = dispatchServices(context, project, { database, store }, organization);
  return changeProposals({
    ...{ repositories, forge, commits, repository: configRepository, signal: context.signal },
    serverUrl: hostOf(context.env).serverUrl,
    hasToken: Boolean(context.env[hostTokenVariable]),
    now: () => context.clock.now(),
    fileOf: (kind, name) => {
      const read = readManifests(project.root, manifests, { namespace: organization });
      const found = read.manifests.find(
        ({ declared }) => declared.kind === kind && declared.metadata.name === name,
      );
      return found?.document.file;
    },
  });
}
