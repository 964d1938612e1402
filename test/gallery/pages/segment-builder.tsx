import { BuilderPage, type BuilderPageProps } from "../../../app/ui/segment-builder/builder-page.tsx";
import type { DraftRule } from "../../../app/ui/segment-builder/draft.ts";
import { draftOf, emptyDraft } from "../../../app/ui/segment-builder/draft.ts";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import type { GalleryPage } from "../registry.ts";
import { builderView, drafts, previews } from "../views/builder.ts";

const channels = ["Online Store", "Point of Sale", "Shop"];
const beans = "Coffee beans, Ethiopia Yirgacheffe, washed, 1 kg";
const findChoices: BuilderPageProps["findChoices"] = async (of) =>
  of === "products"
    ? [
        { value: 8_211_301, title: beans, isDeleted: false },
        { value: 8_211_303, title: "Hand grinder", isDeleted: true },
      ]
    : channels.map((value) => ({ value, title: value, isDeleted: false }));

const draw =
  (name: string, rule: DraftRule | null, more: Partial<BuilderPageProps> = {}) =>
  () => (
    <BuilderPage
      view={builderView}
      title={rule ? "Edit segment" : "New segment"}
      backUrl="/app/segments"
      start={{
        first: { name, draft: rule ? draftOf(rule) : emptyDraft(), order: "net_sales" },
        saved: null,
        formerCurrency: null,
        notice: null,
      }}
      saving={false}
      isSaved={false}
      refusal={null}
      ask={previews.full}
      findChoices={findChoices}
      onSave={() => {}}
      onShare={async () => ({ link: "https://blue-teapot.myshopify.com/admin/apps/x", isCopied: false })}
      onList={() => true}
      {...more}
    />
  );

export const page: GalleryPage = {
  name: "segment-builder",
  path: "/app/segments/new",
  states: {
    skeleton: () => <PageSkeleton title="New segment" lines={10} />,
    empty: draw("", null),
    full: draw("VIP who will stay", drafts.vip),
    nested: draw("Slipping away with value", drafts.nested, { ask: previews.little }),
    every_input: draw("Everything", drafts.everyInput),
    long_names: draw("Nearly sure of it", drafts.longNames),
    bought: draw("Coffee, then tea", drafts.bought),
    unfinished: draw("", drafts.unfinished),
    past: draw("VIP", { all: drafts.past.all.slice(0, 1) }, { ask: previews.past, firstDay: "2025-12-28" }),
    not_known_then: draw("VIP", drafts.past, { ask: previews.notKnown, firstDay: "2025-12-28" }),
    no_such_day: draw("VIP", drafts.vip, { ask: previews.noSuchDay, firstDay: "2019-12-28" }),
    then_too_long: draw("VIP", drafts.vip, { ask: previews.tookTooLong, firstDay: "2025-12-28" }),
    nobody: draw("Nobody", drafts.vip, { ask: previews.nobody }),
    counting: draw("VIP who will stay", drafts.vip, { ask: previews.counting }),
    count_failed: draw("VIP who will stay", drafts.vip, { ask: previews.failed }),
    count_refused: draw("VIP who will stay", drafts.vip, { ask: previews.refused }),
    uses_uncounted: draw("VIP", drafts.past, { ask: previews.usesUncounted }),
    not_valued: draw("VIP who will stay", drafts.vip, {
      ask: previews.notValued,
      view: {
        ...builderView,
        moneyThresholds: [],
        dayThresholds: [],
        countries: [],
        learning: "not_fitted_yet",
      },
    }),
    name_taken: draw("VIP", drafts.vip, { refusal: { reason: "name_taken" } }),
    changed_meanwhile: draw("VIP", drafts.vip, { refusal: { reason: "changed_meanwhile" } }),
    bad_rule: draw("VIP", drafts.vip, { refusal: { reason: "bad_rule", path: "all.1.value" } }),
    cycle: draw("VIP", drafts.bought, {
      refusal: { reason: "cycle", through: ["VIP", "Regulars from Gent", "lapsed"] },
    }),
    damaged_link: draw("", null, {
      start: {
        first: { name: "", draft: emptyDraft(), order: "net_sales" },
        saved: null,
        formerCurrency: null,
        notice: "damaged",
      },
    }),
  },
};
