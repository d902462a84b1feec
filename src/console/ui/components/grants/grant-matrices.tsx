import type { agentConfigGrant } from "../../../../agents/kinds/config/agent-config-grant.ts";
import type { agentSecretGrant } from "../../../../agents/kinds/config/agent-secret-grant.ts";
import type { ShownObject } from "../data/shown-object.ts";
import { Chip } from "../status/chip.tsx";
import { ToneWord } from "../status/status-word.tsx";
import { Time } from "../time/time.tsx";
import { Matrix } from "./rights-matrix.tsx";

export type ShownSecretGrant = ShownObject<typeof agentSecretGrant>;
export type ShownConfigGrant = ShownObject<typeof agentConfigGrant>;
type AnyGrant = ShownSecretGrant | ShownConfigGrant;

export interface SecretMatrixProps {
  readonly grants: readonly ShownSecretGrant[];
  /** Secrets that are shown although nothing gives them. */
  readonly secrets?: readonly string[] | undefined;
  readonly now: string;
}

/** Which secret is given to or kept from whom, by name: a value has no way here. */
export function SecretMatrix({ grants, secrets = [], now }: SecretMatrixProps) {
  const names = [...new Set([...secrets, ...grants.map(({ spec }) => spec.secretRef.name)])].sort();
  return (
    <GrantMatrix
      label="Grants of secrets"
      columns={names}
      grants={grants}
      given={(grant, name) => grant.spec.secretRef.name === name}
      now={now}
    />
  );
}

export interface ConfigMatrixProps {
  readonly grants: readonly ShownConfigGrant[];
  readonly now: string;
}

/** Which config, or which keys of it, is given to or kept from whom. */
export function ConfigMatrix({ grants, now }: ConfigMatrixProps) {
  const names = [...new Set(grants.map(({ spec }) => spec.configRef.name))].sort();
  return (
    <GrantMatrix
      label="Grants of configs"
      columns={names}
      grants={grants}
      given={(grant, name) => grant.spec.configRef.name === name}
      more={({ spec }) => spec.configRef.keys?.join(", ")}
      now={now}
    />
  );
}

interface GrantMatrixProps<Grant extends AnyGrant> {
  readonly label: string;
  readonly columns: readonly string[];
  readonly grants: readonly Grant[];
  readonly given: (grant: Grant, name: string) => boolean;
  readonly more?: (grant: Grant) => string | undefined;
  readonly now: string;
}

function GrantMatrix<Grant extends AnyGrant>(props: GrantMatrixProps<Grant>) {
  const { label, columns, grants, given, more, now } = props;
  return (
    <Matrix
      label={label}
      corner="Given to"
      columns={columns}
      rows={[...new Set(grants.map(subjectOf))].sort().map((name) => ({ name }))}
      cell={(subject, column) => {
        const found = grants.filter((grant) => subjectOf(grant) === subject && given(grant, column));
        return found.length === 0
          ? undefined
          : found.map((grant) => (
              <GrantCell key={grant.metadata.name} grant={grant} more={more?.(grant)} now={now} />
            ));
      }}
    />
  );
}

function subjectOf({ spec: { subject } }: AnyGrant): string {
  return `${subject.kind.replace(/^Agent/, "")} ${subject.name}`;
}

interface GrantCellProps {
  readonly grant: AnyGrant;
  readonly more: string | undefined;
  readonly now: string;
}

function GrantCell({ grant: { metadata, spec }, more, now }: GrantCellProps) {
  const { effect, purpose, mountPolicy, expires, run } = spec;
  const isOver = expires !== undefined && Date.parse(expires) <= Date.parse(now);
  const look = isOver
    ? ({ tone: "warn", icon: "timer", word: "ended" } as const)
    : effect === "deny"
      ? ({ tone: "bad", icon: "ban", word: "refused" } as const)
      : ({ tone: "ok", icon: "check", word: "given" } as const);
  return (
    <div class="stack tight">
      <ToneWord {...look} title={metadata.name} />
      <span class="row">
        <Chip>{purpose.replaceAll("_", " ")}</Chip>
        {effect === "allow" && <Chip>{mountPolicy}</Chip>}
        {run !== undefined && <Chip>one run</Chip>}
      </span>
      {more !== undefined && <span class="small muted">{more}</span>}
      {expires !== undefined && (
        <span class="small muted">
          {isOver ? "ended " : "ends "}
          <Time at={expires} now={now} />
        </span>
      )}
    </div>
  );
}
