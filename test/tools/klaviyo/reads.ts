import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import { invalid, KlaviyoRefusal, notFound } from "./errors.ts";
import { type Filter, parseFilter } from "./filter.ts";
import { cursorOf, idOfCursor, jobResource, listResource, profileResource } from "./resources.ts";
import type { KlaviyoState } from "./state.ts";
import type { List, Profile } from "./store.ts";

const TYPE = { "Content-Type": "application/vnd.api+json" };

export function ok(body: object, status = 200): ToolAnswer {
  return { status, body, headers: TYPE };
}

/** GetAccountResponseCollection */
export function accounts(state: KlaviyoState): ToolAnswer {
  const { id, name } = state.account;
  return ok({
    data: [
      {
        type: "account",
        id,
        attributes: {
          test_account: true,
          contact_information: {
            default_sender_name: name,
            default_sender_email: "shop@example.com",
            website_url: null,
            organization_name: name,
            street_address: {
              address1: null,
              address2: null,
              city: null,
              region: null,
              country: null,
              zip: null,
            },
          },
          industry: null,
          timezone: "Europe/Amsterdam",
          preferred_currency: "EUR",
          public_api_key: id,
          locale: "en-US",
        },
        links: { self: `${state.url()}/api/accounts/${id}/` },
      },
    ],
    links: { self: `${state.url()}/api/accounts` },
  });
}

const afterIn =
  <T extends { id: string }>(rows: readonly T[]) =>
  (after: string) =>
    rows.filter(({ id }) => id > after);

/** A page in the order of ids, after the one that the cursor names, whether that still exists or not. */
function page<T extends { id: string }>(
  rowsAfter: (id: string) => Iterable<T>,
  request: ToolRequest,
  url: string,
  sizes: { usual: number; largest: number },
  draw: (row: T) => object,
): ToolAnswer {
  const size = Number(request.query.get("page[size]") ?? sizes.usual);
  if (!Number.isInteger(size) || size < 1 || size > sizes.largest)
    throw new KlaviyoRefusal(
      400,
      invalid(`Page size must be an integer between 1 and ${sizes.largest}.`, { parameter: "page[size]" }),
    );
  const cursor = request.query.get("page[cursor]");
  const after = cursor === null ? "" : idOfCursor(cursor);
  if (after === null)
    throw new KlaviyoRefusal(400, invalid("Invalid cursor provided.", { parameter: "page[cursor]" }));
  const shown: T[] = [];
  let isMore = false;
  for (const row of rowsAfter(after)) {
    isMore = shown.length === size;
    if (isMore) break;
    shown.push(row);
  }
  const link = (id: string) => {
    const query = new URLSearchParams(request.query);
    query.set("page[cursor]", cursorOf(id));
    return `${url}${request.path}?${query}`;
  };
  const last = shown.at(-1);
  return ok({
    data: shown.map(draw),
    links: {
      self: `${url}${request.path}${request.query.size > 0 ? `?${request.query}` : ""}`,
      next: last && isMore ? link(last.id) : null,
      prev: null,
    },
  });
}

export function listById(state: KlaviyoState, id: string): List {
  const list = state.store.lists.get(id);
  if (!list) throw notFound(`A list with id ${id} does not exist.`);
  return list;
}

export function lists(state: KlaviyoState, request: ToolRequest): ToolAnswer {
  const filter = parseFilter(request.query.get("filter"), { name: ["any", "equals"], id: ["any", "equals"] });
  const rows = [...state.store.lists.values()].filter(
    (list) => !filter || filter.values.includes(filter.field === "name" ? list.name : list.id),
  );
  refuseSort(request);
  return page(afterIn(rows), request, state.url(), { usual: 10, largest: 10 }, (list) =>
    listResource(list, state.url()),
  );
}

export function list(state: KlaviyoState, request: ToolRequest, id: string): ToolAnswer {
  const additional = choice(request, "additional-fields[list]", ["profile_count"]);
  return ok({ data: listResource(listById(state, id), state.url(), additional.includes("profile_count")) });
}

export function profiles(state: KlaviyoState, request: ToolRequest): ToolAnswer {
  const both = ["any", "equals"];
  const filter = parseFilter(request.query.get("filter"), {
    id: both,
    email: both,
    phone_number: both,
    external_id: both,
  });
  refuseSort(request);
  const { store } = state;
  const byEmail = filter?.field === "email" ? filter.values.map((value) => value.toLowerCase()) : null;
  const named = [...new Set(byEmail)].flatMap((email) => store.byEmail.get(email) ?? []);
  named.sort((a, b) => (a.id < b.id ? -1 : 1));
  function* rowsAfter(after: string) {
    for (const one of store.profilesAfter(after)) if (passes(one, filter)) yield one;
  }
  const draw = drawing(state, request);
  return page(
    byEmail ? afterIn(named) : rowsAfter,
    request,
    state.url(),
    { usual: 20, largest: 100 },
    (profile) => draw(profile),
  );
}

