/**
 * A smooth function to minimise: fills `gradient` and returns the value. Has to be finite within the bounds.
 */
export type Objective = (point: Float64Array, gradient: Float64Array) => number;

export type Minimum = {
  point: Float64Array;
  value: number;
  /** Largest absolute component of the gradient among the coordinates that are not held at a bound. */
  gradientNorm: number;
  converged: boolean;
  /** Which coordinates are at a bound. */
  atBound: boolean[];
};

/**
 * Minimum of a smooth function of a few variables within bounds: projected BFGS from each start, then Newton steps on the best one
 * (`boundedNewton`). Null where the function is not finite at any start; `converged` is false where the gradient stays too large.
 * Source: Nocedal and Wright, Numerical Optimization, 6.1 and 16.7. Reference values: closed-form minima in the test.
 */
export function boundedMinimize(
  objective: Objective,
  starts: readonly (readonly number[])[],
  lower: readonly number[],
  upper: readonly number[],
  tolerance: number,
): Minimum | null {
  let best: { point: Float64Array; value: number } | null = null;
  for (const start of starts) {
    const found = quasiNewton(objective, start, lower, upper, 1e-6);
    if (found && (best === null || found.value < best.value)) best = found;
  }
  return best && boundedNewton(objective, best.point, lower, upper, tolerance);
}

function clampInto(point: Float64Array, lower: readonly number[], upper: readonly number[]): void {
  for (let i = 0; i < point.length; i++) point[i] = Math.min(upper[i]!, Math.max(lower[i]!, point[i]!));
}

/** A coordinate is held where it is at a bound and the descent direction points out of the bounds. */
function isFree(
  i: number,
  point: Float64Array,
  gradient: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
): boolean {
  if (point[i]! <= lower[i]! && gradient[i]! > 0) return false;
  if (point[i]! >= upper[i]! && gradient[i]! < 0) return false;
  return true;
}

function freeNorm(
  point: Float64Array,
  gradient: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
): number {
  let norm = 0;
  for (let i = 0; i < point.length; i++) {
    if (isFree(i, point, gradient, lower, upper)) norm = Math.max(norm, Math.abs(gradient[i]!));
  }
  return norm;
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  return matrix;
}

function quasiNewton(
  objective: Objective,
  start: readonly number[],
  lower: readonly number[],
  upper: readonly number[],
  tolerance: number,
): { point: Float64Array; value: number } | null {
  const size = start.length;
  let point = Float64Array.from(start);
  clampInto(point, lower, upper);
  let gradient = new Float64Array(size);
  let value = objective(point, gradient);
  if (!Number.isFinite(value)) return null;
  let inverse = identity(size);
  let fresh = true;
  for (let iteration = 0; iteration < 200; iteration++) {
    if (freeNorm(point, gradient, lower, upper) < tolerance) break;
    const direction = new Float64Array(size);
    let slope = 0;
    let longest = 0;
    for (let i = 0; i < size; i++) {
      if (!isFree(i, point, gradient, lower, upper)) continue;
      for (let j = 0; j < size; j++) {
        if (isFree(j, point, gradient, lower, upper)) direction[i]! -= inverse[i * size + j]! * gradient[j]!;
      }
      slope += direction[i]! * gradient[i]!;
      longest = Math.max(longest, Math.abs(direction[i]!));
    }
    if (!(slope < 0)) {
      if (fresh) break;
      inverse = identity(size);
      fresh = true;
      continue;
    }
    // A step changes a logarithm by at most 2 (a factor of seven).
    let step = Math.min(1, 2 / longest);
    let accepted = false;
    for (let attempt = 0; attempt < 40; attempt++) {
      const next = new Float64Array(size);
      for (let i = 0; i < size; i++) next[i] = point[i]! + step * direction[i]!;
      clampInto(next, lower, upper);
      const nextGradient = new Float64Array(size);
      const nextValue = objective(next, nextGradient);
      if (nextValue <= value + 1e-4 * step * slope) {
        const learned = updateInverse(inverse, next, point, nextGradient, gradient, fresh);
        // Negative curvature: start again from steepest descent.
        if (!learned) inverse = identity(size);
        fresh = !learned;
        point = next;
        gradient = nextGradient;
        value = nextValue;
        accepted = true;
        break;
      }
      const parabola = (-0.5 * slope * step * step) / (nextValue - value - slope * step);
      step = Math.min(0.5 * step, Math.max(0.1 * step, Number.isFinite(parabola) ? parabola : 0));
    }
    if (!accepted) {
      if (fresh) break;
      inverse = identity(size);
      fresh = true;
    }
  }
  return { point, value };
}

/** The BFGS update of the inverse Hessian, in place. False, and no update, where the curvature along the step is not positive. */
function updateInverse(
  inverse: Float64Array,
  next: Float64Array,
  point: Float64Array,
  nextGradient: Float64Array,
  gradient: Float64Array,
  rescale: boolean,
): boolean {
  const size = point.length;
  const s = next.map((v, i) => v - point[i]!);
  const y = nextGradient.map((v, i) => v - gradient[i]!);
  let sy = 0;
  let yy = 0;
  for (let i = 0; i < size; i++) {
    sy += s[i]! * y[i]!;
    yy += y[i]! * y[i]!;
  }
  if (!(sy > 1e-14 * yy) || yy === 0) return false;
  if (rescale) for (let i = 0; i < inverse.length; i++) inverse[i]! *= sy / yy;
  const hy = new Float64Array(size);
  for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) hy[i]! += inverse[i * size + j]! * y[j]!;
  let yhy = 0;
  for (let i = 0; i < size; i++) yhy += y[i]! * hy[i]!;
  const scale = (1 + yhy / sy) / sy;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      inverse[i * size + j]! += scale * s[i]! * s[j]! - (hy[i]! * s[j]! + s[i]! * hy[j]!) / sy;
    }
  }
  return true;
}

