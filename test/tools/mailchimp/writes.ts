import { isAddress, type Mark } from "../server/people.ts";
import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import { invalidResource, MailchimpRefusal, parseBody } from "./errors.ts";
import {
  audienceById,
  hashOf,
  memberById,
  memberResource,
  ok,
  segmentById,
  segmentResource,
} from "./reads.ts";
import {
  addMemberBody,
  addMergeFieldBody,
  addSegmentBody,
  batchSubscribeBody,
  patchMemberBody,
  putMemberBody,
  segmentMembersBody,
  tagsBody,
} from "./schema.ts";
import type { MailchimpState } from "./state.ts";
import { type Audience, type Member, type Segment, type Status, subscriberHash } from "./store.ts";

const markOf = (request: ToolRequest): Mark => ({ at: request.at, by: request.number });

function harm(state: MailchimpState, request: ToolRequest, operation: string, what: string): void {
  state.harm.push({ request: request.number, operation, what });
}

/** 80 on the largest plan: https://chimpmatic.com/mailchimp-audience-fields-and-merge-tags */
const MOST_MERGE_FIELDS = 30;

export function addMergeField(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const audience = audienceById(state, id);
  const body = parseBody(addMergeFieldBody, request.body);
  const tag = body.tag ?? `MMERGE${audience.mergeFields.size + 1}`;
  if (audience.mergeFields.has(tag))
    throw new MailchimpRefusal(
      400,
      "Bad Request",
      `A Merge Field with the tag "${tag}" already exists for this list.`,
    );
  if (audience.mergeFields.size >= MOST_MERGE_FIELDS)
    throw new MailchimpRefusal(
      400,
      "Bad Request",
      "This list already has the maximum number of merge fields.",
    );
  const { name, type, required = false } = body;
  const made = state.store.addMergeField(audience, {
    tag,
    name,
    type,
    required,
    public: body.public ?? false,
  });
  return ok(request, { ...made, list_id: id });
}

export function addSegment(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const audience = audienceById(state, id);
  const { name, static_segment, options } = parseBody(addSegmentBody, request.body);
  if (static_segment === undefined || options !== undefined)
    throw new MailchimpRefusal(
      501,
      "LOCAL_TOOL_UNSUPPORTED",
      "The local Mailchimp makes static segments alone.",
    );
  const segment = state.store.addSegment(audience, name, request.at);
  addTo(state, audience, segment, static_segment, markOf(request));
  return ok(request, segmentResource(audience, segment));
}

/** "Any emails provided that are not present on the list will be ignored": nobody is made a member by it. */
function addTo(state: MailchimpState, audience: Audience, segment: Segment, addresses: string[], mark: Mark) {
  const added: Member[] = [];
  const refused: { email_addresses: string[]; error: string }[] = [];
  for (const address of addresses) {
    const member = audience.members.get(subscriberHash(address));
    const words = state.faults.refusePeople.get(address.toLowerCase());
    if (!member || words !== undefined)
      refused.push({
        email_addresses: [address],
        error: words ?? "Email address does not exist in the list",
      });
    // Assumed: who is there already is not named among those added, so that nobody counts on it.
    else if (!segment.members.has(member.id)) {
      segment.members.set(member.id, mark);
      added.push(member);
    }
  }
  return { added, refused };
}

export function changeSegment(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  segmentId: string,
): ToolAnswer {
  const audience = audienceById(state, id);
  const segment = segmentById(audience, segmentId);
  const { members_to_add = [], members_to_remove = [] } = parseBody(segmentMembersBody, request.body);
  const { added, refused } = addTo(state, audience, segment, members_to_add, markOf(request));
  const removed = members_to_remove.flatMap((address) => {
    const member = audience.members.get(subscriberHash(address));
    if (member && segment.members.delete(member.id)) return [member];
    refused.push({ email_addresses: [address], error: "Email address does not exist in the segment" });
    return [];
  });
  return ok(request, {
    members_added: added.map((member) => memberResource(audience, member)),
    members_removed: removed.map((member) => memberResource(audience, member)),
    errors: refused,
    total_added: added.length,
    total_removed: removed.length,
    error_count: refused.length,
    _links: [],
  });
}

export function addMember(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const audience = audienceById(state, id);
  const body = parseBody(addMemberBody, request.body);
  harm(state, request, "postListsIdMembers", `made a member ${body.status}`);
  if (audience.members.has(subscriberHash(body.email_address)))
    throw new MailchimpRefusal(
      400,
      "Member Exists",
      `${body.email_address} is already a list member. Use PUT to insert or update list members.`,
    );
  const member = newMember(state, audience, body.email_address, body.status, markOf(request));
  writeFields(audience, member, body.merge_fields, markOf(request));
  return ok(request, memberResource(audience, member));
}

function newMember(
  state: MailchimpState,
  audience: Audience,
  address: string,
  status: Status,
  mark: Mark,
): Member {
  if (!isAddress(address))
    throw invalidResource({ field: "email_address", message: "This value should be a valid email." });
  if (audience.forgotten.has(subscriberHash(address)))
    throw new MailchimpRefusal(
      400,
      "Forgotten Email Not Subscribed",
      `${address} was permanently deleted and cannot be re-imported. The contact must re-subscribe to get back on the list.`,
    );
  return state.store.addMember(audience, address, status, mark);
}

