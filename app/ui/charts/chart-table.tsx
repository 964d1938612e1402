import styles from "./chart-table.module.css";

/** The same figures as a chart, as text. The first column names the row. */
export interface ChartTable {
  readonly columns: readonly { readonly heading: string; readonly numeric?: boolean }[];
  readonly rows: readonly (readonly string[])[];
}

interface ChartTableProps {
  readonly name: string;
  readonly table: ChartTable;
  /** For cells of a few words, which would else be as wide as a phone. */
  readonly wraps?: boolean;
}

/** Scrolls sideways inside itself, by keyboard too, which Polaris' DataTable does not. */
export function ChartTableView({ name, table, wraps = false }: ChartTableProps) {
  const { columns, rows } = table;
  const alignment = (column: number) => (columns[column]?.numeric ? styles.numeric : undefined);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section className={styles.scroll} aria-label={name} tabIndex={0}>
      <table className={wraps ? `${styles.table} ${styles.wraps}` : styles.table}>
        <thead>
          <tr>
            {columns.map(({ heading }, column) => (
              <th key={heading} scope="col" className={alignment(column)}>
                {heading}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row[0]}>
              {row.map((cell, column) =>
                column === 0 ? (
                  <th key={columns[column]?.heading} scope="row" className={alignment(column)}>
                    {cell}
                  </th>
                ) : (
                  <td key={columns[column]?.heading} className={alignment(column)}>
                    {cell}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
