import type { AccessEdge } from "../../../../agents/admission/access/access-graph.ts";
import { Chip } from "../status/chip.tsx";
import { ToneWord } from "../status/status-word.tsx";
import { HiddenCharacters } from "../text/hidden-characters.tsx";
import { Matrix } from "./rights-matrix.tsx";

export interface RoleMatrixProps {
  /** Bindings, as the access graph has them. */
  readonly bindings: readonly AccessEdge[];
}

/** Who has which role where, what follows from the forge's permissions, and what differs from the repository. */
export function RoleMatrix({ bindings }: RoleMatrixProps) {
  const roles = [...new Set(bindings.map(({ to }) => to))].sort();
  const subjects = [...new Set(bindings.map(({ from }) => from))].sort();
  return (
    <Matrix
      label="Roles"
      corner="Who"
      columns={roles.map((role) => role.replace(/^[a-z]+\//, ""))}
      rows={subjects.map((name) => ({ name }))}
      cell={(subject, column) => {
        const found = bindings.filter(
          ({ from, to }) => from === subject && to.replace(/^[a-z]+\//, "") === column,
        );
        return found.length === 0
          ? undefined
          : found.map((one) => <BindingCell key={one.by} binding={one} />);
      }}
    />
  );
}

function BindingCell({ binding }: { readonly binding: AccessEdge }) {
  const { from, scope, implied, drift, warnings, effect } = binding;
  // Short, so that the roles of a usual organisation stand side by side. Nobody of the forge is named so.
  const origin = !implied ? "bound" : from.startsWith("User/system:") ? "built in" : "via forge";
  return (
    <div class="stack tight">
      <ToneWord
        tone={effect === "deny" ? "bad" : implied ? "idle" : "ok"}
        icon={effect === "deny" ? "ban" : "check"}
        word={effect === "deny" ? "refused" : origin}
        title={binding.by}
      />
      <span class="small muted">{scope}</span>
      {drift !== undefined && <Chip tone="warn">differs: {drift}</Chip>}
      {warnings.map((warning) => (
        <span key={warning} class="small">
          <HiddenCharacters text={warning} most={300} />
        </span>
      ))}
    </div>
  );
}
