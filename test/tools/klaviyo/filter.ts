import { invalid, KlaviyoRefusal } from "./errors.ts";

export interface Filter {
  field: string;
  operator: string;
  values: string[];
}

/**
 * `equals(email,"a@b.c")` and `any(email,["a@b.c","d@e.f"])`, the two that the description offers for these fields
 * (`x-klaviyo-filters`); grammar: https://developers.klaviyo.com/en/docs/filtering_
 */
export function parseFilter(text: string | null, allowed: Record<string, readonly string[]>): Filter | null {
  if (text === null) return null;
  const match = /^([\w-]+)\(([\w.]+),(.*)\)$/s.exec(text);
  const [, operator, field, argument] = match ?? [];
  if (!operator || !field || argument === undefined) refuse(`Invalid filter provided: ${text}`);
  if (!allowed[field]) refuse(`'${field}' is not a filterable field for this resource.`);
  if (!allowed[field].includes(operator))
    refuse(`The operator '${operator}' is not valid for the field '${field}'.`);
  return { field, operator, values: valuesOf(argument, operator === "any") };
}

function valuesOf(argument: string, isList: boolean): string[] {
  let value: unknown;
  try {
    // The quotes of a text may be double or single.
    value = JSON.parse(/^\[?'/.test(argument) ? argument.replaceAll("'", '"') : argument);
  } catch {
    refuse(`Invalid filter value: ${argument}`);
  }
  if (!isList) {
    if (typeof value !== "string") refuse("The filter's value has to be a text in quotes.");
    return [value];
  }
  if (!Array.isArray(value) || value.length === 0 || !value.every((one) => typeof one === "string"))
    refuse("The filter's value has to be a list of texts in quotes.");
  // Assumed, as no page says it: no more than a page holds, so that a look-up always fits one page.
  if (value.length > 100) refuse("A filter takes at most 100 values.");
  return value;
}

function refuse(detail: string): never {
  throw new KlaviyoRefusal(400, invalid(detail, { parameter: "filter" }));
}
