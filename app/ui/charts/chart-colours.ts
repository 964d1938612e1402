/** Polaris' own tokens, so that charts follow the admin's colours. Neighbours in a stack differ in lightness, not only in hue. */
const tokens = {
  blue: "var(--p-color-bg-fill-emphasis)",
  sky: "var(--p-color-bg-fill-info)",
  teal: "var(--p-color-bg-fill-success)",
  purple: "var(--p-color-bg-fill-magic)",
  amber: "var(--p-color-bg-fill-warning)",
  grey: "var(--p-color-icon-secondary)",
} as const;

export type ChartColour = keyof typeof tokens;

export const chartColour = (colour: ChartColour): string => tokens[colour];
