import type { ComposerPreview } from "../../models/composer.ts";
import { shownText } from "../../page/shown-text.ts";
import { DataTable } from "../components/data/data-table.tsx";
import { byteWords } from "../components/data/figure-words.ts";
import { DigestText } from "../components/text/digest-text.tsx";

const words = {
  allowed: "Allowed",
  requiresApproval: "A person has to approve it",
  denied: "Denied",
} as const;

/** What admission says of a run, and all that its agent would be told, with the digest of each part. */
export function ContextPreview({ preview }: { readonly preview: ComposerPreview }) {
  const { verdict, tier, reasons, digest, layers, sources, text, memory } = preview;
  return (
    <>
      <section aria-labelledby="admission">
        <h2 id="admission">Admission</h2>
        <p>
          <strong>{words[verdict]}</strong> {`in the tier ${tier}`}
        </p>
        <ul>
          {reasons.map(({ code, effect, message, remedy }) => (
            <li key={`${code} ${message}`}>
              <code>{code}</code> {`(${effect})`} {shownText(message)}{" "}
              {remedy !== undefined && <em>{shownText(remedy)}</em>}
            </li>
          ))}
        </ul>
      </section>
      <section aria-labelledby="context">
        <h2 id="context">Context</h2>
        <p>
          Digest <DigestText digest={digest} />
        </p>
        {memory && <p>{`Memory ${memory.repository} at ${memory.commit}`}</p>}
        <DataTable
          label="Layers"
          rows={layers}
          keyOf={({ name }) => name}
          columns={[
            { title: "Layer", names: true, cell: ({ name }) => shownText(name) },
            { title: "Size", figures: true, cell: ({ bytes }) => byteWords(bytes) },
            { title: "Digest", cell: ({ digest: own }) => <DigestText digest={own} /> },
          ]}
        />
        {sources.length > 0 && (
          <ul>
            {sources.map(({ kind, name, trust, redactions }) => (
              <li
                key={`${kind} ${name}`}
              >{`${kind} ${shownText(name)}: ${trust}${redactions ? `, ${redactions} credentials taken out` : ""}`}</li>
            ))}
          </ul>
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what can be scrolled can be reached by keyboard (WCAG 2.1.1) */}
        <pre class="code" tabIndex={0}>
          <code>{shownText(text)}</code>
        </pre>
      </section>
    </>
  );
}
