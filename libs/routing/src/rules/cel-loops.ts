import type { parse } from '@bufbuild/cel';

type Expr = NonNullable<ReturnType<typeof parse>['expr']>;

/** So many values of a fact go through a comprehension; the rest is left out. */
export const MOST_VALUES = 30;
const DEEPEST = 2;
const MOST_STEPS = 1_000;

/** How often `all`, `exists`, `map` and the like turn grows with each that stands in another. @returns what is too much, in English; undefined: nothing */
export function loopFault(expr: Expr | undefined): string | undefined {
  return stepsOf(expr, 0) <= MOST_STEPS ? undefined : `too many steps: at most ${DEEPEST} comprehensions in one another, and ${MOST_STEPS} turns of them all`;
}

function stepsOf(expr: Expr | undefined, depth: number): number {
  if (expr?.exprKind.case !== 'comprehensionExpr') return sum(partsOf(expr), (part) => stepsOf(part, depth));
  if (depth === DEEPEST) return Infinity;
  const { iterRange, accuInit, loopCondition, loopStep, result } = expr.exprKind.value;
  const turn = 1 + sum([loopCondition, loopStep], (part) => stepsOf(part, depth + 1));
  return sizeOf(iterRange) * turn + sum([iterRange, accuInit, result], (part) => stepsOf(part, depth));
}

/** The most values that it may have. */
function sizeOf(expr: Expr | undefined): number {
  switch (expr?.exprKind.case) {
    case 'listExpr': return expr.exprKind.value.elements.length;
    case 'structExpr': return expr.exprKind.value.entries.length;
    case 'comprehensionExpr': return sizeOf(expr.exprKind.value.iterRange);
    case 'callExpr': return Math.max(MOST_VALUES, sum(partsOf(expr), sizeOf));
    default: return MOST_VALUES;
  }
}

function partsOf(expr: Expr | undefined): (Expr | undefined)[] {
  switch (expr?.exprKind.case) {
    case 'selectExpr': return [expr.exprKind.value.operand];
    case 'callExpr': return [expr.exprKind.value.target, ...expr.exprKind.value.args];
    case 'listExpr': return expr.exprKind.value.elements;
    case 'structExpr': return expr.exprKind.value.entries.flatMap(({ keyKind, value }) => [keyKind.case === 'mapKey' ? keyKind.value : undefined, value]);
    default: return [];
  }
}

function sum(parts: readonly (Expr | undefined)[], of: (part: Expr | undefined) => number): number {
  return parts.reduce((total, part) => total + (part ? of(part) : 0), 0);
}
