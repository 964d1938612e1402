import type { ReactNode } from "react";
import styles from "./columns.module.css";

export interface ColumnItem {
  readonly key: string;
  readonly column: "main" | "aside";
  readonly content: ReactNode;
}

/** Cards in a wide and a narrow column; on a phone in one column, in the order of `items`. */
export function Columns({ items }: { items: readonly ColumnItem[] }) {
  const column = (name: ColumnItem["column"]) => (
    <div className={styles.column}>
      {items.map((item, order) =>
        item.column === name ? (
          <div key={item.key} className={styles.item} style={{ order }}>
            {item.content}
          </div>
        ) : null,
      )}
    </div>
  );
  return (
    <div className={styles.columns}>
      {column("main")}
      {column("aside")}
    </div>
  );
}
