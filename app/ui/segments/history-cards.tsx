import { BlockStack, Card, InlineStack, Link, List, Text } from "@shopify/polaris";
import { dayOfIso } from "../../clv/calendar.ts";
import type { SegmentHistory } from "../../segments/membership/history.ts";
import { ChartFrame } from "../charts/chart-frame.tsx";
import { LineChart, type LineSeries } from "../charts/line-chart.tsx";
import { useCustomerAddress } from "../customer/back-address.ts";
import { useLocale } from "../locale.tsx";
import { segmentName } from "./segment-name.ts";

type Days = SegmentHistory["days"];
const MOST_TICKS = 6;

/** Customers of a segment, and how many of them can be written to, by day. */
export function SizeChart({ days }: { days: Days }) {
  const { t, format } = useLocale();
  const [first, last] = [days[0], days.at(-1)];
  // A single day is a dot that says nothing which the figures do not.
  if (!first || !last || days.length < 2) return null;
  const x = (day: string) => dayOfIso(day) ?? 0;
  const line = (key: "customers" | "reachable", colour: LineSeries["colour"]): LineSeries => ({
    ...{ key, colour },
    points: days.map((day) => ({ x: x(day.day), y: day[key] })),
  });
  const every = Math.max(1, Math.ceil(days.length / MOST_TICKS));
  const title = t("segments.history");
  return (
    <ChartFrame
      title={title}
      basis={t("segments.history.basis", { when: format.day(first.day) })}
      legend={[
        { label: t("segments.history.customers"), colour: "blue", mark: "line" },
        { label: t("segments.history.reachable"), colour: "teal", mark: "line" },
      ]}
      summary={t("segments.history.summary", {
        from: format.number(first.customers),
        fromDay: format.day(first.day),
        to: format.number(last.customers),
        toDay: format.day(last.day),
      })}
      table={{
        columns: [
          { heading: t("segments.history.day") },
          { heading: t("segments.history.customers"), numeric: true },
          { heading: t("segments.history.reachable"), numeric: true },
          { heading: t("segments.history.net_sales"), numeric: true },
          { heading: t("segments.history.expected"), numeric: true },
        ],
        rows: days
          .map((day) => [
            format.day(day.day),
            format.number(day.customers),
            format.number(day.reachable),
            format.money(day.netSalesMinor),
            day.expectedValueMinor === null ? t("figure.none") : format.money(day.expectedValueMinor),
          ])
          .reverse(),
      }}
    >
      <LineChart
        name={title}
        series={[line("customers", "blue"), line("reachable", "teal")]}
        from={x(first.day)}
        to={x(last.day)}
        height={220}
        formatTick={format.compact}
        ticks={days
          .filter((_, i) => (days.length - 1 - i) % every === 0)
          .map(({ day }) => ({ x: x(day), label: format.day(day) }))}
        stops={days.map((day) => ({
          x: x(day.day),
          title: format.day(day.day),
          readings: [
            {
              label: t("segments.history.customers"),
              colour: "blue",
              value: format.number(day.customers),
            },
            {
              label: t("segments.history.reachable"),
              colour: "teal",
              value: format.number(day.reachable),
            },
            { label: t("segments.history.net_sales"), value: format.moneyWhole(day.netSalesMinor) },
          ],
        }))}
      />
    </ChartFrame>
  );
}

/** Who entered and left lately, and why. */
export function EventsCard({ history }: { history: SegmentHistory }) {
  const { t, format } = useLocale();
  const address = useCustomerAddress();
  const { membership, events, movements } = history;
  if (membership.state === "calculating") return null;
  const nameOf = (id: number, name: string | null) => name ?? t("segments.events.unnamed", { id });
  const sum = (entered: boolean) =>
    movements
      .filter((movement) => movement.entered === entered)
      .reduce((all, { customers }) => all + customers, 0);
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {t("segments.events")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("segments.events.basis", { when: format.instant(membership.evaluatedAt) })}
            {membership.isBehind && `. ${t("segments.events.behind")}`}
          </Text>
        </BlockStack>
        {events.length === 0 ? (
          <Text as="p">{t("segments.events.none", { when: format.instant(membership.beganAt) })}</Text>
        ) : (
          <>
            <Text as="p">{t("segments.events.recent", { entered: sum(true), left: sum(false) })}</Text>
            <List type="bullet" gap="extraTight">
              {events.map(({ customerId, name, entered, cause, at }) => (
                <List.Item key={`${customerId} ${entered} ${at}`}>
                  <span style={{ overflowWrap: "anywhere" }}>
                    {t(entered ? "segments.events.entered" : "segments.events.left")}:{" "}
                    {/* Of somebody who is gone there is no page. */}
                    {cause === "removed" ? (
                      nameOf(customerId, name)
                    ) : (
                      <Link url={address(customerId)}>{nameOf(customerId, name)}</Link>
                    )}
                    , {t(`segments.cause.${cause}`)}
                  </span>
                  <Text as="p" variant="bodySm" tone="subdued">
                    {format.instant(at)}
                  </Text>
                </List.Item>
              ))}
            </List>
          </>
        )}
      </BlockStack>
    </Card>
  );
}

/** In which other segments the members are. */
export function OverlapsCard({ history, customers }: { history: SegmentHistory; customers: number }) {
  const { t, format } = useLocale();
  if (customers === 0) return null;
  return (
    <Card>
      <BlockStack gap="300">
        <BlockStack gap="050">
          <Text as="h2" variant="headingSm">
            {t("segments.overlaps")}
          </Text>
          <Text as="p" variant="bodySm" tone="subdued">
            {t("segments.overlaps.basis")}
          </Text>
        </BlockStack>
        {history.overlaps.length === 0 && <Text as="p">{t("segments.overlaps.none")}</Text>}
        {history.overlaps.map(({ segment, customers: both }) => (
          <InlineStack key={segment.key} align="space-between" gap="200">
            <div style={{ overflowWrap: "anywhere" }}>
              <Link url={`/app/segments/${segment.key}`} removeUnderline>
                {segmentName(segment, t)}
              </Link>
            </div>
            <Text as="span" numeric tone="subdued">
              {t("segments.overlaps.of", { count: both, share: format.percent(both / customers, 0) })}
            </Text>
          </InlineStack>
        ))}
      </BlockStack>
    </Card>
  );
}
