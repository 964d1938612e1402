import { expect, test } from "vitest";
import { rule } from "../../../app/segments/rule.ts";
import { draftOf, ruleOfDraft } from "../../../app/ui/segment-builder/draft.ts";
import { draftOfText, draftText } from "../../../app/ui/segment-builder/draft-text.ts";
import { PRODUCT_DRAFTS } from "../../../app/ui/segments/product-drafts.ts";

const chosen = (draft: unknown): unknown =>
  JSON.parse(JSON.stringify(draft).replaceAll('"products":[]', '"products":[7]'));

test.each(Object.entries(PRODUCT_DRAFTS))(
  "the draft %s goes into an address and back, is no rule without products, and is one with them",
  (name, given) => {
    const text = draftText({ name, draft: draftOf(given), order: "net_sales" });
    const read = draftOfText(text ?? "");
    expect(read?.name).toBe(name);
    expect(read && ruleOfDraft(read.draft).rule).toEqual(given);
    const unfinished = rule.safeParse(given);
    const missing = (unfinished.error?.issues ?? []).map(({ path }) => path.at(-1));
    expect(missing).toEqual(["products", "products"]);
    expect(rule.safeParse(chosen(given)).success).toBe(true);
  },
);