/** Newton steps within bounds from a start near the minimum, such as the minimum over a subsample. The Hessian is from differences of `gradient`. */
export function boundedNewton(
  objective: Objective,
  start: Float64Array,
  lower: readonly number[],
  upper: readonly number[],
  tolerance: number,
): Minimum {
  const size = start.length;
  let point = start;
  let gradient = new Float64Array(size);
  let value = objective(point, gradient);
  for (let iteration = 0; iteration < 60; iteration++) {
    const norm = freeNorm(point, gradient, lower, upper);
    if (norm < tolerance) break;
    const free = [...point.keys()].filter((i) => isFree(i, point, gradient, lower, upper));
    const direction = newtonDirection(objective, point, gradient, free);
    if (!direction) break;
    let improved = false;
    for (let attempt = 0; attempt < 5 && !improved; attempt++) {
      const step = 4 ** -attempt;
      const next = Float64Array.from(point);
      free.forEach((i, k) => {
        next[i]! += step * Math.max(-2, Math.min(2, direction[k]!));
      });
      clampInto(next, lower, upper);
      const nextGradient = new Float64Array(size);
      const nextValue = objective(next, nextGradient);
      // Near the optimum the value is flat to rounding, so the gradient decides there.
      const better =
        nextValue < value - 1e-13 * Math.abs(value) ||
        (nextValue <= value + 1e-13 * Math.abs(value) && freeNorm(next, nextGradient, lower, upper) < norm);
      if (better) {
        point = next;
        gradient = nextGradient;
        value = nextValue;
        improved = true;
      }
    }
    if (!improved) break;
  }
  const gradientNorm = freeNorm(point, gradient, lower, upper);
  return {
    point,
    value,
    gradientNorm,
    converged: Number.isFinite(value) && gradientNorm < 1e-5,
    atBound: [...point].map((v, i) => v <= lower[i]! || v >= upper[i]!),
  };
}

/** From rounding error of the largest second derivative to ten times it, by factors of ten. */
const RIDGES = [0, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10];

/**
 * Solves H d = -g for the free coordinates; adds a ridge to the diagonal until the Hessian is positive definite. Null where it never
 * is, as for one that is not finite.
 */
function newtonDirection(
  objective: Objective,
  point: Float64Array,
  gradient: Float64Array,
  free: readonly number[],
): Float64Array | null {
  const n = free.length;
  if (n === 0) return null;
  const hessian = hessianOf(objective, point, free);
  let largest = 0;
  for (let k = 0; k < n; k++) largest = Math.max(largest, Math.abs(hessian[k * n + k]!));
  if (!(largest > 0 && largest < Number.POSITIVE_INFINITY)) return null;
  const descent = free.map((i) => -gradient[i]!);
  for (const ridge of RIDGES) {
    const solution = solveCholesky(hessian, ridge * largest, descent);
    if (solution) return solution;
  }
  return null;
}

/** Second derivatives in the coordinates `free`, row-major and symmetric, from central differences of the analytic gradient. */
export function hessianOf(objective: Objective, point: Float64Array, free: readonly number[]): Float64Array {
  const n = free.length;
  const step = 1e-4;
  const hessian = new Float64Array(n * n);
  const ahead = new Float64Array(point.length);
  const behind = new Float64Array(point.length);
  for (let k = 0; k < n; k++) {
    const shifted = Float64Array.from(point);
    shifted[free[k]!]! += step;
    objective(shifted, ahead);
    shifted[free[k]!]! -= 2 * step;
    objective(shifted, behind);
    for (let l = 0; l < n; l++) hessian[k * n + l] = (ahead[free[l]!]! - behind[free[l]!]!) / (2 * step);
  }
  for (let k = 0; k < n; k++) {
    for (let l = 0; l < k; l++) {
      const mean = 0.5 * (hessian[k * n + l]! + hessian[l * n + k]!);
      hessian[k * n + l] = mean;
      hessian[l * n + k] = mean;
    }
  }
  return hessian;
}

function solveCholesky(matrix: Float64Array, ridge: number, rhs: readonly number[]): Float64Array | null {
  const n = rhs.length;
  const factor = new Float64Array(n * n);
  const solution = Float64Array.from(rhs);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * n + j]! + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * n + k]! * factor[j * n + k]!;
      if (i === j) {
        if (!(sum > 0)) return null;
        factor[i * n + i] = Math.sqrt(sum);
      } else {
        factor[i * n + j] = sum / factor[j * n + j]!;
      }
    }
    for (let k = 0; k < i; k++) solution[i]! -= factor[i * n + k]! * solution[k]!;
    solution[i]! /= factor[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) solution[i]! -= factor[k * n + i]! * solution[k]!;
    solution[i]! /= factor[i * n + i]!;
  }
  return solution;
}
