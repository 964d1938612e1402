import { type FieldNode, type GraphQLField, isNonNullType } from "graphql";
import type { RequestContext } from "../shop-internals.ts";
import { FieldError } from "./field.ts";

/** Turns a source into its JSON value. Throws FieldError up to the nearest nullable field. */
export type Complete = (source: unknown, ctx: RequestContext, errors: FieldError[]) => unknown;

/** Adds the path to errors on their way up, and stops them at a field that may be null. */
export function guarded(
  resolve: Complete,
  key: string,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  leaf: boolean,
): Complete {
  const nullable = !isNonNullType(field.type);
  if (leaf && nullable) return resolve;
  return (source, ctx, errors) => {
    const before = errors.length;
    try {
      const value = resolve(source, ctx, errors);
      for (let at = before; at < errors.length; at++) errors[at]!.path.unshift(key);
      return value;
    } catch (error) {
      if (!(error instanceof FieldError)) throw error;
      if (error.path.length === 0 && node.loc) {
        const { line, column } = node.loc.startToken;
        error.locations = [{ line, column }];
      }
      error.path.unshift(key);
      if (!nullable) throw error;
      errors.push(error);
      return null;
    }
  };
}
