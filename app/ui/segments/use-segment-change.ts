import { useFetcher, useNavigate } from "@remix-run/react";
import { useEffect, useRef } from "react";
import type { SaveFailure } from "../../segments/stored.ts";
import { useLocale } from "../locale.tsx";

export type SegmentChange =
  | { readonly change: "rename"; readonly name: string; readonly revision: number }
  | { readonly change: "duplicate"; readonly name: string }
  | { readonly change: "archive" | "restore" }
  | { readonly change: "return"; readonly version: number; readonly revision: number };

type Answer = { readonly change: SegmentChange["change"] } & (
  | { readonly ok: true; readonly key: string; readonly name: string }
  | { readonly ok: false; readonly reason: SaveFailure["reason"] }
);

export interface SegmentChanges {
  readonly busy: boolean;
  /** Why the last change was not made; null where it was, or where none was asked for. */
  readonly failure: SaveFailure["reason"] | null;
  /** Rises with each change that was made. */
  readonly made: number;
  readonly onChange: (key: string, change: SegmentChange) => void;
}

/** Changes segments from a page, says so, offers to undo an archiving, and goes to a copy that was made. */
export function useSegmentChange(): SegmentChanges {
  const { t } = useLocale();
  const { data, state, submit } = useFetcher<Answer>();
  const navigate = useNavigate();
  const handled = useRef<{ answer: Answer | undefined; made: number }>({ answer: undefined, made: 0 });
  const onChange = (key: string, change: SegmentChange) =>
    submit(
      { ...change },
      { method: "post", action: `/app/segments/${key}/change`, encType: "application/json" },
    );
  if (data?.ok && handled.current.answer !== data) {
    handled.current = { answer: data, made: handled.current.made + 1 };
  }
  const { made } = handled.current;
  const latest = useRef({ onChange, navigate, t });
  latest.current = { onChange, navigate, t };
  useEffect(() => {
    if (!data?.ok || made === 0) return;
    const { key, name, change } = data;
    const its = latest.current;
    const text = its.t(`segments.changed.${change}`, { name });
    const undo = {
      action: its.t("segments.undo"),
      onAction: () => latest.current.onChange(key, { change: "restore" }),
    };
    window.shopify?.toast.show(text, change === "archive" ? undo : undefined);
    if (change === "duplicate") its.navigate(`/app/segments/${key}`);
  }, [data, made]);
  return { busy: state !== "idle", failure: data?.ok === false ? data.reason : null, made, onChange };
}
