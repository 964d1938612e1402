import { open } from "node:fs/promises";
import type { BulkFault } from "../faults.ts";
import type { Connection } from "../graphql/connection.ts";
import { BulkRefused, type FieldError, Unsupported } from "../graphql/field.ts";
import type { ChildConnection, ObjectPlan } from "../graphql/plan.ts";
import type { RequestContext } from "../shop-internals.ts";

export interface RootConnection {
  connection: Connection;
  node: ObjectPlan;
}

export interface RunOutcome {
  end: "complete" | "failed" | "canceled" | "closed";
  bytes: number;
}

const MAX_CONNECTIONS = 5;
/** Objects between two pauses: counted and not timed, so that a file is written in the same pieces on every machine. */
const SLICE_OBJECTS = 500;
/** Roots that are written before the children of all of them: grouping is not promised, so it does not happen. */
const GROUP_SIZES = [1, 3, 2, 4, 1, 2];

/** Checks what bulk operations refuse, and opens the connections at the top. */
export function openRoots(plan: ObjectPlan, ctx: RequestContext): RootConnection[] {
  if (plan.children.length === 0) throw new BulkRefused("Bulk queries must contain at least one connection.");
  const count = (one: ObjectPlan): number =>
    one.children.reduce((sum, child) => sum + 1 + count(child.node), 0);
  if (count(plan) > MAX_CONNECTIONS)
    throw new BulkRefused(`Bulk queries cannot contain more than ${MAX_CONNECTIONS} connections.`);
  for (const root of plan.children)
    for (const child of root.node.children) {
      if (child.node.children.length > 0)
        throw new BulkRefused("Bulk queries cannot contain connections with a nesting depth greater than 2.");
      if (!root.node.selectsId)
        throw new BulkRefused(
          `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${child.key}.`,
        );
    }
  if (plan.ownFields > 0)
    throw new Unsupported(
      "The local Shopify admin supports nothing beside connections at the top of a bulk query.",
    );
  return plan.children.map((child) => {
    const connection = child.open(null, ctx);
    // Sorts and filters now, so that a search that is not understood is an error of the request.
    connection.check();
    return { connection, node: child.node };
  });
}

/**
 * Writes one JSON object a line: roots in the order of their connection, children somewhere after their parent with
 * `__parentId`. Works in slices so that the server goes on answering.
 */
export async function runBulk(options: {
  roots: RootConnection[];
  ctx: RequestContext;
  path: string;
  fault: BulkFault | null;
  stopped(): "canceled" | "closed" | null;
  progress(objects: number, rootObjects: number): void;
}): Promise<RunOutcome> {
  const { roots, ctx, fault, stopped } = options;
  const file = await open(options.path, "w");
  let bytes = 0;
  let objects = 0;
  let rootObjects = 0;
  let chunk: string[] = [];
  const errors: FieldError[] = [];
  const groupSizes = fault?.kind === "ungroup" ? [Number.POSITIVE_INFINITY] : GROUP_SIZES;
  const stopAfter =
    fault?.kind === "stall" || fault?.kind === "fail" || fault?.kind === "cancel"
      ? fault.afterRoots
      : Number.POSITIVE_INFINITY;

  const write = (value: unknown) => {
    objects++;
    const line =
      fault?.kind === "malform" && fault.line === objects ? '{"id":"gid://shop' : JSON.stringify(value);
    chunk.push(line);
  };
  const flush = async (last: boolean) => {
    // The line that a truncating fault cuts has to be in hand at the end.
    const kept = last ? [] : chunk.splice(-1);
    if (chunk.length === 0) return;
    const lineEnd = fault?.kind === "crlf" ? "\r\n" : "\n";
    let text = chunk.map((line) => line + lineEnd).join("");
    if (bytes === 0 && fault?.kind === "mark") text = `\uFEFF${text}`;
    if (last && fault?.kind === "truncate") text = text.slice(0, -Math.ceil(chunk.at(-1)!.length / 2));
    chunk = kept;
    bytes += (await file.write(text)).bytesWritten;
  };
  const children = (parent: { source: unknown; id: unknown }, child: ChildConnection) => {
    for (const source of child.open(parent.source, ctx).all()) {
      const value = child.node.complete(source, ctx, errors);
      write({ ...(value as object), __parentId: parent.id });
    }
  };

  try {
    let flushedObjects = 0;
    for (const root of roots) {
      let group: { source: unknown; id: unknown }[] = [];
      let groups = 0;
      const closeGroup = () => {
        for (const child of root.node.children) for (const parent of group) children(parent, child);
        group = [];
        groups++;
      };
      const repeated = fault?.kind === "repeat" ? fault.root : null;
      for (const source of repeating(root.connection.all(), repeated)) {
        if (rootObjects >= stopAfter) break;
        const value = root.node.complete(source, ctx, errors);
        write(value);
        rootObjects++;
        if (root.node.children.length > 0) {
          group.push({ source, id: Reflect.get(value as object, "id") });
          if (group.length >= groupSizes[groups % groupSizes.length]!) closeGroup();
        }
        if (errors.length > 0) {
          closeGroup();
          await flush(true);
          return { end: "failed", bytes };
        }
        if (objects - flushedObjects >= SLICE_OBJECTS) {
          await flush(false);
          options.progress(objects, rootObjects);
          await new Promise(setImmediate);
          const why = stopped();
          if (why) return { end: why, bytes };
          flushedObjects = objects;
        }
      }
      closeGroup();
    }
    options.progress(objects, rootObjects);
    await flush(true);
    if (fault?.kind === "cancel") return { end: "canceled", bytes };
    if (fault?.kind === "fail") return { end: "failed", bytes };
    let standing = fault?.kind === "stall" || fault?.kind === "hold";
    if (fault?.kind === "hold") void fault.until.then(() => (standing = false));
    while (standing && !stopped()) await new Promise((resolve) => setTimeout(resolve, 20));
    // One that is told to stop never completes, however near its end it is.
    return { end: stopped() ?? "complete", bytes };
  } finally {
    await file.close();
  }
}

function* repeating<T>(items: Iterable<T>, repeated: number | null): Generator<T> {
  let at = 0;
  for (const item of items) {
    yield item;
    if (++at === repeated) yield item;
  }
}
