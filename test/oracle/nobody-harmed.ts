import type { KnownShop } from "./known-shop.ts";

/*
 * Whether an app that keeps lists of a mailing tool right has harmed anybody. It knows what Shopify holds, what the app was told of it, and what the
 * tool holds before and after each request, and nothing of how the app works.
 */

/** By which request of the app's it came; null: by somebody else. */
interface Mark {
  readonly by: number | null;
}

/** A person as the tool holds them. */
export interface ToolPerson {
  readonly address: string;
  readonly since: Mark;
  /** The tool's own words for whether they want its mail, such as "subscribed". */
  readonly subscription: string;
  /** Why the tool sends them nothing, such as a bounce. */
  readonly suppressions: readonly string[];
  /** Whether a campaign to a list on which they are reaches them. */
  readonly mailable: boolean;
  readonly lists: ReadonlyMap<string, Mark>;
  readonly attributes: ReadonlyMap<string, { readonly value: unknown } & Mark>;
}

/** What a tool holds, by address in lower case, as it was at one moment. */
type ToolState = ReadonlyMap<string, ToolPerson>;

/** What was known when a request of the app left for the tool, before the tool had seen it. */
interface Departure {
  readonly what: string;
  readonly mayGo: ReadonlySet<string>;
  /** Those who are held out included. */
  readonly consented: ReadonlySet<string>;
  readonly erased: ReadonlySet<string>;
  /** Unsubscribed or suppressed in the tool, and so already when the app began its piece of work. */
  readonly stopped: ReadonlySet<string>;
}

/** What is known of who left a list. */
interface Brake {
  left: { readonly atMs: number; readonly address: string }[];
  sizes: { readonly atMs: number; readonly size: number }[];
  /** Whom a person has let go. */
  readonly free: Set<string>;
}

const DAY_MS = 86_400_000;

/** For each list, the addresses that belong on it, with the values of each, by the tool's names; those of `either` may be there or not. */
export interface Wanted {
  readonly lists: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, unknown>>>;
  readonly either: ReadonlySet<string>;
}

/** Watches one tool through one life of a shop. */
export class HarmWatch {
  readonly violations: string[] = [];
  readonly #known: KnownShop;
  /** Subscription of somebody whom the app brought, in the tool's words. */
  readonly #neutral: ReadonlySet<string>;
  readonly #departures = new Map<number, Departure>();
  /** Addresses that the app has named to the tool other than to ask about them, or may think that it has. */
  readonly #sent = new Set<string>();
  readonly #overtaken = new Set<string>();
  readonly #brakes = new Map<string, Brake>();
  #state: ToolState = new Map();
  #stoppedBefore: ReadonlySet<string> = new Set();

  constructor(known: KnownShop, neutral: readonly string[]) {
    this.#known = known;
    this.#neutral = new Set(neutral);
  }

  /** A piece of work of the app begins: whoever is unsubscribed or suppressed in the tool now can be seen to be so by it. */
  workBegins(): void {
    this.#stoppedBefore = new Set(
      [...this.#state.values()].filter(({ mailable }) => !mailable).map(({ address }) => address),
    );
  }

