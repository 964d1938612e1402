import { Jobs } from "../server/jobs.ts";
import { keptContent } from "../server/kept.ts";
import { KeyRing } from "../server/keys.ts";
import { toolPage } from "../server/page.ts";
import type { Mark } from "../server/people.ts";
import type { RecordedRequest, ToolAnswer, ToolRequest } from "../server/requests.ts";
import {
  assertHarmless,
  type LocalTool,
  runToolServer,
  serverParts,
  type ToolOptions,
} from "../server/tool-server.ts";
import { resultsFile } from "./batches.ts";
import { mailchimpContent } from "./content.ts";
import { MailchimpRefusal, notFound, problem } from "./errors.ts";
import { mailchimpOperations, type Operation } from "./operations.ts";
import type { MailchimpState } from "./state.ts";
import { type Audience, MailchimpStore, type Member, type Segment, type Status } from "./store.ts";

export interface MailchimpOptions extends ToolOptions {
  /** Each ends in the data centre, `-us21`. Default one key. */
  keys?: readonly string[];
  accountName?: string;
}

export interface LocalMailchimp extends LocalTool {
  readonly name: "mailchimp";
  readonly store: MailchimpStore;
  /** There is one from the start; the functions below take the first where none is named. */
  readonly audience: Audience;
  addAudience(name: string): Audience;
  addSegment(name: string, audience?: Audience): Segment;
  /** What the app calls a list here: `audience:segment`. */
  listId(segment: Segment, audience?: Audience): string;
  addMember(
    address: string,
    known?: {
      status?: Status;
      segments?: Segment[];
      mergeFields?: Record<string, unknown>;
      audience?: Audience;
    },
  ): Member;
}

const DEFAULT_KEY = "00000000000000000000000000000000-us21";
/** https://mailchimp.com/developer/marketing/docs/fundamentals/#throttling: 10 at the same time, and no header that says so. */
const CONNECTIONS = 10;

