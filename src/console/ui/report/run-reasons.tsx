import { DataTable } from "../components/data/data-table.tsx";
import { FactsList } from "../components/data/facts-list.tsx";
import { byteWords, moneyWords } from "../components/data/figure-words.ts";
import { Panel } from "../components/data/panel.tsx";
import { Chip, RefChips, TrustChip } from "../components/status/chip.tsx";
import { spacedWords, ToneWord } from "../components/status/status-word.tsx";
import { DigestText } from "../components/text/digest-text.tsx";
import { HiddenCharacters } from "../components/text/hidden-characters.tsx";
import { WebLink } from "../components/text/web-link.tsx";
import { Time } from "../components/time/time.tsx";
import type { ReportRoom, RunReportData } from "./run-report-data.ts";

export interface RunPartProps {
  readonly data: RunReportData;
  readonly room: ReportRoom;
}

/** Who ran what, where, with which rights, secrets and words, each by its digest. */
export function RunReasons({ data, room }: RunPartProps) {
  const { run, ticket } = data;
  return (
    <>
      <Panel id="reasons" title="Who and what" icon="user">
        <FactsList
          facts={[
            ["Repository", run.repository],
            ["Works on", <RefChips refs={ticket.sourceRefs} />],
            ["Task", ticket.taskKind],
            ["Stack", `${ticket.stack.name}, generation ${ticket.stack.generation}`],
            ["Stack as launched", <DigestText digest={ticket.stack.digest} />],
            ["Runs as", ticket.serviceAccount],
            ["Attempt", run.attempt],
            ["Follows", ticket.again && `${ticket.again.previous} (${ticket.again.reason})`],
            ["Machine", <HiddenCharacters text={`${run.runner.name}, pool ${run.runner.pool}`} most={400} />],
            ["CI run", run.runner.ciRun && <WebLink href={run.runner.ciRun} />],
            ["Started", <Time at={run.startedAt} />],
            ["Ended", <Time at={run.finishedAt} />],
            ["Exit code", run.outcome.exitCode],
            ["Client", `${run.client.adapter} ${run.client.version ?? ""}`],
            ["Session", run.client.sessionId && <HiddenCharacters text={run.client.sessionId} most={200} />],
          ]}
        />
      </Panel>
      <Panel
        id="allowed"
        title="Why it was allowed"
        icon="shield-check"
        aside={<TrustChip tier={ticket.trustTier} />}
      >
        <FactsList
          facts={[
            ["Decision", <DigestText digest={ticket.permission} />],
            ["Ticket", <DigestText digest={run.ticket.digest} />],
            ["Written by", <HiddenCharacters text={ticket.iss} most={400} />],
            ["Valid", <TicketTimes data={data} />],
            ["Budget", budgetWords(data)],
            ["Isolation", `${run.isolation.kind}, network ${run.isolation.network}`],
            ["Image", run.isolation.image && <code>{run.isolation.image}</code>],
            ["Own identity", <IdentityWords data={data} room={room} />],
            ["Context", <DigestText digest={ticket.context.digest} />],
            ["Prompt", `${ticket.context.bundle}, ${byteWords(ticket.context.bytes)}`],
            ["Configs", ticket.configs.slice(0, room.entries).join(", ")],
            ["Not given", ticket.leftOut.slice(0, room.entries).join("; ")],
          ]}
        />
        <SecretNames data={data} room={room} />
        <MayWriteBack data={data} room={room} />
      </Panel>
    </>
  );
}

function TicketTimes({ data: { ticket } }: { readonly data: RunReportData }) {
  return (
    <>
      <Time at={new Date(ticket.iat * 1000).toISOString()} /> to{" "}
      <Time at={new Date(ticket.exp * 1000).toISOString()} />
    </>
  );
}

function budgetWords({ ticket: { budget } }: RunReportData): string {
  const { time, turns, tokens, cost } = budget;
  const parts = [
    time,
    turns === undefined ? undefined : `${turns} turns`,
    tokens === undefined ? undefined : `${tokens} tokens`,
    cost === undefined ? undefined : moneyWords(cost),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? "no limit of its own" : parts.join(", ");
}

function IdentityWords({ data: { run }, room }: RunPartProps) {
  const { digest, unchanged, findings } = run.identity;
  return (
    <>
      {unchanged ? (
        <ToneWord tone="ok" icon="check" word="As it was rendered" />
      ) : (
        <ToneWord tone="bad" icon="triangle-alert" word="Changed by the agent" />
      )}
      <DigestText digest={digest} />
      {findings.slice(0, room.entries).map((finding) => (
        <p key={finding} class="any-text">
          <HiddenCharacters text={finding} most={room.text} />
        </p>
      ))}
    </>
  );
}

function SecretNames({ data: { ticket }, room }: RunPartProps) {
  if (ticket.secrets.length === 0) return <p class="muted">It was given no secret.</p>;
  return (
    <DataTable
      label="Secrets by name"
      rows={ticket.secrets.slice(0, room.entries)}
      keyOf={({ name }) => name}
      columns={[
        { title: "Secret", names: true, cell: ({ name }) => name },
        {
          title: "How the agent gets it",
          cell: ({ mountPolicy, proxyHost }) =>
            mountPolicy === "proxy"
              ? `never: a proxy adds it for ${proxyHost}`
              : `as ${mountPolicy === "env" ? "a variable" : "a file"}`,
        },
      ]}
    />
  );
}

function MayWriteBack({ data: { ticket }, room }: RunPartProps) {
  if (ticket.writeBack.length === 0) return <p class="muted">It may write nothing back.</p>;
  return (
    <DataTable
      label="What it may write back"
      rows={ticket.writeBack.slice(0, room.entries)}
      keyOf={({ action }) => action}
      columns={[
        { title: "May write back", names: true, cell: ({ action }) => spacedWords(action) },
        { title: "How often", figures: true, cell: ({ limit }) => limit },
        {
          title: "Approval",
          cell: ({ approval, needed = 1 }) =>
            approval === "never" ? <Chip tone="warn">never asked</Chip> : `${needed} needed`,
        },
        { title: "Paths", cell: ({ paths = [] }) => paths.slice(0, 20).join(", ") || "all" },
      ]}
    />
  );
}
