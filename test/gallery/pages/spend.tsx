import { useEffect, useState } from "react";
import type { SpendView } from "../../../app/acquisition/spend-view.ts";
import type { SpendChanged } from "../../../app/ui/spend/changes.ts";
import { SpendDialog } from "../../../app/ui/spend/spend-dialog.tsx";
import { SpendPage, type SpendPageProps } from "../../../app/ui/spend/spend-page.tsx";
import { EMPTY_FORM } from "../../../app/ui/spend/use-spend-file.ts";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { emptySpend, fileStates, fullSpend, longSpend, overlapping } from "../views/spend.ts";

const draw =
  (
    view: SpendView,
    file: keyof typeof fileStates = "idle",
    opened?: SpendPageProps["opened"],
    answer: SpendChanged | null = null,
    exporting: SpendPageProps["exporting"] = "idle",
  ) =>
  () => (
    <SpendPage
      view={view}
      mostBytes={4_194_304}
      period="12"
      changes={{ busy: false, answer, send: () => {} }}
      file={{
        now: fileStates[file],
        form: EMPTY_FORM,
        setForm: () => {},
        give: () => {},
        again: () => {},
        store: () => {},
        close: () => {},
      }}
      exporting={exporting}
      onExport={() => {}}
      onPeriod={() => {}}
      onPage={() => {}}
      {...(opened && { opened })}
    />
  );

/** What is asked to be saved may be counted already; its dialog asks by itself, once it is there. */
function Overlapping() {
  const [answer, setAnswer] = useState<SpendChanged | null>(null);
  useEffect(() => {
    const watch = new MutationObserver(ask);
    function ask() {
      const save = document.querySelector<HTMLElement>('[role="dialog"] .Polaris-Button--variantPrimary');
      if (!save) return;
      watch.disconnect();
      save.click();
    }
    watch.observe(document.body, { childList: true, subtree: true });
    ask();
    return () => watch.disconnect();
  }, []);
  return (
    <SpendDialog
      entry={fullSpend.typed.rows[1] ?? null}
      today={fullSpend.today}
      minorDigits={2}
      channels={fullSpend.channels}
      changes={{ busy: false, answer, send: () => setAnswer(overlapping) }}
      onClose={() => {}}
    />
  );
}

export const page: GalleryPage = {
  name: "spend",
  path: "/app/acquisition/spend",
  states: {
    full: draw(fullSpend),
    loading: () => <PageSkeleton backAction lines={10} />,
    empty: draw(emptySpend),
    partial: draw({
      ...fullSpend,
      typed: emptySpend.typed,
      imports: emptySpend.imports,
      totals: [],
      months: [],
    }),
    error: draw(fullSpend, "failed", undefined, { change: "remove", done: false }, "failed"),
    entering: draw(fullSpend, "idle", "spend"),
    overlaps: () => <Overlapping />,
    commission: draw(fullSpend, "idle", "rule"),
    end_of_commission: draw(fullSpend, "idle", "end"),
    importing: draw(emptySpend, "idle", "file"),
    reading: draw(emptySpend, "reading"),
    preview: draw(fullSpend, "preview"),
    preview_plain: draw(emptySpend, "unstated"),
    other_currency: draw(emptySpend, "otherCurrency"),
    no_channel: draw(emptySpend, "noChannel"),
    no_period: draw(emptySpend, "noPeriod"),
    open_dates: draw(emptySpend, "openDates"),
    open_amounts: draw(emptySpend, "openAmounts"),
    open_total: draw(emptySpend, "openTotal"),
    too_many_months: draw(emptySpend, "tooManyMonths"),
    too_large: draw(emptySpend, "tooLarge"),
    unsure: draw(fullSpend, "unsure"),
    stored: draw(fullSpend, "stored"),
    nothing_left: draw(fullSpend, "nothingLeft"),
    undone: draw(fullSpend, "undone"),
    pages: draw(longSpend),
  },
};
