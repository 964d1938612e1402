import type { Publication } from "../../../app/publishing/publication.ts";
import type { PublishingControl } from "../../../app/ui/segments/use-publishing.ts";

const ignore = () => {};
export const notPublished: PublishingControl = {
  ...{ publication: null, busy: false, failure: null, isMoving: false },
  ...{ onPublish: ignore, onTakeBack: ignore },
};

const tag = "klantwaarde-vip";
const inStep: Publication = {
  tag,
  query: `customer_tags CONTAINS '${tag}' AND email_subscription_status = 'SUBSCRIBED'`,
  ...{ shopifySegmentId: 510_000_000_001, wanted: true, problem: null, problemDetail: null },
  ...{
    members: 1_240,
    tagged: 1_240,
    refused: 0,
    left: 0,
    leftRefused: 0,
    reasons: [],
    tryAgainAt: null,
    inStepAt: "2026-11-21T08:30:00.000Z",
    bulk: null,
  },
};
const shown = (publication: Partial<Publication>, more: Partial<PublishingControl> = {}) => ({
  ...notPublished,
  publication: { ...inStep, ...publication },
  ...more,
});

export const publications = {
  inStep: shown({}),
  tagsRefused: shown({
    ...{ tagged: 1_226, refused: 14, left: 3, leftRefused: 3, tryAgainAt: "2026-11-21T12:30:00.000Z" },
    reasons: [
      { words: "Tags: a customer cannot have more than 250 tags", customers: 12 },
      { words: "Customer is locked", customers: 5 },
    ],
  }),
  tagsGivenUp: shown({
    ...{ tagged: 1_238, refused: 2 },
    reasons: [{ words: "Customer is locked", customers: 2 }],
  }),
  removalRefused: shown({
    ...{ wanted: false, shopifySegmentId: null, members: 0, tagged: 0, left: 2, leftRefused: 2 },
    ...{ reasons: [{ words: "Customer is locked", customers: 2 }], tryAgainAt: "2026-11-21T12:30:00.000Z" },
  }),
  working: shown({ tagged: 425, inStepAt: null }, { isMoving: true }),
  inBulk: shown(
    { tagged: 0, inStepAt: null, bulk: { change: "tagsAdd", customers: 1_240, done: 425 } },
    { isMoving: true },
  ),
  permission: shown({ tagged: 1_236, problem: "permission" }),
  gone: shown({ shopifySegmentId: null, problem: "segment_gone" }),
  changed: shown({ problem: "segment_changed" }),
  refused: shown({
    ...{ shopifySegmentId: null, problem: "segment_refused" },
    problemDetail: "Name has already been taken",
  }),
  removing: shown(
    { wanted: false, shopifySegmentId: null, members: 0, tagged: 0, left: 300 },
    { isMoving: true },
  ),
  declined: { ...notPublished, failure: "declined" },
  notAllowed: { ...notPublished, failure: "not_allowed" },
  failed: shown({}, { failure: "failed" }),
} as const satisfies Record<string, PublishingControl>;
