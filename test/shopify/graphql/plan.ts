import {
  type FieldNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  getArgumentValues,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { RequestContext } from "../shop-internals.ts";
import { Connection } from "./connection.ts";
import { sizeFactor } from "./cost.ts";
import { BulkRefused, type FieldDefinition, FieldError, Typed, Unsupported } from "./field.ts";
import { type Complete, guarded } from "./guard.ts";
import { type Compilation, collectFields, deniedAccess, nodeTypeOf } from "./selection.ts";

interface Compiled {
  complete: Complete;
  /** Points, for the size that the query asks for. */
  cost: number;
}

/** A connection that a bulk operation lists instead of nesting. */
export interface ChildConnection {
  key: string;
  open(source: unknown, ctx: RequestContext): Connection;
  node: ObjectPlan;
}

export interface ObjectPlan extends Compiled {
  type: string;
  children: ChildConnection[];
  /** Fields that are not child connections. */
  ownFields: number;
  /** `id` is selected, and under its own name. */
  selectsId: boolean;
}

/**
 * A selection on one object type as a function. A query is compiled for every request: field definitions, arguments
 * and access are settled once and not for each of a hundred thousand rows.
 */
export function compileObject(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  c: Compilation,
): ObjectPlan {
  const steps: { key: string; run: Complete }[] = [];
  const children: ChildConnection[] = [];
  // A connection's wrapping is free: only its nodes are objects of the shop.
  const ownCost = /(?:Connection|Edge|PageInfo)$/.test(type.name) ? 0 : 1;
  let cost = ownCost;
  let selectsId = false;
  for (const [key, nodes] of collectFields(type, sets, c)) {
    const node = nodes[0]!;
    if (node.name.value === "__typename") {
      steps.push({ key, run: () => type.name });
      continue;
    }
    const field = type.getFields()[node.name.value]!;
    const denied = deniedAccess(type, field, c);
    if (denied) {
      if (c.bulk) throw denied;
      const refuse: Complete = () => {
        throw new FieldError(denied.message, denied.extensions);
      };
      steps.push({ key, run: guarded(refuse, key, field, node, false) });
      continue;
    }
    const definition = definitionOf(type, field, node, c);
    const args = getArgumentValues(field, node, c.variables);
    const subsets = nodes.flatMap((one) => one.selectionSet ?? []);
    if (c.bulk && isConnection(field.type)) {
      children.push({
        key,
        node: connectionNode(field, subsets, c),
        open: (source, ctx) => {
          const opened: unknown = definition.resolve(source, args, ctx);
          if (opened instanceof Connection) return opened;
          throw new Error(`${type.name}.${field.name} gave no connection`);
        },
      });
      continue;
    }
    const value = compileType(field.type, subsets, c, args);
    cost += value.cost;
    const resolve: Complete = (source, ctx, errors) =>
      value.complete(definition.resolve(source, args, ctx), ctx, errors);
    if (key === "id" && field.name === "id") selectsId = true;
    steps.push({ key, run: guarded(resolve, key, field, node, value.leaf) });
  }
  const complete: Complete = (source, ctx, errors) => {
    ctx.spent += ownCost;
    const out: Record<string, unknown> = {};
    for (const step of steps) out[step.key] = step.run(source, ctx, errors);
    return out;
  };
  return { type: type.name, complete, cost, children, ownFields: steps.length, selectsId };
}

function definitionOf(
  type: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  c: Compilation,
): FieldDefinition {
  const definition = c.fields.get(`${type.name}.${field.name}`) ?? c.generic(type.name, field.name);
  if (!definition)
    throw new Unsupported(`The local Shopify admin does not support the field ${type.name}.${field.name}.`);
  for (const given of node.arguments ?? [])
    if (!definition.args.includes(given.name.value))
      throw new Unsupported(
        `The local Shopify admin does not support the argument ${given.name.value} of ${type.name}.${field.name}.`,
      );
  return definition;
}

interface CompiledType extends Compiled {
  leaf: boolean;
}

function compileType(
  type: GraphQLOutputType,
  sets: readonly SelectionSetNode[],
  c: Compilation,
  args: Readonly<Record<string, unknown>>,
): CompiledType {
  if (isNonNullType(type)) {
    const inner = compileType(type.ofType, sets, c, args);
    return {
      ...inner,
      complete: (value, ctx, errors) => {
        const result = inner.complete(value, ctx, errors);
        if (result === null)
          throw new FieldError(`Cannot return null for a non-nullable field of type ${type}`);
        return result;
      },
    };
  }
  if (isListType(type)) {
    const inner = compileType(type.ofType, sets, c, args);
    const mayHoldNull = !isNonNullType(type.ofType);
    const size = Array.isArray(args.ids) ? args.ids.length : typeof args.first === "number" ? args.first : 1;
    return {
      leaf: inner.leaf,
      cost: inner.cost * size,
      complete: (value, ctx, errors) => {
        if (value == null) return null;
        if (!Array.isArray(value)) throw new Error(`a list of ${type} was no array`);
        return value.map((one, at) => {
          const before = errors.length;
          try {
            const item = inner.complete(one, ctx, errors);
            for (let index = before; index < errors.length; index++) errors[index]!.path.unshift(at);
            return item;
          } catch (error) {
            if (!(error instanceof FieldError)) throw error;
            error.path.unshift(at);
            if (!mayHoldNull) throw error;
            errors.push(error);
            return null;
          }
        });
      },
    };
  }
  if (isLeafType(type)) {
    const complete: Complete = (value) => {
      if (value === undefined) throw new Error(`a resolver gave undefined for ${type}`);
      return value;
    };
    return { leaf: true, cost: 0, complete };
  }
  if (isAbstractType(type)) return { leaf: false, ...compileAbstract(type.name, sets, c) };
  if (!isObjectType(type)) throw new Error(`unexpected type ${type}`);
  if (isConnectionName(type.name)) return { leaf: false, ...compileConnection(type, sets, c, args) };
  const plan = compileObject(type, sets, c);
  if (plan.children.length > 0)
    throw new BulkRefused(
      "Queries that contain a connection field within a list field are not currently supported.",
    );
  return {
    leaf: false,
    cost: plan.cost,
    complete: (value, ctx, errors) => (value == null ? null : plan.complete(value, ctx, errors)),
  };
}

function compileAbstract(name: string, sets: readonly SelectionSetNode[], c: Compilation): Compiled {
  const plans = new Map<string, ObjectPlan>();
  let cost = 1;
  for (const type of c.concreteTypes(name)) {
    const plan = compileObject(type, sets, c);
    plans.set(type.name, plan);
    cost = Math.max(cost, plan.cost);
  }
  return {
    cost,
    complete: (value, ctx, errors) => {
      if (value == null) return null;
      if (!(value instanceof Typed)) throw new Error(`a ${name} came without its type`);
      const plan = plans.get(value.type);
      if (!plan) throw new Unsupported(`The local Shopify admin does not support ${value.type} as ${name}.`);
      return plan.complete(value.value, ctx, errors);
    },
  };
}

function compileConnection(
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  c: Compilation,
  args: Readonly<Record<string, unknown>>,
): Compiled {
  const plan = compileObject(type, sets, c);
  const asked = Number(args.first ?? args.last ?? 0);
  return {
    cost: plan.cost * sizeFactor(asked),
    complete: (value, ctx, errors) => {
      if (!(value instanceof Connection)) throw new Error(`${type.name} was no connection`);
      const before = ctx.spent;
      const size = value.page.nodes.length;
      const result = plan.complete(value.page, ctx, errors);
      const perNode = size === 0 ? 0 : (ctx.spent - before) / size;
      ctx.spent = before + perNode * sizeFactor(size);
      return result;
    },
  };
}

function isConnectionName(name: string): boolean {
  return name.endsWith("Connection");
}

function isConnection(type: GraphQLOutputType): boolean {
  const named = getNamedType(type);
  return isCompositeType(named) && isConnectionName(named.name);
}

/** The plan of the nodes under `edges { node }` or `nodes` of a connection in a bulk query. */
function connectionNode(
  field: GraphQLField<unknown, unknown>,
  sets: readonly SelectionSetNode[],
  c: Compilation,
): ObjectPlan {
  const connection = getNamedType(field.type);
  if (!isObjectType(connection)) throw new Error(`${field.name} is no connection`);
  const found: SelectionSetNode[] = [];
  for (const [, nodes] of collectFields(connection, sets, c)) {
    const name = nodes[0]!.name.value;
    const inside = nodes.flatMap((node) => node.selectionSet ?? []);
    if (name === "nodes") found.push(...inside);
    else if (name === "edges") found.push(...inside.flatMap((set) => nodeSets(set)));
    else if (name !== "pageInfo" && name !== "__typename")
      throw new Unsupported(
        `The local Shopify admin does not support ${connection.name}.${name} in a bulk query.`,
      );
  }
  const node = nodeTypeOf(connection);
  if (isObjectType(node)) return compileObject(node, found, c);
  // What hides behind an interface has no connections of its own here.
  if (isAbstractType(node))
    return {
      type: node.name,
      children: [],
      ownFields: 1,
      selectsId: false,
      ...compileAbstract(node.name, found, c),
    };
  throw new Unsupported(`The local Shopify admin does not list ${connection.name} in bulk queries.`);
}

function nodeSets(edges: SelectionSetNode): SelectionSetNode[] {
  return edges.selections.flatMap((one) =>
    one.kind === Kind.FIELD && one.name.value === "node" && one.selectionSet ? [one.selectionSet] : [],
  );
}
