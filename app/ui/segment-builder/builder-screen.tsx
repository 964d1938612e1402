import { useNavigate, useSearchParams } from "@remix-run/react";
import { useEffect, useState } from "react";
import { dayOfIso } from "../../clv/calendar.ts";
import type { BuilderView } from "../../segments/builder.ts";
import { listAddress } from "../customers/list-conditions.ts";
import { useLocale } from "../locale.tsx";
import { useToast } from "../states/toast.ts";
import { BuilderPage } from "./builder-page.tsx";
import type { BuilderStart } from "./builder-start.ts";
import { draftSearch, draftText } from "./draft-text.ts";
import type { Editing } from "./editor.ts";
import { askPreview, findChoices, type SaveAnswer, saveSegment, type Target } from "./save-segment.ts";

interface BuilderScreenProps {
  readonly view: BuilderView;
  readonly title: string;
  readonly backUrl: string;
  readonly start: BuilderStart;
  readonly target: Target;
}

/** Not by the router, which would begin the page anew. */
const putInAddress = (search: URLSearchParams) =>
  window.history.replaceState(window.history.state, "", `${window.location.pathname}?${search}`);

function keepDay(day: string | null) {
  const search = new URLSearchParams(window.location.search);
  if (day === null) search.delete("day");
  else search.set("day", day);
  putInAddress(search);
}

/** What is built stays in the address, to which the browser's way back leads. */
function keepDraft(editing: Editing, day: string | null): string | null {
  const draft = draftText(editing);
  if (draft === null) return null;
  const search = draftSearch(window.location.search, draft, day);
  putInAddress(search);
  return `${window.location.pathname}?${search}`;
}

/** The link opens the draft in the admin of the shop; the address of this page becomes the draft's as well. */
async function share(editing: Editing, day: string | null, shopDomain: string) {
  const address = keepDraft(editing, day);
  if (address === null) return null;
  const app = document.querySelector<HTMLMetaElement>('meta[name="shopify-api-key"]')?.content ?? "";
  const link = `https://${shopDomain}/admin/apps/${app}${address}`;
  const isCopied = await Promise.resolve(navigator.clipboard?.writeText(link)).then(
    () => navigator.clipboard !== undefined,
    () => false,
  );
  return { link, isCopied };
}

/** The builder with the server behind it. */
export function BuilderScreen({ view, title, backUrl, start, target }: BuilderScreenProps) {
  const { t } = useLocale();
  const navigate = useNavigate();
  const [asked] = useSearchParams();
  const askedDay = asked.get("day");
  const isDay = view.earlierDays !== null && askedDay !== null && dayOfIso(askedDay) !== null;
  const [saving, setSaving] = useState(false);
  const [answer, setAnswer] = useState<SaveAnswer | null>(null);
  const savedKey = answer?.ok ? answer.key : null;
  useToast(answer?.ok ? answer : null, t("builder.saved"));
  useEffect(() => {
    if (savedKey !== null) navigate(`/app/segments/${savedKey}`);
  }, [savedKey, navigate]);
  return (
    <BuilderPage
      view={view}
      title={title}
      backUrl={backUrl}
      start={start}
      firstDay={isDay ? askedDay : null}
      onDay={keepDay}
      saving={saving}
      isSaved={savedKey !== null}
      refusal={answer?.ok === false ? answer : null}
      ask={askPreview}
      findChoices={findChoices}
      onSave={async (asked) => {
        setSaving(true);
        setAnswer(await saveSegment(target, asked));
        setSaving(false);
      }}
      onShare={(editing, day) => share(editing, day, view.shop.domain)}
      onList={(editing, counted) => {
        // A segment that exists keeps its name for itself.
        const url = listAddress(counted, target.key === null ? editing : { ...editing, name: "" });
        if (url === null || keepDraft(editing, null) === null) return false;
        navigate(url);
        return true;
      }}
    />
  );
}
