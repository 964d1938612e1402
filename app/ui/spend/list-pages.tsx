import { Pagination } from "@shopify/polaris";
import type { SpendList } from "../../acquisition/spend-view.ts";
import { useLocale } from "../locale.tsx";

interface ListPagesProps {
  readonly list: SpendList<unknown>;
  readonly name: string;
  readonly onPage: (page: number) => void;
}

/** Which rows of a list are shown, and the way to the others; nothing where all are. */
export function ListPages({ list, name, onPage }: ListPagesProps) {
  const { t, format } = useLocale();
  const { before, rows, inAll, page } = list;
  if (rows.length === inAll) return null;
  return (
    <Pagination
      label={t("spend.page.shown", {
        first: format.number(before + 1),
        last: format.number(before + rows.length),
        inAll: format.number(inAll),
      })}
      accessibilityLabel={name}
      accessibilityLabels={{ previous: t("spend.page.previous"), next: t("spend.page.next") }}
      hasPrevious={before > 0}
      onPrevious={() => onPage(page - 1)}
      hasNext={before + rows.length < inAll}
      onNext={() => onPage(page + 1)}
    />
  );
}
