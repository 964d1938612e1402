import { ChoiceList, IndexFilters, IndexFiltersMode, type IndexFiltersProps } from "@shopify/polaris";
import { useEffect, useRef, useState } from "react";
import type { CustomerList } from "../../segments/customer-list.ts";
import { useLocale } from "../locale.tsx";
import { consentStates } from "../rule-words/value-words.ts";
import { type CustomerQuery, groups, sorts } from "./customer-address.ts";
import { type Range, type RangeFact, rangeFacts, withRange } from "./list-filter.ts";
import { RangeFilter } from "./range-filter.tsx";
import { filterRangeText, rangeLabel } from "./range-text.ts";

/** The list with what was asked of it, and how to ask otherwise. */
export interface CustomerListProps {
  readonly list: CustomerList;
  readonly query: CustomerQuery;
  /** Another page of the list is on the way. */
  readonly loading: boolean;
  /** `isTyped`: more of it may follow at once. */
  readonly onChange: (query: CustomerQuery, isTyped?: boolean) => void;
}

const SEARCH_DELAY_MS = 300;

/** The text as typed; passed on when typing pauses, and updated when the page's address changes. */
function useDebouncedSearch(search: string | undefined, onSearch: (search: string | undefined) => void) {
  const [typed, setTyped] = useState(search ?? "");
  const sent = useRef(search ?? "");
  const latest = useRef(onSearch);
  latest.current = onSearch;
  useEffect(() => {
    if ((search ?? "") !== sent.current) {
      sent.current = search ?? "";
      setTyped(search ?? "");
    }
  }, [search]);
  useEffect(() => {
    const text = typed.trim();
    if (text === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = text;
      latest.current(text || undefined);
    }, SEARCH_DELAY_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return [typed, setTyped] as const;
}

export function CustomerFilters({ list, query, loading, onChange }: CustomerListProps) {
  const { t, format } = useLocale();
  const change = (part: Partial<CustomerQuery>, isTyped = false) =>
    onChange({ ...query, cursor: undefined, ...part }, isTyped);
  const [typed, setTyped] = useDebouncedSearch(query.search, (search) => change({ search }));

  const choice = <T extends string>(
    key: "groups" | "consent" | "countries",
    values: readonly T[],
    label: (value: T) => string,
    chosen: readonly T[],
  ) => ({
    key,
    label: t(`customers.filter.${key}`),
    // The others stand behind "Add filter": what is applied has room in the line, and the list below does not move.
    pinned: key !== "countries",
    filter: (
      <ChoiceList
        title={t(`customers.filter.${key}`)}
        titleHidden
        allowMultiple
        choices={values.map((value) => ({ label: label(value), value }))}
        selected={[...chosen]}
        onChange={(selected: string[]) => {
          const kept = values.filter((value) => selected.includes(value));
          change({ [key]: kept.length > 0 ? kept : undefined });
        }}
      />
    ),
  });

  // Nobody has an expected value before there is a model to filter by.
  const isOffered = (fact: RangeFact) =>
    list.learning === null || query.ranges?.[fact] || (fact !== "expectedValue" && fact !== "pAlive");
  const setRange = (fact: RangeFact, range: Range, isTyped = false) =>
    change({ ranges: withRange(query, fact, range).ranges }, isTyped);
  const ranges = rangeFacts.filter(isOffered).map((fact) => ({
    key: fact,
    label: t(rangeLabel(fact)),
    pinned: fact === "expectedValue" || fact === "pAlive",
    filter: (
      <RangeFilter
        fact={fact}
        range={query.ranges?.[fact] ?? {}}
        shop={list.shop}
        onChange={(range) => setRange(fact, range, true)}
      />
    ),
  }));

  const applied: NonNullable<IndexFiltersProps["appliedFilters"]> = [];
  const apply = (key: "groups" | "consent" | "countries", names: readonly string[] | undefined) => {
    if (!names) return;
    applied.push({
      key,
      label: t("customers.filter.applied", {
        filter: t(`customers.filter.${key}`),
        values: names.join(", "),
      }),
      onRemove: () => change({ [key]: undefined }),
    });
  };
  apply(
    "groups",
    query.groups?.map((group) => t(`rfm.${group}`)),
  );
  apply(
    "consent",
    query.consent?.map((state) => t(`consent.${state}`)),
  );
  apply("countries", query.countries?.map(format.country));
  for (const fact of rangeFacts) {
    const range = query.ranges?.[fact];
    if (!range) continue;
    applied.push({
      key: fact,
      label: filterRangeText(fact, range, t, format),
      onRemove: () => setRange(fact, {}),
    });
  }

  return (
    <IndexFilters
      // Without saved views there is nothing but search and filters to show.
      mode={IndexFiltersMode.Filtering}
      disableStickyMode
      setMode={() => {}}
      autoFocusSearchField={false}
      tabs={[]}
      selected={0}
      canCreateNewView={false}
      loading={loading}
      queryValue={typed}
      queryPlaceholder={t("customers.search")}
      onQueryChange={setTyped}
      onQueryClear={() => setTyped("")}
      sortOptions={sorts.flatMap((sort) =>
        (["asc", "desc"] as const).map((direction) => ({
          label: t(`customers.sort.${sort}`),
          directionLabel: t(`customers.sort.${sort}.${direction}`),
          value: `${sort} ${direction}` as const,
        })),
      )}
      sortSelected={[`${query.sort} ${query.direction}`]}
      onSort={([selected]) => {
        const sort = sorts.find((candidate) => selected?.startsWith(`${candidate} `));
        if (sort) change({ sort, direction: selected?.endsWith(" asc") ? "asc" : "desc" });
      }}
      filters={[
        choice("groups", groups, (group) => t(`rfm.${group}`), query.groups ?? []),
        ...ranges,
        choice("consent", consentStates, (state) => t(`consent.${state}`), query.consent ?? []),
        choice("countries", list.countries, format.country, query.countries ?? []),
      ]}
      appliedFilters={applied}
      onClearAll={() => {
        setTyped("");
        change({
          search: undefined,
          groups: undefined,
          consent: undefined,
          countries: undefined,
          ranges: undefined,
          rule: undefined,
        });
      }}
    />
  );
}
