import type { Arguments, RequestContext } from "../shop-internals.ts";

/** Method syntax, so that resolvers for different sources fit into one map. */
type Resolve<Source> = { of(source: Source, args: Arguments, ctx: RequestContext): unknown }["of"];

export interface FieldDefinition {
  resolve: Resolve<unknown>;
  /** The arguments that are honoured; any other one that a query gives is refused. */
  args: readonly string[];
}

export type FieldMap = Map<string, FieldDefinition>;

/** Fields of one object type, by name; `with_` where arguments count. */
export function define<Source>(
  map: FieldMap,
  type: string,
  fields: Record<string, Resolve<Source> | { args: readonly string[]; resolve: Resolve<Source> }>,
): void {
  for (const [name, field] of Object.entries(fields))
    map.set(`${type}.${name}`, typeof field === "function" ? { resolve: field, args: [] } : field);
}

export function with_<Source>(
  args: readonly string[],
  resolve: Resolve<Source>,
): { args: readonly string[]; resolve: Resolve<Source> } {
  return { args, resolve };
}

/** A value behind an interface or union, with its concrete type. */
export class Typed {
  readonly type: string;
  readonly value: unknown;

  constructor(type: string, value: unknown) {
    this.type = type;
    this.value = value;
  }
}

/** An error that belongs to one field: it becomes null (or its nearest nullable parent does) and is reported. */
export class FieldError extends Error {
  override name = "FieldError";
  readonly path: (string | number)[] = [];
  readonly extensions: Record<string, unknown>;
  locations: readonly { line: number; column: number }[] = [];

  constructor(message: string, extensions: Record<string, unknown> = {}) {
    super(message);
    this.extensions = extensions;
  }
}

/** Something that real Shopify would answer and this local admin does not know. Never a silent null. */
export class Unsupported extends Error {
  override name = "Unsupported";
}

/** A query that bulk operations do not take: a userError of the mutation. */
export class BulkRefused extends Error {
  override name = "BulkRefused";
}
