export interface AccountChoice {
  readonly name: string;
  /** What it is for, or why it cannot be chosen. */
  readonly words?: string | undefined;
  /** Whether the viewer may use it: others are shown, and cannot be chosen. */
  readonly enabled: boolean;
}

export interface AccountPickerProps {
  readonly id: string;
  /** Of the field in the form. */
  readonly name: string;
  readonly label: string;
  readonly accounts: readonly AccountChoice[];
  readonly chosen?: string | undefined;
}

/** Chooses a service account, or anything else that has a name. */
export function AccountPicker({ id, name, label, accounts, chosen }: AccountPickerProps) {
  const off = accounts.filter(({ enabled }) => !enabled);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} name={name} aria-describedby={off.length > 0 ? `${id}-off` : undefined}>
        {accounts.map((account) => (
          <option
            key={account.name}
            value={account.name}
            selected={account.name === chosen}
            disabled={!account.enabled}
          >
            {account.words === undefined ? account.name : `${account.name}: ${account.words}`}
          </option>
        ))}
      </select>
      {off.length > 0 && (
        <p class="small muted" id={`${id}-off`}>
          Not possible: {off.map((one) => `${one.name} (${one.words ?? "you may not use it"})`).join("; ")}
        </p>
      )}
    </div>
  );
}
