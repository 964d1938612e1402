import { useFetcher } from "@remix-run/react";
import { useState } from "react";
import type { Publication, PublishingFailure, PublishingOutcome } from "../../publishing/publication.ts";

export interface PublishingControl {
  /** Null where the segment is not published. */
  readonly publication: Publication | null;
  /** A change that was asked for is on its way. */
  readonly busy: boolean;
  /** Why the last change was not made; `declined`: the merchant did not give the permission. */
  readonly failure: PublishingFailure | "declined" | "failed" | null;
  /** What Shopify holds is going to change by itself. */
  readonly isMoving: boolean;
  /** Asks for the permission where it is missing. `name`: what the segment is called in Shopify. */
  readonly onPublish: (name: string) => void;
  readonly onTakeBack: () => void;
}

const NEEDED = ["write_customers"];

/** Publishes a segment from its page, and takes it back. `key` is null where the page shows none. */
export function usePublishing(key: string | null, publication: Publication | null): PublishingControl {
  const { data, state, submit } = useFetcher<PublishingOutcome>();
  const [asking, setAsking] = useState<"no" | "asking" | "declined" | "failed">("no");
  const send = (body: { change: "publish"; name: string } | { change: "take_back" }) =>
    submit(body, {
      method: "post",
      action: `/app/segments/${key}/publish`,
      encType: "application/json",
    });
  const onPublish = async (name: string) => {
    setAsking("asking");
    try {
      const answer = await window.shopify?.scopes.request(NEEDED);
      if (answer?.result !== "granted-all") return setAsking("declined");
      setAsking("no");
      send({ change: "publish", name });
    } catch {
      setAsking("failed");
    }
  };
  const asked = asking === "declined" || asking === "failed" ? asking : null;
  return {
    publication,
    busy: state !== "idle" || asking === "asking",
    failure: asked ?? (data?.ok === false ? data.reason : null),
    isMoving: publication !== null && isMoving(publication),
    onPublish,
    onTakeBack: () => {
      setAsking("no");
      send({ change: "take_back" });
    },
  };
}

const isMoving = ({ wanted, inStepAt, ...its }: Publication): boolean => {
  const { problem, members, tagged, refused, left, leftRefused } = its;
  if (problem === "permission" || problem === "failed") return false;
  if (!wanted) return problem === null && leftRefused === 0;
  return inStepAt === null || its.bulk !== null || tagged + refused < members || left > leftRefused;
};
