/** Text that is safe to stand in a page: made only by `html`, which escapes what it is given. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Renderable = Html | string | number | null | undefined | false | readonly Renderable[];

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function rendered(value: Renderable): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.text;
  if (typeof value === "string")
    return value.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
  if (typeof value === "number") return String(value);
  return value.map(rendered).join("");
}

/** Page text; values are escaped unless they are `Html`, lists are joined, null and false vanish. */
export function html(strings: TemplateStringsArray, ...values: Renderable[]): Html {
  return new Html(strings.reduce((text, part, index) => text + rendered(values[index - 1]) + part));
}
