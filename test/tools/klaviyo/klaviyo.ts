import { Jobs } from "../server/jobs.ts";
import { keptContent } from "../server/kept.ts";
import { type KeyGrant, KeyRing } from "../server/keys.ts";
import { toolPage } from "../server/page.ts";
import { lowerCase, type Mark } from "../server/people.ts";
import { Rates } from "../server/rates.ts";
import type { RecordedRequest, ToolAnswer, ToolRequest } from "../server/requests.ts";
import {
  assertHarmless,
  type LocalTool,
  runToolServer,
  serverParts,
  type ToolOptions,
} from "../server/tool-server.ts";
import { klaviyoContent } from "./content.ts";
import { errorAnswer, invalid, KlaviyoRefusal, notFound } from "./errors.ts";
import { LIMITS, OPERATIONS, type Operation } from "./operations.ts";
import * as reads from "./reads.ts";
import type { KlaviyoState } from "./state.ts";
import { type Consent, KlaviyoStore, type List, type Profile, type Reason } from "./store.ts";
import * as writes from "./writes.ts";

export interface KlaviyoOptions extends ToolOptions {
  /** Private keys; a key with scopes may do only what they allow. Default one full key. */
  keys?: readonly KeyGrant[];
  accountName?: string;
}

export interface LocalKlaviyo extends LocalTool {
  readonly name: "klaviyo";
  readonly store: KlaviyoStore;
  addList(name: string): List;
  /** Somebody whom the account knew before; `lists` are ids. */
  addProfile(
    email: string,
    known?: {
      consent?: Consent;
      suppressed?: Reason;
      lists?: string[];
      attributes?: Record<string, unknown>;
    },
  ): Profile;
}

export const KLAVIYO_REVISION = "2026-07-15";
const DEFAULT_KEY = "pk_local_0000000000000000000000000000000";
const TYPE = "application/vnd.api+json";

