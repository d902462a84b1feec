/** Answers that are asked for once, also by several at the same time, and kept as long as this lives. What failed is asked again. */
export class KeptAnswers {
  readonly #answers = new Map<string, Promise<unknown>>();

  /** @param key says what was asked; the same key is the same question, with an answer of the same type */
  async once<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
    const known = this.#answers.get(key);
    if (known) return (await known) as Answer;
    const answer = ask();
    this.#answers.set(key, answer);
    answer.catch(() => this.#answers.delete(key));
    return await answer;
  }
}
