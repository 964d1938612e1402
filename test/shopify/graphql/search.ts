import { Unsupported } from "./field.ts";

/** Answers one term of a search; `undefined` from the table of terms means that the name is not known. */
export type Term<T> = (item: T, matches: Matcher) => boolean;

/** Compares what an item has with the value and the operator of the query. */
interface Matcher {
  time(ms: number | null): boolean;
  number(value: number | null): boolean;
  text(value: string | null): boolean;
}

interface Token {
  kind: "(" | ")" | "AND" | "OR" | "NOT" | "term";
  field: string | null;
  operator: ":" | ":>" | ":>=" | ":<" | ":<=";
  value: string;
}

/**
 * Shopify's search syntax: `field:value`, `field:>=value`, quotes, AND (also by a space), OR, NOT or `-`, brackets.
 * A field that the local admin does not know is refused, where Shopify would quietly ignore it.
 */
export function compileSearch<T>(query: string, terms: Record<string, Term<T>>): (item: T) => boolean {
  const tokens = tokenise(query);
  let at = 0;

  function either(): (item: T) => boolean {
    const options = [all()];
    while (tokens[at]?.kind === "OR") {
      at++;
      options.push(all());
    }
    return options.length === 1 ? options[0]! : (item) => options.some((option) => option(item));
  }

  function all(): (item: T) => boolean {
    const parts: ((item: T) => boolean)[] = [];
    for (let token = tokens[at]; token && token.kind !== "OR" && token.kind !== ")"; token = tokens[at]) {
      if (token.kind === "AND") at++;
      else parts.push(one());
    }
    return (item) => parts.every((part) => part(item));
  }

  function one(): (item: T) => boolean {
    const token = tokens[at++]!;
    if (token.kind === "NOT") {
      const inner = one();
      return (item) => !inner(item);
    }
    if (token.kind === "(") {
      const inner = either();
      if (tokens[at++]?.kind !== ")")
        throw new Unsupported(`A bracket is not closed in the search "${query}".`);
      return inner;
    }
    if (token.kind !== "term")
      throw new Unsupported(`"${token.kind}" is out of place in the search "${query}".`);
    const name = token.field ?? "default";
    const term = Object.hasOwn(terms, name) ? terms[name] : undefined;
    if (!term) throw new Unsupported(`The local Shopify admin does not support the search term "${name}".`);
    const matcher = matcherOf(token);
    return (item) => term(item, matcher);
  }

  const compiled = either();
  if (at < tokens.length) throw new Unsupported(`The search "${query}" cannot be read.`);
  return compiled;
}

function tokenise(query: string): Token[] {
  const pattern =
    /\s*(?:(?<bracket>[()])|(?<word>AND|OR|NOT)(?=[\s(]|$)|(?<minus>-)(?=[\w(])|(?:(?<field>[a-z_]+)(?<operator>:(?:>=|<=|>|<)?))?(?<value>'[^']*'|"[^"]*"|[^\s()]+))/gy;
  const tokens: Token[] = [];
  const text = query.trim();
  while (pattern.lastIndex < text.length) {
    const groups = pattern.exec(text)?.groups;
    if (!groups) throw new Unsupported(`The search "${query}" cannot be read.`);
    const blank = { field: null, operator: ":" as const, value: "" };
    if (groups.bracket === "(" || groups.bracket === ")") tokens.push({ ...blank, kind: groups.bracket });
    else if (groups.word === "AND" || groups.word === "OR" || groups.word === "NOT")
      tokens.push({ ...blank, kind: groups.word });
    else if (groups.minus) tokens.push({ ...blank, kind: "NOT" });
    else
      tokens.push({
        kind: "term",
        field: groups.field ?? null,
        operator: operatorOf(groups.operator),
        value: (groups.value ?? "").replace(/^(['"])(.*)\1$/s, "$2"),
      });
  }
  return tokens;
}

function operatorOf(text: string | undefined): Token["operator"] {
  if (text === ":>" || text === ":>=" || text === ":<" || text === ":<=") return text;
  return ":";
}

function matcherOf({ operator, value }: Token): Matcher {
  const compare = (order: number): boolean => {
    if (operator === ":>") return order > 0;
    if (operator === ":>=") return order >= 0;
    if (operator === ":<") return order < 0;
    if (operator === ":<=") return order <= 0;
    return order === 0;
  };
  // A date without a time means the whole day, as in Shopify.
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value);
  const wantedMs = Date.parse(value);
  const wanted = Number(value);
  const needle = value.toLowerCase();
  return {
    time(ms) {
      if (Number.isNaN(wantedMs)) throw new Unsupported(`"${value}" is no date in a search.`);
      if (ms === null) return false;
      if (day && operator === ":") return ms >= wantedMs && ms < wantedMs + 86_400_000;
      if (day && operator === ":<=") return ms < wantedMs + 86_400_000;
      if (day && operator === ":>") return ms >= wantedMs + 86_400_000;
      return compare(ms - wantedMs);
    },
    number(given) {
      if (Number.isNaN(wanted)) throw new Unsupported(`"${value}" is no number in a search.`);
      return given !== null && compare(given - wanted);
    },
    text(given) {
      if (operator !== ":") throw new Unsupported(`"${operator}" does not compare text in a search.`);
      if (given === null) return false;
      const hay = given.toLowerCase();
      if (needle === "*") return true;
      return needle.endsWith("*") ? hay.startsWith(needle.slice(0, -1)) : hay === needle;
    },
  };
}
