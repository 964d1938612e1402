/** Nodes that are held for roots whose last child may still come. Shopify writes children without saying how near to their parent. */
const HELD_NODES = 16_000;

/** A root with all of its children, each with the number of its line. */
export interface AssembledRoot {
  readonly id: number;
  readonly node: unknown;
  readonly lineNo: number;
  readonly children: readonly unknown[];
  readonly childLineNos: readonly number[];
}

interface OpenRoot {
  node: unknown;
  /** 0 before the root itself has come. */
  lineNo: number;
  readonly children: unknown[];
  readonly childLineNos: number[];
}

/**
 * Puts the lines of a bulk file together. A child is known by the id of its parent and may stand anywhere, before the parent too. The
 * roots that came first are handed out as whole when more nodes are held than allowed. If a child comes after that, or a root comes
 * twice, the root is scattered: what was handed out of it must not be kept, and it has to be read singly. Memory is bounded, and the
 * result does not depend on how the file was cut into chunks.
 */
export class Assembler {
  readonly #heldNodes: number;
  readonly #open = new Map<number, OpenRoot>();
  readonly #dropped = new Set<number>();
  #held = 0;
  #whole: AssembledRoot[] = [];
  #scattered: number[] = [];

  constructor(heldNodes = HELD_NODES) {
    this.#heldNodes = heldNodes;
  }

  root(id: number, node: unknown, lineNo: number): void {
    if (this.#dropped.has(id)) return;
    const open = this.#openRoot(id);
    if (open.lineNo !== 0) {
      this.#scatter(id);
      return;
    }
    open.node = node;
    open.lineNo = lineNo;
    this.#count();
  }

  child(parentId: number, node: unknown, lineNo: number): void {
    if (this.#dropped.has(parentId)) return;
    const open = this.#openRoot(parentId);
    open.children.push(node);
    open.childLineNos.push(lineNo);
    this.#count();
  }

  /** Nothing of the root is handed out from now on. */
  drop(id: number): void {
    this.#dropped.add(id);
    const open = this.#open.get(id);
    if (!open) return;
    this.#open.delete(id);
    this.#held -= size(open);
  }

  /** Whole roots since the last call. */
  takeWhole(): readonly AssembledRoot[] {
    const whole = this.#whole;
    this.#whole = [];
    return whole;
  }

  /** Ids of scattered roots since the last call. */
  takeScattered(): readonly number[] {
    const scattered = this.#scattered;
    this.#scattered = [];
    return scattered;
  }

  /** No line is left. */
  end(): void {
    this.#close(0);
  }

  #openRoot(id: number): OpenRoot {
    let open = this.#open.get(id);
    if (!open) {
      open = { node: null, lineNo: 0, children: [], childLineNos: [] };
      this.#open.set(id, open);
    }
    return open;
  }

  #count(): void {
    this.#held++;
    // An eighth at once: finding the first entries of a Map costs a walk past those that were deleted before.
    if (this.#held > this.#heldNodes) this.#close(this.#heldNodes - (this.#heldNodes >> 3));
  }

  /** Hands out the roots that came first, until at most `most` nodes are held. */
  #close(most: number): void {
    for (const [id, open] of this.#open) {
      if (this.#held <= most) return;
      if (open.lineNo === 0) {
        this.#scatter(id);
        continue;
      }
      this.#open.delete(id);
      this.#held -= size(open);
      this.#whole.push({ id, ...open });
    }
  }

  #scatter(id: number): void {
    this.drop(id);
    this.#scattered.push(id);
  }
}

function size({ lineNo, children }: OpenRoot): number {
  return children.length + (lineNo === 0 ? 0 : 1);
}
