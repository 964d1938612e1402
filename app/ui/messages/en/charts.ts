export const charts = {
  "charts.show_table": "Show as table",
  "charts.show_chart": "Show as chart",
  "charts.show_table_of": "Show as table: {title}",
  "charts.show_chart_of": "Show as chart: {title}",
  "charts.cursor": "{name}: read point by point with the arrow keys",
} as const;
