/**
 * The part of Shopify's segment query language that this project writes, read as its documentation describes it (shopify.dev, "Segment query
 * language reference"; help.shopify.com, "Shopify-based customer segment filters"): clauses of attribute, operator and value, AND before OR, no
 * brackets, dates as whole days, `!=` and NOT CONTAINS true without a value, every other comparison false without one.
 */
export type ShopifyCustomer = Readonly<Record<string, string | number | readonly string[] | null>>;

const TOKEN = /\s*('[^']*'|>=|<=|!=|[=<>]|[^\s=<>!']+)/gy;

function tokensOf(query: string): string[] {
  const tokens = [...query.matchAll(TOKEN)].map(([, token]) => token ?? "");
  if (tokens.join("") !== query.replace(/\s+(?=(?:[^']*'[^']*')*[^']*$)/g, ""))
    throw new Error(`Not a query: ${query}`);
  return tokens;
}

/** Whether a customer is in the segment of a query, on `today`, a day 'YYYY-MM-DD'. */
export function isInShopifySegment(query: string, customer: ShopifyCustomer, today: string): boolean {
  if (query === "") return true;
  const tokens = tokensOf(query);
  let at = 0;
  const take = (): string => {
    const token = tokens[at++];
    if (token === undefined) throw new Error(`The query ends too early: ${query}`);
    return token;
  };
  const took = (...words: readonly string[]): boolean => {
    if (!words.every((word, i) => tokens[at + i] === word)) return false;
    at += words.length;
    return true;
  };
  const value = (): string | number => {
    const token = take();
    if (token.startsWith("'")) return token.slice(1, -1);
    if (token === "today") return today;
    const offset = /^([+-]\d+)d$/.exec(token);
    if (offset) return dayAfter(today, Number(offset[1]));
    return /^\d{4}-\d\d-\d\d$/.test(token) ? token : Number(token);
  };
  const clause = (): boolean => {
    const name = take();
    if (!(name in customer)) throw new Error(`There is no attribute ${name}: ${query}`);
    const own = customer[name] ?? null;
    const missing = own === null || (Array.isArray(own) && own.length === 0);
    if (took("IS", "NULL")) return missing;
    if (took("IS", "NOT", "NULL")) return !missing;
    if (took("NOT", "CONTAINS")) return !(own as readonly string[] | null)?.includes(String(value()));
    if (took("CONTAINS")) return (own as readonly string[] | null)?.includes(String(value())) ?? false;
    if (took("BETWEEN")) {
      const from = value();
      if (!took("AND")) throw new Error(`BETWEEN has no second value: ${query}`);
      const to = value();
      return own !== null && own >= from && own <= to;
    }
    const operator = take();
    const other = value();
    if (operator === "!=") return own !== other;
    if (own === null) return false;
    if (operator === "=") return own === other;
    if (operator === "<") return own < other;
    if (operator === "<=") return own <= other;
    if (operator === ">") return own > other;
    if (operator === ">=") return own >= other;
    throw new Error(`There is no operator ${operator}: ${query}`);
  };
  let holds = false;
  do {
    let every = true;
    do every = clause() && every;
    while (took("AND"));
    holds ||= every;
  } while (took("OR"));
  if (at < tokens.length) throw new Error(`Something follows the query: ${query}`);
  return holds;
}

function dayAfter(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
