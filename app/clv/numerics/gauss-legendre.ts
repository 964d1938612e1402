/** Nodes and weights of Gauss-Legendre quadrature on [0, 1], by Newton's method on the Legendre polynomial (DLMF 3.5.15 and 18.9.1). */
export function gaussLegendre(size: number): { node: Float64Array; weight: Float64Array } {
  const node = new Float64Array(size);
  const weight = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (size + 0.5));
    let slope = 1;
    for (let iteration = 0; iteration < 100; iteration++) {
      let before = 0;
      let value = 1;
      for (let j = 0; j < size; j++) {
        const next = ((2 * j + 1) * z * value - j * before) / (j + 1);
        before = value;
        value = next;
      }
      slope = (size * (z * value - before)) / (z * z - 1);
      const step = value / slope;
      z -= step;
      if (Math.abs(step) < 1e-15) break;
    }
    node[i] = 0.5 * (1 - z);
    weight[i] = 1 / ((1 - z * z) * slope * slope);
  }
  return { node, weight };
}

/** Sixteen nodes: exact for polynomials of degree 31, which is 1e-13 for what moves by a factor of about e^8 over a panel. */
export const SIXTEEN_NODES = gaussLegendre(16);