export function putMember(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  memberId: string,
): ToolAnswer {
  const audience = audienceById(state, id);
  const body = parseBody(putMemberBody, request.body);
  const known = audience.members.get(hashOf(memberId));
  if (!known && (body.email_address === undefined || body.status_if_new === undefined))
    throw invalidResource({ field: "status_if_new", message: "This value is required for a new member." });
  const address = known?.address ?? body.email_address ?? "";
  refusePerson(state, address);
  if (!known) harm(state, request, "putListsIdMembersId", `made a member ${body.status_if_new}`);
  const member =
    known ?? newMember(state, audience, address, body.status_if_new ?? "pending", markOf(request));
  if (body.status !== undefined) changeStatus(state, request, "putListsIdMembersId", member, body.status);
  writeFields(audience, member, body.merge_fields, markOf(request));
  return ok(request, memberResource(audience, member));
}

/** Without `status` it touches no subscription. */
export function patchMember(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  memberId: string,
): ToolAnswer {
  const audience = audienceById(state, id);
  const body = parseBody(patchMemberBody, request.body);
  const member = memberById(audience, memberId);
  refusePerson(state, member.address);
  if (body.email_address !== undefined && subscriberHash(body.email_address) !== member.id)
    throw new MailchimpRefusal(501, "LOCAL_TOOL_UNSUPPORTED", "The local Mailchimp changes no address.");
  if (body.status !== undefined) changeStatus(state, request, "patchListsIdMembersId", member, body.status);
  writeFields(audience, member, body.merge_fields, markOf(request));
  return ok(request, memberResource(audience, member));
}

function refusePerson(state: MailchimpState, address: string): void {
  const words = state.faults.refusePeople.get(address.toLowerCase());
  if (words !== undefined) throw invalidResource({ field: "email_address", message: words });
}

function changeStatus(
  state: MailchimpState,
  request: ToolRequest,
  operation: string,
  member: Member,
  status: Status,
): void {
  harm(state, request, operation, `sent the status ${status}`);
  if (status === "subscribed" && (member.status === "unsubscribed" || member.status === "cleaned"))
    throw new MailchimpRefusal(
      400,
      "Member In Compliance State",
      `${member.address} is in a compliance state due to unsubscribe, bounce, or compliance review and cannot be subscribed.`,
    );
  state.store.setStatus(member, status, markOf(request));
}

/**
 * Assumed: a tag that the audience does not have is passed over in silence. A value of the wrong kind refuses the member:
 * https://mailchimp.com/developer/marketing/docs/merge-fields/#structure
 */
function writeFields(
  audience: Audience,
  member: Member,
  values: Record<string, unknown> | undefined,
  mark: Mark,
): void {
  const known = Object.entries(values ?? {}).filter(([tag]) => audience.mergeFields.has(tag));
  for (const [tag, value] of known) {
    const message = kindFault(audience.mergeFields.get(tag)?.type ?? "text", value);
    if (message !== null) throw invalidResource({ field: tag, message });
  }
  for (const [tag, value] of known) member.mergeFields.set(tag, { value, ...mark });
  member.changedAt = mark.at;
}

function kindFault(type: string, value: unknown): string | null {
  if (value === "") return null;
  if (type === "number") return Number.isFinite(Number(value)) ? null : "Please enter a number";
  if (type === "date")
    return typeof value === "string" && /^(\d{4}-\d{2}-\d{2}|\d{1,2}\/\d{1,2}\/\d{4})$/.test(value)
      ? null
      : "Please enter the date";
  if (typeof value !== "string" && typeof value !== "number") return "Please enter a value";
  return String(value).length <= 255 ? null : "Please enter a value of at most 255 characters";
}

/** deleteListsIdMembersId archives: nothing is sent to the person any more. */
export function archiveMember(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  memberId: string,
): ToolAnswer {
  const member = memberById(audienceById(state, id), memberId);
  harm(state, request, "deleteListsIdMembersId", "archived a member");
  state.store.setStatus(member, "archived", markOf(request));
  return { status: 204 };
}

export function forgetMember(state: MailchimpState, id: string, memberId: string): ToolAnswer {
  const audience = audienceById(state, id);
  state.store.forget(audience, memberById(audience, memberId));
  return { status: 204 };
}

/** "When is_syncing is true, automations based on the tags in the request will not fire." */
export function changeTags(
  state: MailchimpState,
  request: ToolRequest,
  id: string,
  memberId: string,
): ToolAnswer {
  const audience = audienceById(state, id);
  const member = memberById(audience, memberId);
  const { tags, is_syncing = false } = parseBody(tagsBody, request.body);
  if (!is_syncing) harm(state, request, "postListMemberTags", "changed tags so that automations start");
  for (const { name, status } of tags) {
    const found = [...audience.segments.values()].find((segment) => segment.name === name);
    const segment =
      found ?? (status === "active" ? state.store.addSegment(audience, name, request.at) : undefined);
    if (status === "active") segment?.members.set(member.id, markOf(request));
    else segment?.members.delete(member.id);
  }
  return { status: 204 };
}

export function batchSubscribe(state: MailchimpState, request: ToolRequest, id: string): ToolAnswer {
  const audience = audienceById(state, id);
  const body = parseBody(batchSubscribeBody, request.body);
  harm(state, request, "postListsId", "subscribed members in a batch");
  for (const { email_address, status = "subscribed" } of body.members) {
    const member = audience.members.get(subscriberHash(email_address));
    if (!member) newMember(state, audience, email_address, status, markOf(request));
    else if (body.update_existing) state.store.setStatus(member, status, markOf(request));
  }
  return ok(request, {
    new_members: [],
    updated_members: [],
    errors: [],
    total_created: 0,
    total_updated: 0,
    error_count: 0,
  });
}
