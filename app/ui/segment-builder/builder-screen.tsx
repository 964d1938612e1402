import { useNavigate } from "@remix-run/react";
import { useEffect, useState } from "react";
import type { BuilderView } from "../../segments/builder.ts";
import { useLocale } from "../locale.tsx";
import { useToast } from "../states/toast.ts";
import { BuilderPage } from "./builder-page.tsx";
import type { BuilderStart } from "./builder-start.ts";
import { draftText } from "./draft-text.ts";
import type { Editing } from "./editor.ts";
import { askPreview, findChoices, type SaveAnswer, saveSegment, type Target } from "./save-segment.ts";

interface BuilderScreenProps {
  readonly view: BuilderView;
  readonly title: string;
  readonly backUrl: string;
  readonly start: BuilderStart;
  readonly target: Target;
}

/** The link opens the draft in the admin of the shop; the address of this page becomes the draft's as well. */
async function share(editing: Editing, shopDomain: string) {
  const draft = draftText(editing);
  if (draft === null) return null;
  const { pathname } = window.location;
  window.history.replaceState(window.history.state, "", `${pathname}?draft=${draft}`);
  const app = document.querySelector<HTMLMetaElement>('meta[name="shopify-api-key"]')?.content ?? "";
  const link = `https://${shopDomain}/admin/apps/${app}${pathname}?draft=${draft}`;
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
      saving={saving}
      isSaved={savedKey !== null}
      refusal={answer?.ok === false ? answer : null}
      ask={askPreview}
      findChoices={findChoices}
      onSave={async (name, rule) => {
        setSaving(true);
        setAnswer(await saveSegment(target, name, rule));
        setSaving(false);
      }}
      onShare={(editing) => share(editing, view.shop.domain)}
    />
  );
}
