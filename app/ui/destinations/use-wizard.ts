import { useFetcher, useNavigate } from "@remix-run/react";
import { useEffect, useRef, useState } from "react";
import type { Connected } from "../../destinations/connections.ts";
import type { PreviewOutcome } from "../../destinations/preview.ts";
import type { ListMade, ListStarted, ReadToolLists } from "../../destinations/start-list.ts";
import type { ToolName } from "../../destinations/tool.ts";
import type { ExportPreview } from "../../exports/exports.ts";
import { useLocale } from "../locale.tsx";
import { useToast } from "../states/toast.ts";
import { destinationAddress, listAddress } from "./addresses.ts";
import type { DryRun } from "./check-step.tsx";
import type { ToolLists } from "./list-step.tsx";
import { FAILED, type Refusal } from "./refusal.ts";
import { type Answered, useAnswer } from "./use-answer.ts";
import { onward, type WizardAt, wizardAddress } from "./wizard-address.ts";
import type { WizardPageProps } from "./wizard-page.tsx";

type Answer = { readonly ok: true } | ({ readonly ok: false } & Refusal);

/** Why the last attempt failed; null while another one is on its way. */
const refusalOf = (data: Answer | undefined, isIdle: boolean): Refusal | null =>
  isIdle && data && !data.ok ? data : null;

interface Asked<Data> {
  readonly data: Data | undefined;
  readonly state: "idle" | "submitting" | "loading";
}

/** Does something once for each answer, when the page was read again after it: to leave earlier would break that off. */
function useAnswered<Data>({ data, state }: Asked<Data>, then: (data: Data) => void): void {
  const answered = useRef(data);
  const latest = useRef(then);
  latest.current = then;
  useEffect(() => {
    if (state !== "idle" || data === undefined || answered.current === data) return;
    answered.current = data;
    latest.current(data);
  }, [data, state]);
}

/** The address of the dry run, and of the start, of what is chosen. `listId`: of the list to be, by which its people are drawn. */
export function choiceAddress(path: "preview" | "start", at: WizardAt, listId: string): string {
  const parameters = new URLSearchParams({
    segment: at.segment ?? "",
    list: at.list?.id ?? "",
    fields: at.fields.join(","),
    held_out: String(at.heldOutBp),
    as: listId,
  });
  return `${destinationAddress(at.destinationId ?? "")}/${path}?${parameters}`;
}

/** Everything that the steps ask the server, and where its answers lead. */
export function useWizard(at: WizardAt): Omit<WizardPageProps, "connected" | "segments" | "fields" | "at"> {
  const { t } = useLocale();
  const navigate = useNavigate();
  const go = (to: WizardAt) => navigate(wizardAddress(to));
  const { step, destinationId, segment } = at;
  const [listId] = useState(() => crypto.randomUUID());

  const connect = useFetcher<Connected>();
  useAnswered(connect, (data) => {
    if (data.ok) go(onward({ ...at, step: "tool" }, { destinationId: data.destinationId, list: null }));
  });

  const listsUrl = destinationId === null ? null : `${destinationAddress(destinationId)}/tool-lists`;
  const lists = useAnswer<ReadToolLists>(step === "list" ? listsUrl : null);

  const make = useFetcher<ListMade>();
  const [madeFor, setMadeFor] = useState("");
  useAnswered(make, (data) => {
    if (data.ok) {
      go(
        onward(
          { ...at, step: "list" },
          { segment: madeFor, list: { id: data.list.id, name: data.list.name } },
        ),
      );
    }
  });

  const basisUrl = segment === null ? null : `/app/segments/${segment}/export`;
  const basis = useAnswer<{ preview: ExportPreview }>(step === "share" ? basisUrl : null);
  const preview = useAnswer<PreviewOutcome>(step === "check" ? choiceAddress("preview", at, listId) : null);

  const start = useFetcher<ListStarted>();
  useToast(start.data?.ok ? start.data : null, t("connecting.started"));
  useAnswered(start, (data) => {
    if (data.ok && destinationId !== null)
      navigate(listAddress(destinationId, data.listId), { replace: true });
  });

  return {
    connecting: {
      busy: connect.state !== "idle",
      refusal: refusalOf(connect.data, connect.state === "idle"),
      onConnect: (tool: ToolName, key: string) =>
        connect.submit(
          { tool, key },
          { method: "post", action: "/app/destinations/connect", encType: "application/json" },
        ),
    },
    lists: listsOf(lists),
    making: {
      busy: make.state !== "idle",
      refusal: refusalOf(make.data, make.state === "idle"),
      onMake: (its, name, within) => {
        setMadeFor(its);
        if (listsUrl !== null) {
          make.submit({ name, within }, { method: "post", action: listsUrl, encType: "application/json" });
        }
      },
    },
    basis: basis.data?.preview ?? null,
    dryRun: dryRunOf(preview),
    starting: {
      // The page of the list is on its way once it has started.
      busy: start.state !== "idle" || start.data?.ok === true,
      refusal: refusalOf(start.data, start.state === "idle"),
      onStart: () => start.submit(null, { method: "post", action: choiceAddress("start", at, listId) }),
    },
    onGo: go,
    onAskLists: lists.again,
    onCountAgain: preview.again,
  };
}

function listsOf({ data, isFailed }: Answered<ReadToolLists>): ToolLists {
  if (isFailed) return { state: "failed", refusal: FAILED };
  if (!data) return { state: "loading" };
  return data.ok ? { state: "known", lists: data.lists } : { state: "failed", refusal: data };
}

function dryRunOf({ data, isFailed }: Answered<PreviewOutcome>): DryRun {
  if (isFailed) return { state: "failed", refusal: FAILED };
  if (!data) return { state: "loading" };
  return data.ok ? { state: "known", preview: data.preview } : { state: "failed", refusal: data };
}