export function profile(state: KlaviyoState, request: ToolRequest, id: string): ToolAnswer {
  return ok({ data: drawing(state, request)(profileById(state, id)) });
}

export function profileById(state: KlaviyoState, id: string): Profile {
  const found = state.store.profiles.get(id);
  if (!found) throw notFound(`A profile with id ${id} does not exist.`);
  return found;
}

export function listMembers(
  state: KlaviyoState,
  request: ToolRequest,
  id: string,
  idsOnly: boolean,
): ToolAnswer {
  const { members } = listById(state, id);
  const both = ["any", "equals"];
  const filter = parseFilter(request.query.get("filter"), { email: both, phone_number: both });
  refuseSort(request);
  function* rowsAfter(after: string) {
    for (const one of state.store.profilesAfter(after))
      if (members.has(one.id) && passes(one, filter)) yield one;
  }
  const draw = idsOnly ? null : drawing(state, request);
  return page(rowsAfter, request, state.url(), { usual: 20, largest: 100 }, (member) =>
    draw ? draw(member, members.get(member.id)?.at) : { type: "profile", id: member.id },
  );
}

function passes(profile: Profile, filter: Filter | null): boolean {
  if (!filter) return true;
  if (filter.field === "id") return filter.values.includes(profile.id);
  if (filter.field === "email")
    return profile.email !== null && filter.values.some((value) => value.toLowerCase() === profile.email);
  return filter.values.some((value) => value === profile.attributes.get(filter.field)?.value);
}

/** The first words of what `fields[profile]` takes in the description. */
const FIELDS = [
  "created",
  "email",
  "external_id",
  "first_name",
  "id",
  "image",
  "joined_group_at",
  "last_event_date",
  "last_name",
  "locale",
  "location",
  "organization",
  "phone_number",
  "predictive_analytics",
  "properties",
  "subscriptions",
  "title",
  "updated",
];

function drawing(state: KlaviyoState, request: ToolRequest) {
  const subscriptions = choice(request, "additional-fields[profile]", ["subscriptions"]).length > 0;
  const fields = choice(request, "fields[profile]", FIELDS).map((field) => field.split(".")[0]);
  return (one: Profile, joined?: Date) => {
    const resource = profileResource(one, { url: state.url(), subscriptions, joined });
    if (fields.length === 0) return resource;
    const attributes = Object.entries(resource.attributes).filter(([name]) => fields.includes(name));
    return { ...resource, attributes: Object.fromEntries(attributes) };
  };
}

function choice(request: ToolRequest, parameter: string, known: readonly string[]): string[] {
  const chosen = (request.query.get(parameter) ?? "").split(",").filter((one) => one !== "");
  const unknown = chosen.find((one) => !known.includes(one.split(".")[0] ?? ""));
  if (unknown !== undefined)
    throw new KlaviyoRefusal(400, invalid(`'${unknown}' is not an allowed value.`, { parameter }));
  return chosen;
}

/** Pages here follow the ids. The tool has other orders; whoever asks for one is told rather than given a wrong one. */
function refuseSort(request: ToolRequest): void {
  const sort = request.query.get("sort");
  if (sort !== null && sort !== "id")
    throw new KlaviyoRefusal(501, {
      code: "LOCAL_TOOL_UNSUPPORTED",
      title: "Not in the local tool.",
      detail: `The local Klaviyo does not sort by ${sort}.`,
    });
}

export function importJobs(state: KlaviyoState, request: ToolRequest): ToolAnswer {
  const filter = parseFilter(request.query.get("filter"), { status: ["any", "equals"] });
  const rows = [...state.imports.values()].filter(
    ({ job }) => !filter || filter.values.includes(job.endedAt ? "complete" : "processing"),
  );
  return page(
    afterIn(rows.map((one) => ({ ...one, id: one.job.id }))),
    request,
    state.url(),
    { usual: 20, largest: 100 },
    ({ job, listIds }) => jobResource(job, listIds, state.url()),
  );
}

export function importJob(state: KlaviyoState, id: string): ToolAnswer {
  const { job, listIds } = importById(state, id);
  return ok({ data: jobResource(job, listIds, state.url()) });
}

/** GetImportErrorResponseCollection */
export function importErrors(state: KlaviyoState, request: ToolRequest, id: string): ToolAnswer {
  const { errors } = importById(state, id);
  return page(
    afterIn(errors),
    request,
    state.url(),
    { usual: 20, largest: 100 },
    ({ id: errorId, ...attributes }) => ({
      type: "import-error",
      id: errorId,
      attributes,
    }),
  );
}

function importById(state: KlaviyoState, id: string) {
  const found = state.imports.get(id);
  if (!found) throw notFound(`A profile bulk import job with id ${id} does not exist.`);
  return found;
}
