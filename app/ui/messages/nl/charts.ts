export const charts = {
  "charts.show_table": "Als tabel tonen",
  "charts.show_chart": "Als grafiek tonen",
  "charts.show_table_of": "Als tabel tonen: {title}",
  "charts.show_chart_of": "Als grafiek tonen: {title}",
  "charts.cursor": "{name}: lees punt voor punt met de pijltjestoetsen",
} as const;
