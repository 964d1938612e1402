import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import { MailchimpRefusal, notFound } from "./errors.ts";
import type { MailchimpState } from "./state.ts";
import { type Audience, type Member, type Segment, STATUSES, subscriberHash } from "./store.ts";

/** The members of the answers that the app could read; the description has many more, all of them about other things. */

export function ok(request: ToolRequest, body: Record<string, unknown>, status = 200): ToolAnswer {
  const fields = request.query.get("fields");
  return {
    status,
    body:
      fields === null
        ? body
        : (chosen(
            body,
            fields.split(",").map((one) => one.split(".")),
          ) as object),
  };
}

/** `fields=members.id,total_items`: https://mailchimp.com/developer/marketing/docs/methods-parameters/#partial-responses */
function chosen(value: unknown, paths: string[][]): unknown {
  if (paths.some((path) => path.length === 0)) return value;
  if (Array.isArray(value)) return value.map((one) => chosen(one, paths));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const deeper = paths.filter(([first]) => first === name).map((path) => path.slice(1));
      return deeper.length > 0 ? [[name, chosen(inner, deeper)]] : [];
    }),
  );
}

/** Pages by offset: default 10, at most 1,000 (the parameters of the description). */
function page<T>(
  request: ToolRequest,
  name: string,
  rows: readonly T[],
  draw: (row: T) => object,
  more = {},
): ToolAnswer {
  const count = Number(request.query.get("count") ?? 10);
  const offset = Number(request.query.get("offset") ?? 0);
  if (!Number.isInteger(count) || count < 0 || count > 1_000 || !Number.isInteger(offset) || offset < 0)
    throw new MailchimpRefusal(400, "Bad Request", "count must be at most 1000, and offset at least 0.");
  return ok(request, {
    [name]: rows.slice(offset, offset + count).map(draw),
    total_items: rows.length,
    ...more,
    _links: [],
  });
}

/** https://mailchimp.com/developer/marketing/api/root/list-api-root-resources/ */
export function root({ account, store }: MailchimpState, request: ToolRequest): ToolAnswer {
  let total = 0;
  for (const { members } of store.audiences.values()) total += members.size;
  return ok(request, {
    account_id: account.id,
    account_name: account.name,
    login_id: "1",
    email: "shop@example.com",
    role: "owner",
    total_subscribers: total,
    _links: [],
  });
}

export function audienceById({ store }: MailchimpState, id: string): Audience {
  const audience = store.audiences.get(id);
  if (!audience) throw notFound();
  return audience;
}

export function segmentById(audience: Audience, id: string): Segment {
  const segment = audience.segments.get(Number(id));
  if (!segment) throw notFound();
  return segment;
}

/** By hash, or by the address itself ("This endpoint also accepts a list member's email address"). */
export function memberById(audience: Audience, id: string): Member {
  const member = audience.members.get(hashOf(id));
  if (!member) throw notFound();
  return member;
}

export function hashOf(id: string): string {
  return id.includes("@") ? subscriberHash(id) : id.toLowerCase();
}

function audienceResource({ id, name, createdAt, members }: Audience) {
  const count = (status: string) => [...members.values()].filter((member) => member.status === status).length;
  return {
    id,
    name,
    date_created: createdAt.toISOString(),
    stats: {
      member_count: count("subscribed"),
      unsubscribe_count: count("unsubscribed"),
      cleaned_count: count("cleaned"),
    },
  };
}

export function lists(state: MailchimpState, request: ToolRequest): ToolAnswer {
  return page(request, "lists", [...state.store.audiences.values()], audienceResource);
}

export function list(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  return ok(request, audienceResource(audienceById(state, id)));
}

/** `member_count`: "The number of active subscribers currently included in the segment." */
export function segmentResource(audience: Audience, { id, name, createdAt, members }: Segment) {
  const active = [...members.keys()].filter((hash) => audience.members.get(hash)?.status === "subscribed");
  return {
    id,
    name,
    member_count: active.length,
    type: "static",
    created_at: createdAt.toISOString(),
    updated_at: createdAt.toISOString(),
    options: { match: "any", conditions: [] },
    list_id: audience.id,
  };
}

export function segments(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const audience = audienceById(state, id);
  const type = request.query.get("type");
  const rows = type === null || type === "static" ? [...audience.segments.values()] : [];
  return page(request, "segments", rows, (one) => segmentResource(audience, one), { list_id: id });
}

export function segment(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  segmentId: string,
): ToolAnswer {
  const audience = audienceById(state, id);
  return ok(request, segmentResource(audience, segmentById(audience, segmentId)));
}

export function memberResource(audience: Audience, member: Member) {
  const tags = [...audience.segments.values()].filter(({ members }) => members.has(member.id));
  return {
    id: member.id,
    email_address: member.address,
    unique_email_id: member.id.slice(0, 10),
    contact_id: member.id,
    email_type: "html",
    status: member.status,
    merge_fields: Object.fromEntries(
      [...audience.mergeFields.keys()].map((tag) => [tag, member.mergeFields.get(tag)?.value ?? ""]),
    ),
    last_changed: member.changedAt.toISOString(),
    tags_count: tags.length,
    tags: tags.map(({ id, name }) => ({ id, name })),
    list_id: audience.id,
  };
}

export function member(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  memberId: string,
): ToolAnswer {
  const audience = audienceById(state, id);
  return ok(request, memberResource(audience, memberById(audience, memberId)));
}

/** Assumed: who is archived is in the answer only where `status` asks for it, as on the tool's own page of contacts. */
export function members(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const audience = audienceById(state, id);
  const status = request.query.get("status");
  if (status !== null && !STATUSES.some((known) => known === status))
    throw new MailchimpRefusal(400, "Bad Request", `${status} is no status.`);
  const rows = [...audience.members.values()].filter((one) =>
    status === null ? one.status !== "archived" : one.status === status,
  );
  return page(request, "members", rows, (one) => memberResource(audience, one), { list_id: id });
}

export function segmentMembers(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  segmentId: string,
): ToolAnswer {
  const audience = audienceById(state, id);
  const shown = new Set(["subscribed", "pending"]);
  for (const status of ["cleaned", "transactional", "unsubscribed"])
    if (request.query.get(`include_${status}`) === "true") shown.add(status);
  const rows = [...segmentById(audience, segmentId).members.keys()].flatMap((hash) => {
    const found = audience.members.get(hash);
    return found && shown.has(found.status) ? [found] : [];
  });
  return page(request, "members", rows, (one) => memberResource(audience, one));
}

export function mergeFields(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const audience = audienceById(state, id);
  return page(
    request,
    "merge_fields",
    [...audience.mergeFields.values()],
    (one) => ({ ...one, list_id: id }),
    { list_id: id },
  );
}
