/**
 * Eigenvalues and eigenvectors (column v at `vectors[i * size + v]`) of a small symmetric matrix, row-major, by Jacobi rotations.
 * Source: Golub and Van Loan, Matrix Computations, 8.5.
 */
export function symmetricEigen(
  matrix: Float64Array,
  size: number,
): { values: Float64Array; vectors: Float64Array } {
  const m = matrix.slice();
  const vectors = new Float64Array(size * size);
  for (let i = 0; i < size; i++) vectors[i * size + i] = 1;
  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0;
    let diagonal = 0;
    for (let i = 0; i < size; i++) {
      diagonal += m[i * size + i]! ** 2;
      for (let j = 0; j < i; j++) off += m[i * size + j]! ** 2;
    }
    if (!(off > 1e-30 * diagonal)) break;
    for (let p = 0; p < size - 1; p++) {
      for (let q = p + 1; q < size; q++) rotate(m, vectors, size, p, q);
    }
  }
  return { values: Float64Array.from({ length: size }, (_, i) => m[i * size + i]!), vectors };
}

/** Rotates rows and columns p and q so that entry (p, q) vanishes. */
function rotate(m: Float64Array, vectors: Float64Array, size: number, p: number, q: number): void {
  const apq = m[p * size + q]!;
  if (apq === 0) return;
  const theta = (m[q * size + q]! - m[p * size + p]!) / (2 * apq);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
  const c = 1 / Math.sqrt(t * t + 1);
  const s = t * c;
  for (let i = 0; i < size; i++) {
    const ip = m[i * size + p]!;
    const iq = m[i * size + q]!;
    m[i * size + p] = c * ip - s * iq;
    m[i * size + q] = s * ip + c * iq;
  }
  for (let i = 0; i < size; i++) {
    const pi = m[p * size + i]!;
    const qi = m[q * size + i]!;
    m[p * size + i] = c * pi - s * qi;
    m[q * size + i] = s * pi + c * qi;
    const vp = vectors[i * size + p]!;
    const vq = vectors[i * size + q]!;
    vectors[i * size + p] = c * vp - s * vq;
    vectors[i * size + q] = s * vp + c * vq;
  }
}
