import { useFetcher, useNavigate } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { ArchiveFailure, SaveFailure } from "../../segments/change-segment.ts";
import { useLocale } from "../locale.tsx";

export type SegmentChange =
  | { readonly change: "rename"; readonly name: string; readonly revision: number }
  | { readonly change: "duplicate"; readonly name: string }
  | { readonly change: "archive" | "restore" }
  | { readonly change: "return"; readonly version: number; readonly revision: number };

export type ChangeAnswer = { readonly change: SegmentChange["change"] } & (
  | { readonly ok: true; readonly key: string; readonly name: string }
  | ({ readonly ok: false } & ChangeFailure)
);

export interface ChangeFailure {
  readonly reason: SaveFailure["reason"] | ArchiveFailure["reason"];
  /** Names of the segments that stand in the way. */
  readonly by?: readonly string[];
}

export interface SegmentChanges {
  readonly busy: boolean;
  /** Why the last change was not made; null where it was, or where none was asked for. */
  readonly failure: ChangeFailure | null;
  /** Rises with each change that was made. */
  readonly made: number;
  readonly onChange: (key: string, change: SegmentChange) => void;
}

/** Changes segments from a page, says so, offers to undo an archiving, and goes to a copy that was made. */
export function useSegmentChange(): SegmentChanges {
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<ChangeAnswer>();
  const navigate = useNavigate();
  const [made, setMade] = useState(0);
  const onChange = (key: string, change: SegmentChange) =>
    submit(
      { ...change },
      { method: "post", action: `/app/segments/${key}/change`, encType: "application/json" },
    );
  const latest = useRef({ onChange, navigate, t });
  latest.current = { onChange, navigate, t };
  useEffect(() => {
    if (!data?.ok) return;
    setMade((before) => before + 1);
    const { key, name, change } = data;
    const its = latest.current;
    const text = its.t(`segments.changed.${change}`, { name });
    const undo = {
      action: its.t("segments.undo"),
      onAction: () => latest.current.onChange(key, { change: "restore" }),
    };
    window.shopify?.toast.show(text, change === "archive" ? undo : undefined);
    if (change === "duplicate") its.navigate(`/app/segments/${key}`);
  }, [data]);
  return { busy: state !== "idle", failure: data?.ok === false ? data : null, made, onChange };
}
