import { useLocation, useNavigate } from "@remix-run/react";
import { useState } from "react";
import type { CustomerList } from "../../../app/segments/customer-list.ts";
import type { BasisChoice } from "../../../app/ui/basis/basis-bar.tsx";
import { customerAddress } from "../../../app/ui/customers/customer-address.ts";
import { customerQueryOf } from "../../../app/ui/customers/customer-query.ts";
import { CustomersPage } from "../../../app/ui/customers/customers-page.tsx";
import { textOfConditions } from "../../../app/ui/customers/list-conditions.ts";
import type { ExportControl, ExportStep } from "../../../app/ui/exports/export-choice.ts";
import { NewerFiguresProvider } from "../../../app/ui/states/new-figures.tsx";
import { PageSkeleton } from "../../../app/ui/states/page-skeleton.tsx";
import { SingleReadingProvider } from "../../../app/ui/states/still-reading.tsx";
import type { GalleryPage } from "../registry.ts";
import {
  conditionedList,
  contributionList,
  emptyList,
  fullList,
  learningList,
  listConditions,
  refusedList,
  unreadableList,
} from "../views/customers.ts";
import { preview } from "../views/exports.ts";
import { singleReading } from "../views/reading.ts";

const query = (search: string) => customerQueryOf(new URLSearchParams(search));
const ignore = () => {};
const still: BasisChoice = { choosing: null, choose: ignore };
const exporting = (step: ExportStep): ExportControl => ({
  step,
  onOpen: ignore,
  onExport: ignore,
  onClose: ignore,
});
const closed = exporting({ step: "closed" });

/** As the route has it: what is chosen shows at once and goes into the address. */
function AddressedPage() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const [chosen, setChosen] = useState(query(search));
  return (
    <>
      <CustomersPage
        list={fullList}
        query={chosen}
        loading={false}
        onChange={(next) => {
          setChosen(next);
          navigate(customerAddress(next));
        }}
        basisChoice={still}
        exporting={closed}
      />
      <output hidden>{`${pathname}${search}`}</output>
    </>
  );
}

const drawn = (list: CustomerList, search: string) => () => (
  <CustomersPage
    list={list}
    query={query(search)}
    loading={false}
    onChange={ignore}
    basisChoice={still}
    exporting={closed}
  />
);

export const page: GalleryPage = {
  name: "customers",
  path: "/app/customers",
  states: {
    contribution: () => (
      <CustomersPage
        list={contributionList}
        query={query("")}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={closed}
      />
    ),
    skeleton: () => <PageSkeleton title="Customers" lines={14} />,
    empty: () => (
      <CustomersPage
        list={emptyList}
        query={query("")}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={closed}
      />
    ),
    no_match: () => (
      <CustomersPage
        list={emptyList}
        query={query("q=zzz")}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={closed}
      />
    ),
    learning: () => (
      <CustomersPage
        list={learningList}
        query={query("")}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={closed}
      />
    ),
    loading: () => (
      <CustomersPage
        list={fullList}
        query={query("")}
        loading
        onChange={ignore}
        basisChoice={still}
        exporting={closed}
      />
    ),
    filtered: () => (
      <CustomersPage
        list={{ ...fullList, previousCursor: "previous", total: 10_000, totalIsAtLeast: true }}
        query={query("q=lind&group=CHAMPIONS&group=LOYAL&country=SE&sort=last_order&cursor=x")}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={closed}
      />
    ),
    ranges: () => (
      <CustomersPage
        list={fullList}
        query={query(
          "net_sales=5000..&expected=2500..100000&p_alive=0.2..0.7&orders=2..&days_since_order=..365&sort=predicted",
        )}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={closed}
      />
    ),
    conditions: drawn(conditionedList, `group=LOYAL&rule=${textOfConditions(listConditions)}`),
    conditions_refused: drawn(refusedList, `rule=${textOfConditions(listConditions)}`),
    conditions_unreadable: drawn(
      unreadableList,
      `rule=${textOfConditions({ all: [{ fact: "netSales", is: ">=", value: "much" }] })}`,
    ),
    conditions_damaged: drawn(unreadableList, "rule=WyIi"),
    export_choosing: () => (
      <CustomersPage
        list={fullList}
        query={query("group=AT_RISK&country=NL")}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={exporting({ step: "choosing", preview, preparing: false, failure: null })}
      />
    ),
    export_searched: () => (
      <CustomersPage
        list={fullList}
        query={query("q=lind")}
        loading={false}
        onChange={ignore}
        basisChoice={still}
        exporting={exporting({ step: "searched" })}
      />
    ),
    reading: () => (
      <SingleReadingProvider value={{ ...singleReading, secondsLeft: null }}>
        <AddressedPage />
      </SingleReadingProvider>
    ),
    new_figures: () => (
      <NewerFiguresProvider value={true}>
        <AddressedPage />
      </NewerFiguresProvider>
    ),
    full: () => <AddressedPage />,
  },
};
