import type { WorkspaceNewModel } from "../../models/workspaces/workspace-new.ts";
import type { PageDataOf } from "../../page/page.ts";
import { ActionBar } from "../components/action/action-link.tsx";
import { Panel } from "../components/data/panel.tsx";
import { PageHead } from "../components/shell/page-head.tsx";

/** The four things that decide what a workspace is; everything else stands in the form that follows. */
export function WorkspaceNewPage({ model, frame: { title } }: PageDataOf<"workspace-new">) {
  if (model.offer.reason !== undefined) return <ActionBar label="What can be done" offers={[model.offer]} />;
  return (
    <>
      <PageHead title={title} lead="A place where an agent or a person works on a repository." />
      <Panel id="new" title="What it is made of" icon="folder-git-2">
        <form method="get" action={model.action} class="stack">
          <WorkspaceFields model={model} />
          <p class="row">
            <button type="submit" class="action first">
              Go on
            </button>
            <span class="muted">Nothing is made before you have seen all of it.</span>
          </p>
        </form>
      </Panel>
    </>
  );
}

function WorkspaceFields({ model }: { readonly model: WorkspaceNewModel }) {
  const { name, repositories, policies, owners, tiers, given } = model;
  return (
    <>
      <input type="hidden" name="spec.externalId" value={name} />
      <Field id="name" name="metadata.name" label="Name" value={name} />
      <Field
        id="repository"
        name="spec.repository"
        label="Repository, as OWNER/REPO"
        value={given["spec.repository"] ?? ""}
        known={repositories}
      />
      <Field
        id="ref"
        name="spec.refs.ref"
        label="Ref, such as refs/heads/main"
        value={given["spec.refs.ref"] || "refs/heads/main"}
      />
      <Choice
        id="policy"
        name="spec.policy"
        label="Policy"
        options={policies}
        value={given["spec.policy"]}
        none
      />
      <Choice
        id="ownership"
        name="spec.ownership"
        label="Made for"
        options={owners}
        value={given["spec.ownership"] || "manual"}
      />
      <Choice
        id="tier"
        name="spec.trustTier"
        label="Tier of the work in it"
        options={tiers}
        value="restricted"
      />
      <Choice
        id="owner-kind"
        name="spec.ownerRef.kind"
        label="Owner: what it is"
        options={["issue", "pull_request", "check", "job", "branch"]}
        value={given["spec.ownerRef.kind"]}
        none
      />
      <Field
        id="owner-id"
        name="spec.ownerRef.id"
        label="Owner: its number"
        value={given["spec.ownerRef.id"] ?? ""}
      />
    </>
  );
}

interface FieldProps {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly known?: readonly string[];
}

function Field({ id, name, label, value, known }: FieldProps) {
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input id={id} type="text" name={name} defaultValue={value} list={known && `${id}-known`} />
      {known && (
        <datalist id={`${id}-known`}>
          {known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </p>
  );
}

interface ChoiceProps extends Pick<FieldProps, "id" | "name" | "label"> {
  readonly options: readonly string[];
  readonly value: string | undefined;
  readonly none?: boolean;
}

function Choice({ id, name, label, options, value, none = false }: ChoiceProps) {
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name}>
        {none && <option value="">None</option>}
        {options.map((one) => (
          <option key={one} value={one} selected={one === value}>
            {one.replaceAll("_", " ")}
          </option>
        ))}
      </select>
    </p>
  );
}