export async function startMailchimp(options: MailchimpOptions = {}): Promise<LocalMailchimp> {
  const parts = serverParts(options);
  const { faults, harm, now } = parts;
  const store = new MailchimpStore();
  const jobs = new Jobs(faults, now);
  const keys = new KeyRing(options.keys ?? [DEFAULT_KEY]);
  const state: MailchimpState = {
    account: { id: "local0mailchimp", name: options.accountName ?? "Local Mailchimp account" },
    store,
    jobs,
    batches: new Map(),
    faults,
    harm,
    url: () => server.url,
  };
  const kept = keptContent(options.dataFile, mailchimpContent(store));
  const audience = store.audiences.values().next().value ?? store.addAudience("Newsletter", now());
  const operations = mailchimpOperations((request) => refusable(() => perform(request)));

  function perform(request: ToolRequest, record?: RecordedRequest): ToolAnswer {
    const { operation, ids } = operationOf(operations, request);
    if (record) record.operation = operation.name;
    const [id = "", inner = ""] = ids;
    return operation.perform(state, request, id, inner);
  }

  function answer(request: ToolRequest, record: RecordedRequest): ToolAnswer {
    const results = /^\/results\/(.+)$/.exec(request.path)?.[1];
    if (request.method === "GET" && results !== undefined) {
      record.operation = "results";
      return resultsFile(state, results);
    }
    return refusable(() => {
      checkKey(request);
      return perform(request, record);
    }, record);
  }

  /** Basic with any name; a key without its data centre, or of another one, is no key. */
  function checkKey(request: ToolRequest): void {
    const encoded = /^Basic (\S+)$/.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const key = Buffer.from(encoded, "base64").toString("utf8").split(":").slice(1).join(":");
    if (!/-[a-z]{2,4}\d+$/.test(key) || keys.scopesOf(key) === null)
      throw new MailchimpRefusal(
        401,
        "API Key Invalid",
        "Your API key may be invalid, or you've attempted to access the wrong datacenter.",
      );
  }

  const byHand = (): Mark => ({ at: now(), by: null });
  const everywhere = (address: string, status: Status): void => {
    let found = false;
    for (const one of store.audiences.values())
      for (const member of one.members.values())
        if (member.address === address.trim().toLowerCase()) {
          store.setStatus(member, status, byHand());
          found = true;
        }
    if (!found) store.addMember(audience, address, status, byHand());
  };

  const server = await runToolServer(
    {
      title: "Mailchimp",
      largestBodyBytes: 100_000_000,
      connections: options.enforceRates === false ? Number.POSITIVE_INFINITY : CONNECTIONS,
      answer,
      tooMany: (seconds) => {
        const said = problem(
          new MailchimpRefusal(
            429,
            "Too Many Requests",
            "You have exceeded the limit of 10 simultaneous connections.",
          ),
        );
        return seconds === null
          ? said
          : { ...said, headers: { ...said.headers, "Retry-After": String(seconds) } };
      },
      failure: (status) =>
        problem(
          new MailchimpRefusal(status, "Internal Server Error", "An unexpected internal error has occurred."),
        ),
      page: (request, response, url) => toolPage(tool, request, response, url),
    },
    parts,
    options,
  );

  const tool: LocalMailchimp = {
    get url() {
      return server.url;
    },
    get requestCount() {
      return server.requestCount;
    },
    get keysRevoked() {
      return keys.allRevoked;
    },
    name: "mailchimp",
    title: "Mailchimp",
    requests: server.requests,
    handle: server.handle,
    faults,
    harm,
    store,
    audience,
    keys: keys.names,
    person: (address) => store.view(address),
    people: () => {
      const addresses = new Set(
        [...store.audiences.values()].flatMap(({ members }) =>
          [...members.values()].map((one) => one.address),
        ),
      );
      return [...addresses].flatMap((address) => store.view(address) ?? []);
    },
    lists: () =>
      [...store.audiences.values()].flatMap((one) =>
        [...one.segments.values()].map((segment) => ({
          id: `${one.id}:${segment.id}`,
          name: `${one.name}: ${segment.name}`,
          size: segment.members.size,
        })),
      ),
    membersOf(listId) {
      const [id = "", segmentId] = listId.split(":");
      const one = store.audiences.get(id);
      return [...(one?.segments.get(Number(segmentId))?.members.keys() ?? [])]
        .flatMap((hash) => one?.members.get(hash)?.address ?? [])
        .sort();
    },
    jobs: () => [...jobs.byId.values()],
    addAudience: (name) => store.addAudience(name, now()),
    addSegment: (name, within = audience) => store.addSegment(within, name, now()),
    listId: (segment, within = audience) => `${within.id}:${segment.id}`,
    addMember(
      address,
      { status = "subscribed", segments = [], mergeFields = {}, audience: within = audience } = {},
    ) {
      const member = store.addMember(within, address, status, byHand());
      for (const segment of segments) segment.members.set(member.id, byHand());
      for (const [tag, value] of Object.entries(mergeFields))
        member.mergeFields.set(tag, { value, ...byHand() });
      return member;
    },
    subscribe: (address) => everywhere(address, "subscribed"),
    unsubscribe: (address) => everywhere(address, "unsubscribed"),
    suppress: (address) => everywhere(address, "cleaned"),
    revokeKey: (key) => keys.revoke(key),
    restoreKey: (key) => keys.restore(key),
    finishJobs: (id) => jobs.finish(id),
    save: () => kept.save(),
    async close() {
      await server.close();
      kept.save();
      assertHarmless("Mailchimp", harm);
    },
  };
  return tool;
}

function refusable(work: () => ToolAnswer, record?: RecordedRequest): ToolAnswer {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof MailchimpRefusal)) throw error;
    if (record) record.refusal = error.message;
    return problem(error);
  }
}

function operationOf(
  operations: readonly Operation[],
  request: ToolRequest,
): { operation: Operation; ids: string[] } {
  const fitting = operations.filter(({ path }) => path.test(request.path));
  const operation = fitting.find(({ method }) => method === request.method);
  if (operation)
    return {
      operation,
      ids: (operation.path.exec(request.path) ?? []).slice(1).map((id) => decodeURIComponent(id)),
    };
  if (fitting.length === 0) throw notFound();
  throw new MailchimpRefusal(
    405,
    "Method Not Allowed",
    "The requested method and resource are not compatible. See the Allow header for this resource's available methods.",
  );
}
