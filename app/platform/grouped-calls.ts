/**
 * Calls that are made while another is under way wait for its end, and then go together: nobody waits when calls are rare, and when there
 * are many, a round trip carries as many as came during the last one.
 */
export class GroupedCalls<Item, Result> {
  readonly #run: (items: readonly Item[]) => Promise<readonly (Result | Promise<Result>)[]>;
  readonly #most: number;
  #waiting: Call<Item, Result>[] = [];
  #isRunning = false;

  /**
   * `run` answers with one result an item, in their order, or with promises of them, which the next run does not wait for; where it
   * throws, so do all of its calls. `most`: items of one run.
   */
  constructor(run: (items: readonly Item[]) => Promise<readonly (Result | Promise<Result>)[]>, most: number) {
    this.#run = run;
    this.#most = most;
  }

  call(item: Item): Promise<Result> {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#waiting.push({ item, resolve, reject });
    if (!this.#isRunning) void this.#runAll();
    return promise;
  }

  async #runAll(): Promise<void> {
    this.#isRunning = true;
    while (this.#waiting.length > 0) {
      const group = this.#waiting.splice(0, this.#most);
      try {
        const results = await this.#run(group.map(({ item }) => item));
        if (results.length !== group.length)
          throw new RangeError(`${results.length} results for ${group.length} calls`);
        for (const [place, { resolve }] of group.entries())
          resolve(results[place] as Result | Promise<Result>);
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.#isRunning = false;
  }
}

interface Call<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result | Promise<Result>) => void;
  readonly reject: (error: unknown) => void;
}
