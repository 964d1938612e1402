import { raw } from "sql-template-tag";
import type { Db } from "../db/client.ts";
import { searchTexts, searchTitles, type Texts } from "../db/queries/segments/choices.ts";
import type { ShopRef } from "../platform/ids.ts";
import { FACTS, type Fact, isFactName } from "./facts.ts";

/** What can be chosen in a rule: a text as it is, or something by the title that it has. */
export interface Choice {
  /** As a rule holds it: products and collections by their number. */
  readonly value: string | number;
  readonly title: string;
  /** Shopify no longer has it; what was bought of it can be asked for as before. */
  readonly isDeleted: boolean;
}

/** Beyond that a merchant goes on typing. */
const MOST_CHOICES = 20;

const PRODUCT_TEXTS: Readonly<Record<string, Texts>> = {
  types: { from: "product", of: raw("v.product_type"), areSets: false },
  vendors: { from: "product", of: raw("v.vendor"), areSets: false },
  productTags: { from: "product", of: raw("v.tags"), areSets: true },
};

/** Of a fact whose answer is a text or several; null for others, and for what is no fact. */
function factTexts(name: string): Texts | null {
  if (!isFactName(name)) return null;
  const fact: Fact = FACTS[name];
  if ((fact.type !== "text" && fact.type !== "set") || fact.parameters) return null;
  return { from: "customer_value", of: fact.sql({}, null), areSets: fact.type === "set" };
}

/**
 * What the shop has that contains `search`, whatever the case: `of` products, collections, or what products are (types, vendors,
 * productTags), or of a fact of texts, by its name. Null where nothing can be chosen by that name.
 */
export async function findChoices(
  db: Db,
  { shopId }: ShopRef,
  of: string,
  search: string,
): Promise<readonly Choice[] | null> {
  const text = search.trim();
  if (of === "products" || of === "collections") {
    const found = await searchTitles(db.pool, shopId, of, text, MOST_CHOICES);
    return found.map(({ id, title, is_deleted }) => ({ value: id, title, isDeleted: is_deleted }));
  }
  const texts = Object.hasOwn(PRODUCT_TEXTS, of) ? PRODUCT_TEXTS[of] : factTexts(of);
  if (!texts) return null;
  const found = await searchTexts(db.pool, shopId, texts, text, MOST_CHOICES);
  return found.map((value) => ({ value, title: value, isDeleted: false }));
}
