import type { ToolAnswer, ToolRequest } from "../server/requests.ts";
import * as batches from "./batches.ts";
import * as reads from "./reads.ts";
import type { MailchimpState } from "./state.ts";
import * as writes from "./writes.ts";

type Perform = (state: MailchimpState, request: ToolRequest, id: string, inner: string) => ToolAnswer;

/** Name (the description's `operationId`), method, path, what it does. */
export interface Operation {
  readonly name: string;
  readonly method: string;
  readonly path: RegExp;
  readonly perform: Perform;
}

const operation = (name: string, method: string, path: string, perform: Perform): Operation => ({
  name,
  method,
  path: new RegExp(`^/3\\.0${path.replaceAll("{}", "([^/]+)")}/?$`),
  perform,
});

const member = "/lists/{}/members/{}";
const segment = "/lists/{}/segments/{}";

export function mailchimpOperations(perform: (request: ToolRequest) => ToolAnswer): readonly Operation[] {
  return [
    operation("getRoot", "GET", "", reads.root),
    operation("getPing", "GET", "/ping", (_state, request) =>
      reads.ok(request, { health_status: "Everything's Chimpy!" }),
    ),
    operation("getLists", "GET", "/lists", reads.lists),
    operation("getListsId", "GET", "/lists/{}", reads.list),
    operation("postListsId", "POST", "/lists/{}", writes.batchSubscribe),
    operation("getListsIdMembers", "GET", "/lists/{}/members", reads.members),
    operation("postListsIdMembers", "POST", "/lists/{}/members", writes.addMember),
    operation("getListsIdMembersId", "GET", member, reads.member),
    operation("putListsIdMembersId", "PUT", member, writes.putMember),
    operation("patchListsIdMembersId", "PATCH", member, writes.patchMember),
    operation("deleteListsIdMembersId", "DELETE", member, writes.archiveMember),
    operation("postListMemberTags", "POST", `${member}/tags`, writes.changeTags),
    operation(
      "postListsIdMembersHashActionsDeletePermanent",
      "POST",
      `${member}/actions/delete-permanent`,
      (state, _request, id, hash) => writes.forgetMember(state, id, hash),
    ),
    operation("getListsIdMergeFields", "GET", "/lists/{}/merge-fields", reads.mergeFields),
    operation("postListsIdMergeFields", "POST", "/lists/{}/merge-fields", writes.addMergeField),
    operation("getListsIdSegments", "GET", "/lists/{}/segments", reads.segments),
    operation("postListsIdSegments", "POST", "/lists/{}/segments", writes.addSegment),
    operation("getListsIdSegmentsId", "GET", segment, reads.segment),
    operation("postListsIdSegmentsId", "POST", segment, writes.changeSegment),
    operation("getListsIdSegmentsIdMembers", "GET", `${segment}/members`, reads.segmentMembers),
    operation("postBatches", "POST", "/batches", (state, request) =>
      batches.startBatch(state, request, perform),
    ),
    operation("getBatchesId", "GET", "/batches/{}", batches.batch),
    operation("deleteBatchesId", "DELETE", "/batches/{}", (state, _request, id) =>
      batches.deleteBatch(state, id),
    ),
  ];
}
