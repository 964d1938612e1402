import ts from "typescript";

/** What could run for ever in a source, as "line: why". */
export function unboundedLoops(name: string, text: string): string[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const report = (node: ts.Node, why: string): void => {
    found.push(`${name}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${why}`);
  };
  const visit = (node: ts.Node, within: readonly string[]): void => {
    if (ts.isWhileStatement(node) || ts.isDoStatement(node)) {
      report(node, "while has no bound: count in a for");
    } else if (ts.isForStatement(node)) {
      const why = whyUnbounded(node);
      if (why) report(node, why);
    } else if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      within.includes(node.expression.text)
    ) {
      report(node, `${node.expression.text} calls itself`);
    }
    const own = nameOfFunction(node);
    const inside = own === null ? within : [...within, own];
    ts.forEachChild(node, (child) => visit(child, inside));
  };
  visit(source, []);
  return found;
}

function nameOfFunction(node: ts.Node): string | null {
  if (ts.isFunctionDeclaration(node)) return node.name?.text ?? null;
  const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node);
  return isFunction && ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : null;
}

/** A bounded for moves a whole counter by 1, compares it with a limit that is no call and not endless, and leaves it alone inside. */
function whyUnbounded(loop: ts.ForStatement): string | null {
  const counters = steps(loop.incrementor);
  if (counters.size === 0) return "the third part should move a counter by 1";
  const bound = conjuncts(loop.condition).find((part) => limits(part, counters));
  if (!bound) return "the condition should compare the counter with a limit";
  const limit = bound.right.getText();
  if (/infinity/i.test(limit)) return `the limit ${limit} is none`;
  if (holds(bound.right, ts.isCallExpression)) return `the limit ${limit} should be a count, and not a call`;
  const counter = bound.left.getText();
  if (holds(loop.statement, (node) => assigns(node, counter))) return `the body moves the counter ${counter}`;
  return null;
}

/** Counters of the third part, with the side on which their limit is. */
function steps(part: ts.Node | undefined): ReadonlyMap<string, "up" | "down"> {
  const counters = new Map<string, "up" | "down">();
  const add = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken) {
      add(node.left);
      add(node.right);
    } else if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
      if (node.operator === ts.SyntaxKind.PlusPlusToken) counters.set(node.operand.getText(), "up");
      if (node.operator === ts.SyntaxKind.MinusMinusToken) counters.set(node.operand.getText(), "down");
    }
  };
  if (part) add(part);
  return counters;
}

/** The parts of a && b && c. */
function conjuncts(condition: ts.Expression | undefined): ts.Expression[] {
  if (!condition) return [];
  if (ts.isParenthesizedExpression(condition)) return conjuncts(condition.expression);
  if (
    ts.isBinaryExpression(condition) &&
    condition.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
  ) {
    return [...conjuncts(condition.left), ...conjuncts(condition.right)];
  }
  return [condition];
}

function limits(
  part: ts.Expression,
  counters: ReadonlyMap<string, "up" | "down">,
): part is ts.BinaryExpression {
  if (!ts.isBinaryExpression(part)) return false;
  const left = part.left.getText();
  // A counter plus a constant is one too.
  const side = counters.get(left) ?? counters.get(left.replace(/ \+ 1$/, ""));
  const up = [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.LessThanEqualsToken];
  const down = [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.GreaterThanEqualsToken];
  const { kind } = part.operatorToken;
  return (side === "up" && up.includes(kind)) || (side === "down" && down.includes(kind));
}

function holds(node: ts.Node, test: (node: ts.Node) => boolean): boolean {
  return test(node) || ts.forEachChild(node, (child) => holds(child, test) || undefined) === true;
}

function assigns(node: ts.Node, counter: string): boolean {
  if (ts.isPostfixUnaryExpression(node) || ts.isPrefixUnaryExpression(node)) {
    const moves =
      node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken;
    return moves && node.operand.getText() === counter;
  }
  return (
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
    node.operatorToken.kind <= ts.SyntaxKind.LastAssignment &&
    node.left.getText() === counter
  );
}