export async function startKlaviyo(options: KlaviyoOptions = {}): Promise<LocalKlaviyo> {
  const parts = serverParts(options);
  const { faults, harm, now } = parts;
  const store = new KlaviyoStore();
  const jobs = new Jobs(faults, now);
  const keys = new KeyRing(options.keys ?? [DEFAULT_KEY]);
  const rates = new Rates();
  const state: KlaviyoState = {
    account: { id: "LocKlv", name: options.accountName ?? "Local Klaviyo account" },
    store,
    jobs,
    imports: new Map(),
    faults,
    harm,
    url: () => server.url,
  };
  const kept = keptContent(options.dataFile, klaviyoContent(store));

  function answer(request: ToolRequest, record: RecordedRequest): ToolAnswer {
    let rateHeaders: Record<string, string> = {};
    try {
      const { operation, id } = operationOf(request);
      record.operation = operation.name;
      checkAccess(request, operation);
      const nowMs = now().getTime();
      const rate = rates.take(operation.name, LIMITS[operation.limits], nowMs);
      if (rate.waitMs !== null && options.enforceRates !== false) {
        record.refusal = "throttled";
        return tooMany(Math.max(1, Math.ceil(rate.waitMs / 1_000)));
      }
      // The state of the steady window, on every answer but a 429 (rate_limits_and_error_handling).
      rateHeaders = {
        "RateLimit-Limit": String(rate.window.limit),
        "RateLimit-Remaining": String(rate.remaining),
        "RateLimit-Reset": String(Math.ceil(rate.resetMs / 1_000)),
      };
      checkRequest(request, operation);
      const made = perform(state, request, operation, id);
      return { ...made, headers: { ...made.headers, ...rateHeaders } };
    } catch (error) {
      if (!(error instanceof KlaviyoRefusal)) throw error;
      record.refusal = error.message;
      return errorAnswer(error.status, error.errors, rateHeaders);
    }
  }

  function checkAccess(request: ToolRequest, operation: Operation): void {
    const key = /^Klaviyo-API-Key (\S+)$/.exec(request.headers.authorization ?? "")?.[1];
    if (key === undefined)
      throw new KlaviyoRefusal(401, {
        code: "not_authenticated",
        title: "Authentication credentials were not provided.",
        detail: "Missing or invalid private key.",
      });
    const scopes = keys.scopesOf(key);
    if (scopes === null)
      throw new KlaviyoRefusal(401, {
        code: "authentication_failed",
        title: "Incorrect authentication credentials.",
        detail: "Incorrect authentication credentials.",
      });
    if (scopes !== "full" && !operation.scopes.every((scope) => scopes.includes(scope)))
      throw new KlaviyoRefusal(403, {
        code: "permission_denied",
        title: "You do not have permission to perform this action.",
        detail: `You do not have permission to perform this action. Missing scopes: ${operation.scopes.join(", ")}`,
      });
  }

  const tooMany = (seconds: number | null) =>
    errorAnswer(
      429,
      [
        {
          code: "throttled",
          title: "Request was throttled.",
          detail:
            seconds === null
              ? "Request was throttled."
              : `Request was throttled. Expected available in ${seconds} seconds.`,
        },
      ],
      // Only Retry-After comes with a 429, never the RateLimit headers (rate_limits_and_error_handling).
      seconds === null ? {} : { "Retry-After": String(seconds) },
    );

  const byHand = (): Mark => ({ at: now(), by: null });
  const profileAt = (address: string): Profile => {
    const email = lowerCase(address);
    return store.byEmail.get(email) ?? store.addProfile(email, byHand());
  };

  const server = await runToolServer(
    {
      title: "Klaviyo",
      largestBodyBytes: 20_000_000,
      connections: Number.POSITIVE_INFINITY,
      answer,
      tooMany,
      failure: (status) =>
        errorAnswer(status, [
          { code: "error", title: "A server error occurred.", detail: "A server error occurred." },
        ]),
      page: (request, response, url) => toolPage(tool, request, response, url),
    },
    parts,
    options,
  );

  const tool: LocalKlaviyo = {
    get url() {
      return server.url;
    },
    get requestCount() {
      return server.requestCount;
    },
    name: "klaviyo",
    title: "Klaviyo",
    requests: server.requests,
    handle: server.handle,
    faults,
    harm,
    store,
    keys: keys.names,
    get keysRevoked() {
      return keys.allRevoked;
    },
    person: (address) => {
      const profile = store.byEmail.get(lowerCase(address));
      return profile ? store.view(profile) : null;
    },
    people: () => [...store.profiles.values()].map((profile) => store.view(profile)),
    lists: () => [...store.lists.values()].map(({ id, name, members }) => ({ id, name, size: members.size })),
    membersOf: (listId) =>
      [...(store.lists.get(listId)?.members.keys() ?? [])]
        .flatMap((id) => store.profiles.get(id)?.email ?? [])
        .sort(),
    jobs: () => [...jobs.byId.values()],
    addList: (name) => store.addList(name, now()),
    addProfile(email, { consent, suppressed, lists = [], attributes = {} } = {}) {
      const profile = profileAt(email);
      if (consent) store.setConsent(profile, consent, byHand());
      if (suppressed) store.suppress(profile, suppressed, byHand());
      for (const id of lists) store.lists.get(id)?.members.set(profile.id, byHand());
      store.write(profile, { properties: attributes }, byHand(), false);
      return profile;
    },
    subscribe: (address) => store.setConsent(profileAt(address), "SUBSCRIBED", byHand()),
    unsubscribe: (address) => store.setConsent(profileAt(address), "UNSUBSCRIBED", byHand()),
    suppress: (address) => store.suppress(profileAt(address), "USER_SUPPRESSED", byHand()),
    revokeKey: (key) => keys.revoke(key),
    restoreKey: (key) => keys.restore(key),
    finishJobs: (id) => jobs.finish(id),
    save: () => kept.save(),
    async close() {
      await server.close();
      kept.save();
      assertHarmless("Klaviyo", harm);
    },
  };
  return tool;
}