  /** A request is about to leave the app: what the app can know now is what it answers for. */
  leaves(what: string, isHeldOut: (customerId: number) => boolean): Departure {
    const isStopped = (address: string) => this.#state.get(address)?.mailable === false;
    return {
      what,
      mayGo: this.#known.mayGo(isHeldOut),
      consented: this.#known.mayGo(() => false),
      erased: this.#known.erasedAddresses(),
      stopped: new Set([...this.#stoppedBefore].filter(isStopped)),
    };
  }

  /** The tool has got it, as its request with this number. `body`: what the request may change, as text, empty where it only takes people off lists. */
  arrived(number: number, departure: Departure, body: string): void {
    this.#departures.set(number, departure);
    for (const [address] of body.toLowerCase().matchAll(ADDRESS)) this.#sent.add(address);
  }

  /**
   * A process ended in the middle of its work, with a request about these in its hands, which the tool may have got or not. The next process cannot know
   * either, and has to reckon with both.
   */
  mayBeSent(addresses: Iterable<string>): void {
    for (const address of addresses) this.#sent.add(address);
  }

  /** The tool may do what was asked of these addresses after what it is asked next: an answer that names the import was lost. */
  mayBeOvertaken(addresses: Iterable<string>): void {
    for (const address of addresses) this.#overtaken.add(address);
  }

  /** Somebody else than the app did something in the tool. */
  changedByOthers(people: readonly ToolPerson[]): void {
    this.#state = stateOf(people);
  }

  /** A person has let those go who are on the list now. */
  letsGo(list: string): void {
    const brake = this.#brakeOf(list);
    for (const { address, lists } of this.#state.values()) if (lists.has(list)) brake.free.add(address);
  }

  /** A person has ended the list: those may go as well whom an import that is still running will put there. */
  letsAllGo(list: string): void {
    this.letsGo(list);
    for (const address of this.#sent) this.#brakeOf(list).free.add(address);
  }

  #brakeOf(list: string): Brake {
    const brake = this.#brakes.get(list) ?? { left: [], sizes: [], free: new Set() };
    this.#brakes.set(list, brake);
    return brake;
  }

  /** Nobody takes many off a list at once who may still be written to, unless a person has said so. */
  #watchBrake(before: ToolState, departure: Departure, atMs: number, wrong: (text: string) => void): void {
    const lists = new Set([...before.values()].flatMap((person) => [...person.lists.keys()]));
    for (const list of lists) {
      const brake = this.#brakeOf(list);
      const isRecent = ({ atMs: its }: { readonly atMs: number }) => atMs - its < DAY_MS;
      const were = [...before.values()].filter((person) => person.lists.has(list));
      brake.sizes = [...brake.sizes.filter(isRecent), { atMs, size: were.length }];
      const left = were
        .map(({ address }) => address)
        .filter((address) => !this.#state.get(address)?.lists.has(list))
        .filter((address) => departure.consented.has(address) && !departure.stopped.has(address))
        .filter((address) => !brake.free.delete(address));
      brake.left = [...brake.left.filter(isRecent), ...left.map((address) => ({ atMs, address }))];
      // One more than a fifth: somebody may have left whose consent the app has seen withdrawn before it was told.
      const most = Math.max(...brake.sizes.map(({ size }) => size)) / 5 + 1;
      if (left.length > 0 && brake.left.length > most)
        wrong(`${brake.left.length} people left list ${list} within a day without anybody's word`);
    }
  }

  /** Holds what the tool has made of requests of the app against what was known when each was sent. */
  looks(
    people: readonly ToolPerson[],
    cause: string,
    during: { departure: Departure; atMs: number } | null,
  ): void {
    const before = this.#state;
    this.#state = stateOf(people);
    const wrong = (text: string) => this.violations.push(`${text}, by ${cause}`);
    if (during) this.#watchBrake(before, during.departure, during.atMs, wrong);
    const hasAppeared = ({ address }: ToolPerson, { by }: Mark, what: string) => {
      const departure = by === null ? undefined : this.#departures.get(by);
      const reason = departure
        ? reasonAgainst(departure, address)
        : "came by no request of the app that was seen";
      if (reason !== null) wrong(`${address} ${reason} and ${what} (${departure?.what})`);
    };
    for (const is of this.#state.values()) {
      const { address } = is;
      const was = before.get(address);
      if (was) this.#compare(was, is, wrong);
      else {
        if (!this.#neutral.has(is.subscription)) wrong(`${address} was made as "${is.subscription}"`);
        hasAppeared(is, is.since, "was made");
      }
      for (const [list, mark] of is.lists)
        if (!was?.lists.has(list)) hasAppeared(is, mark, `was put on list ${list}`);
    }
    const { addresses: erasable } = this.#known.nearErased();
    for (const address of before.keys())
      if (!this.#state.has(address) && !erasable.has(address)) wrong(`${address} was deleted from the tool`);
  }

  #compare(was: ToolPerson, is: ToolPerson, wrong: (text: string) => void): void {
    const { address } = is;
    if (was.subscription !== is.subscription)
      wrong(`subscription of ${address} went from "${was.subscription}" to "${is.subscription}"`);
    if (was.suppressions.join() !== is.suppressions.join())
      wrong(`suppressions of ${address} went from "${was.suppressions}" to "${is.suppressions}"`);
    for (const [name, { value }] of was.attributes)
      if (!isEmpty(value) && isEmpty(is.attributes.get(name)?.value))
        wrong(`${name} of ${address} was emptied`);
    for (const [list, { by }] of was.lists)
      if (by === null && !is.lists.has(list) && !this.#sent.has(address))
        wrong(`${address}, whom somebody else had put on list ${list}, was taken off it`);
  }

  /** At rest the tool holds what it should, people whom others put there apart. */
  rests({ lists, either }: Wanted): void {
    const wrong = (text: string) => this.violations.push(`at rest: ${text}`);
    for (const [list, wanted] of lists) {
      for (const [address, values] of wanted) {
        const person = this.#state.get(address);
        if (either.has(address) || person?.mailable === false) continue;
        if (!person?.lists.has(list)) wrong(`${address} belongs on list ${list} and is not there`);
        else if (!this.#overtaken.has(address))
          for (const [name, value] of values) {
            const its = person.attributes.get(name)?.value;
            if (its !== value) wrong(`${name} of ${address} is "${its}" and should be "${value}"`);
          }
      }
      for (const { address, lists: its, mailable } of this.#state.values()) {
        const mark = its.get(list);
        if (!mark || !mailable || mark.by === null || wanted.has(address) || either.has(address)) continue;
        wrong(`${address} is on list ${list} and does not belong there`);
      }
    }
    for (const { address, since } of this.#state.values())
      if (this.#known.isErased(address) && since.by !== null)
        wrong(`${address} was erased and is in the tool`);
  }
}

/** As people write them; what a tool would not take for one does no harm. */
const ADDRESS = /[^\s"'<>(),;:\\[\]{}]+@[^\s"'<>(),;:\\[\]{}]+/g;

function reasonAgainst({ mayGo, erased, stopped }: Departure, address: string): string | null {
  if (erased.has(address)) return "was erased";
  if (!mayGo.has(address)) return "has not consented or is held out";
  return stopped.has(address) ? "is unsubscribed or suppressed in the tool" : null;
}

/** A copy: the tool goes on with its own. */
function stateOf(people: readonly ToolPerson[]): ToolState {
  return new Map(
    people.map((person) => [
      person.address,
      {
        ...person,
        suppressions: [...person.suppressions],
        lists: new Map(person.lists),
        attributes: new Map(person.attributes),
      },
    ]),
  );
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === "";
