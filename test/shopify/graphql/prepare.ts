import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLError,
  getVariableValues,
  isInterfaceType,
  isObjectType,
  isUnionType,
  Kind,
  type OperationDefinitionNode,
  parse,
  validate,
} from "graphql";
import type { Page } from "./connection.ts";
import type { FieldDefinition } from "./field.ts";
import { compileObject, type ObjectPlan } from "./plan.ts";
import { fieldMap } from "./resolvers/index.ts";
import { nodeTypes } from "./resolvers/root.ts";
import { type AdminSchema, adminSchema } from "./schema.ts";
import type { Compilation } from "./selection.ts";

export interface WireError {
  message: string;
  locations?: readonly { line: number; column: number }[];
  path?: readonly (string | number)[];
  extensions?: Record<string, unknown>;
}

export interface Prepared {
  operation: "query" | "mutation";
  plan: ObjectPlan;
  cost: number;
}

const checked = new Map<string, DocumentNode | WireError[]>();
const KEPT_DOCUMENTS = 200;

/** Parsed and validated against Shopify's own schema; remembered by its text. */
function checkedDocument(query: string, admin: AdminSchema): DocumentNode | WireError[] {
  const known = checked.get(query);
  if (known) return known;
  let result: DocumentNode | WireError[];
  try {
    const document = parse(query);
    const errors = validate(admin.schema, document);
    result = errors.length > 0 ? errors.map(wireError) : document;
  } catch (error) {
    if (!isGraphqlError(error)) throw error;
    result = [wireError(error)];
  }
  checked.set(query, result);
  if (checked.size > KEPT_DOCUMENTS) checked.delete(checked.keys().next().value!);
  return result;
}

function isGraphqlError(error: unknown): error is GraphQLError {
  return error instanceof Error && error.name === "GraphQLError";
}

function wireError(error: GraphQLError): WireError {
  const locations = error.locations?.map(({ line, column }) => ({ line, column }));
  const unknownField = /^Cannot query field "(\w+)" on type "(\w+)"/.exec(error.message);
  if (!unknownField) return { message: error.message, locations };
  const [, fieldName, typeName] = unknownField;
  return {
    message: `Field '${fieldName}' doesn't exist on type '${typeName}'`,
    locations,
    extensions: { code: "undefinedField", typeName, fieldName },
  };
}

/**
 * A query made ready to run: validated, its variables coerced, compiled. Throws `Unsupported` for what Shopify has
 * and the local admin has not, `BulkRefused` for what bulk operations do not take, `FieldError` where a bulk query asks
 * for what the app may not see.
 */
export function prepare(request: {
  query: string;
  operationName: string | null;
  variables: Record<string, unknown>;
  grantedScopes: ReadonlySet<string>;
  bulk: boolean;
}): Prepared | { errors: WireError[] } {
  const admin = adminSchema();
  const document = checkedDocument(request.query, admin);
  if (Array.isArray(document)) return { errors: document };
  const operations = document.definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  const operation =
    request.operationName === null
      ? operations.length === 1
        ? operations[0]
        : undefined
      : operations.find((one) => one.name?.value === request.operationName);
  if (!operation) return { errors: [{ message: "An operation name is required" }] };
  if (operation.operation === "subscription")
    return { errors: [{ message: "Subscriptions are not supported" }] };
  const coerced = getVariableValues(admin.schema, operation.variableDefinitions ?? [], request.variables);
  if (coerced.errors)
    return {
      errors: coerced.errors.map((error) => ({
        ...wireError(error),
        extensions: { code: "INVALID_VARIABLE" },
      })),
    };
  const root = operation.operation === "query" ? admin.schema.getQueryType() : admin.schema.getMutationType();
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const compilation: Compilation = {
    admin,
    fields: fieldMap,
    generic: (type, field) => genericField(type, field),
    fragments,
    variables: coerced.coerced,
    grantedScopes: request.grantedScopes,
    bulk: request.bulk,
    concreteTypes: (name) => concreteTypes(name, admin),
  };
  const plan = compileObject(root!, [operation.selectionSet], compilation);
  const cost =
    operation.operation === "mutation"
      ? 10 * operation.selectionSet.selections.length
      : Math.ceil(Math.max(0, plan.cost - 1));
  return { operation: operation.operation, plan, cost };
}

/** The mutations that a document asks for, whatever its variables are; or why it is none. */
export function mutationFields(query: string): string[] | string {
  const document = checkedDocument(query, adminSchema());
  if (Array.isArray(document)) return document[0]?.message ?? "";
  const [operation, ...others] = document.definitions.filter(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation?.operation !== "mutation" || others.length > 0) return "it has to be one mutation";
  return operation.selectionSet.selections.map((one) => (one.kind === Kind.FIELD ? one.name.value : ""));
}

const typeNames = new Set([...fieldMap.keys()].map((key) => key.slice(0, key.indexOf("."))));

function concreteTypes(name: string, admin: AdminSchema) {
  const type = admin.schema.getType(name);
  if (isObjectType(type)) return [type];
  if (!isInterfaceType(type) && !isUnionType(type)) return [];
  const known = name === "Node" ? nodeTypes : typeNames;
  return admin.schema.getPossibleTypes(type).filter((one) => known.has(one.name));
}

const own = (of: (page: Page) => unknown): FieldDefinition => ({
  args: [],
  resolve: (page: Page) => of(page),
});
const CONNECTION: Record<string, FieldDefinition> = {
  nodes: own((page) => page.nodes),
  edges: own((page) => page.nodes.map((node, at) => ({ node, cursor: page.cursors[at] }))),
  pageInfo: own((page) => page),
  totalCount: own((page) => page.total),
};
const EDGE: Record<string, FieldDefinition> = {
  node: { args: [], resolve: (edge: { node: unknown }) => edge.node },
  cursor: { args: [], resolve: (edge: { cursor: string }) => edge.cursor },
};
const PAGE_INFO: Record<string, FieldDefinition> = {
  hasNextPage: own((page) => page.hasNextPage),
  hasPreviousPage: own((page) => page.hasPreviousPage),
  startCursor: own((page) => page.cursors[0] ?? null),
  endCursor: own((page) => page.cursors.at(-1) ?? null),
};

/** Fields that all connections share, so that each type of them need not be spelled out. */
function genericField(type: string, field: string): FieldDefinition | undefined {
  if (type === "PageInfo") return PAGE_INFO[field];
  if (type.endsWith("Connection")) return CONNECTION[field];
  return type.endsWith("Edge") ? EDGE[field] : undefined;
}