function operationOf(request: ToolRequest): { operation: Operation; id: string } {
  const fitting = OPERATIONS.filter(({ path }) => path.test(request.path));
  const operation = fitting.find(({ method }) => method === request.method);
  if (operation) return { operation, id: decodeURIComponent(operation.path.exec(request.path)?.[1] ?? "") };
  if (fitting.length === 0) throw notFound(`The path ${request.path} was not found.`);
  throw new KlaviyoRefusal(405, {
    code: "method_not_allowed",
    title: "Method not allowed.",
    detail: `Method "${request.method}" not allowed.`,
  });
}

function checkRequest(request: ToolRequest, { parameters, unsupported, name }: Operation): void {
  // Required of every operation. Assumed: what is missing or unknown is a 400; no page says it.
  if (request.headers.revision !== KLAVIYO_REVISION)
    throw new KlaviyoRefusal(400, {
      code: "invalid",
      title: "Invalid input.",
      detail: `The revision header has to be ${KLAVIYO_REVISION}, which is the one that the local tool knows.`,
    });
  for (const parameter of request.query.keys())
    if (!parameters.includes(parameter))
      throw new KlaviyoRefusal(400, invalid(`'${parameter}' is not a valid parameter.`, { parameter }));
  if (unsupported)
    throw new KlaviyoRefusal(501, {
      code: "LOCAL_TOOL_UNSUPPORTED",
      title: "Not in the local tool.",
      detail: `Klaviyo has ${name}; the local tool has not.`,
    });
  if (request.method === "GET" || request.bytes === 0) return;
  // The only content type of a body in the description.
  if (request.headers["content-type"]?.split(";")[0] !== TYPE)
    throw new KlaviyoRefusal(415, {
      code: "unsupported_media_type",
      title: "Unsupported media type.",
      detail: `The content type has to be ${TYPE}.`,
    });
  if (request.bytes > writes.LARGEST_IMPORT_BYTES)
    throw new KlaviyoRefusal(413, {
      code: "payload_too_large",
      title: "Payload too large.",
      detail: "The maximum allowed payload size is 5MB.",
    });
  if (request.body === undefined)
    throw new KlaviyoRefusal(400, {
      code: "parse_error",
      title: "Malformed request.",
      detail: "JSON parse error.",
    });
}

function perform(state: KlaviyoState, request: ToolRequest, { name }: Operation, id: string): ToolAnswer {
  switch (name) {
    case "get_accounts":
      return reads.accounts(state);
    case "get_lists":
      return reads.lists(state, request);
    case "get_list":
      return reads.list(state, request, id);
    case "create_list":
      return writes.createList(state, request);
    case "update_list":
      return writes.updateList(state, request, id);
    case "delete_list":
      return writes.deleteList(state, id);
    case "get_profiles_for_list":
      return reads.listMembers(state, request, id, false);
    case "get_profile_ids_for_list":
      return reads.listMembers(state, request, id, true);
    case "add_profiles_to_list":
    case "remove_profiles_from_list":
      return writes.changeMembers(state, request, id);
    case "get_profiles":
      return reads.profiles(state, request);
    case "get_profile":
      return reads.profile(state, request, id);
    case "update_profile":
      return writes.writeProfile(state, request, id);
    case "create_or_update_profile":
      return writes.writeProfile(state, request, null);
    case "bulk_import_profiles":
      return writes.importProfiles(state, request);
    case "get_bulk_import_profiles_jobs":
      return reads.importJobs(state, request);
    case "get_bulk_import_profiles_job":
      return reads.importJob(state, id);
    case "get_errors_for_bulk_import_profiles_job":
      return reads.importErrors(state, request, id);
    case "request_profile_deletion":
      return writes.requestDeletion(state, request);
    default:
      return writes.changeConsent(state, request, name);
  }
}
