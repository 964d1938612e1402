import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  GraphQLIncludeDirective,
  type GraphQLNamedType,
  type GraphQLObjectType,
  GraphQLSkipDirective,
  getDirectiveValues,
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from "graphql";
import { type FieldDefinition, FieldError, type FieldMap } from "./field.ts";
import type { AccessRule, AdminSchema } from "./schema.ts";

/** Everything that compiling one query needs to know. */
export interface Compilation {
  admin: AdminSchema;
  fields: FieldMap;
  /** Fields that every connection, edge and page info has. */
  generic(type: string, field: string): FieldDefinition | undefined;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Record<string, unknown>;
  grantedScopes: ReadonlySet<string>;
  bulk: boolean;
  /** Members of an interface or union of which the field map knows something. */
  concreteTypes(name: string): GraphQLObjectType[];
}

/** Fields that a concrete type gives for the selections, merged by response key, in the order of the query. */
export function collectFields(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  c: Compilation,
): Map<string, FieldNode[]> {
  const collected = new Map<string, FieldNode[]>();
  const visit = (selection: SelectionNode): void => {
    if (!included(selection, c)) return;
    if (selection.kind === Kind.FIELD) {
      const key = selection.alias?.value ?? selection.name.value;
      const known = collected.get(key);
      if (known) known.push(selection);
      else collected.set(key, [selection]);
      return;
    }
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? c.fragments.get(selection.name.value) : selection;
    if (!fragment) return;
    const condition = fragment.typeCondition && typeFromAST(c.admin.schema, fragment.typeCondition);
    const applies =
      !condition ||
      condition === type ||
      (isAbstractType(condition) && c.admin.schema.isSubType(condition, type));
    if (applies) fragment.selectionSet.selections.forEach(visit);
  };
  for (const set of sets) set.selections.forEach(visit);
  return collected;
}

function included(node: SelectionNode, c: Compilation): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, c.variables)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, c.variables)?.if !== false;
}

/** The error where the app is missing a scope that the field, its type, or the nodes of its connection ask for. */
export function deniedAccess(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  c: Compilation,
): FieldError | null {
  const named = getNamedType(field.type);
  const node = isObjectType(named) && named.name.endsWith("Connection") ? nodeTypeOf(named) : named;
  const keys = [`${type.name}.${field.name}`, named.name, node?.name ?? named.name];
  for (const key of keys) {
    const rule = c.admin.access.get(key);
    if (rule && !holds(rule, c.grantedScopes)) return accessDenied(field.name, rule);
  }
  return null;
}

/** What the edges of a connection lead to. */
export function nodeTypeOf(connection: GraphQLObjectType): GraphQLNamedType | undefined {
  const edges = connection.getFields().edges;
  const edge = edges && getNamedType(edges.type);
  const node = isObjectType(edge) ? edge.getFields().node : undefined;
  return node && getNamedType(node.type);
}

export function holds(rule: Pick<AccessRule, "scopes">, granted: ReadonlySet<string>): boolean {
  return rule.scopes.some((scope) => granted.has(scope) || granted.has(scope.replace(/^read_/, "write_")));
}

export function accessDenied(field: string, rule: AccessRule): FieldError {
  return new FieldError(`Access denied for ${field} field. Required access: ${rule.requiredAccess}`, {
    code: "ACCESS_DENIED",
    documentation: "https://shopify.dev/api/usage/access-scopes",
    requiredAccess: rule.requiredAccess,
  });
}
