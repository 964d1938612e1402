import type { ComponentChildren } from "preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { type Card, type CardResult, fetchCard } from "./card.ts";
import type { BlockHost } from "./host.ts";

type View = { readonly state: "loading" } | { readonly state: "answered"; readonly result: CardResult };

/** The block: loading, the app's answer, or what went wrong and what to do about it. */
export function CustomerValue({ host }: { host: BlockHost }) {
  const { translate } = host.i18n;
  const [view, setView] = useState<View>({ state: "loading" });
  const load = useCallback(() => {
    setView({ state: "loading" });
    fetchCard(host.fetch, host.customerGid).then((result) => setView({ state: "answered", result }));
  }, [host]);
  useEffect(load, [load]);

  if (view.state === "loading") {
    return (
      <Block host={host}>
        <s-spinner accessibilityLabel={translate("loading")} />
      </Block>
    );
  }
  const { result } = view;
  if (!result.ok) {
    return (
      <Block host={host}>
        <s-banner tone={result.reason === "signed_out" ? "info" : "critical"}>
          <s-paragraph>
            {translate(result.reason === "signed_out" ? "error.signedOut" : "error.failed")}
          </s-paragraph>
          {result.reason === "failed" && <s-button onClick={load}>{translate("error.retry")}</s-button>}
        </s-banner>
      </Block>
    );
  }
  return (
    <Block host={host} card={result.card}>
      <CardBody host={host} card={result.card} />
    </Block>
  );
}

function Block({ host, card, children }: { host: BlockHost; card?: Card; children: ComponentChildren }) {
  const { translate } = host.i18n;
  const summary =
    card?.state === "full" ? translate("summary", { historic: money(host, card.netSalesMinor, card) }) : "";
  return (
    <s-admin-block heading={translate("heading")} collapsedSummary={summary}>
      {children}
    </s-admin-block>
  );
}

const WITHOUT_VALUE = { unknown: "unknown", taken_out: "takenOut", no_orders: "noOrders" } as const;

function CardBody({ host, card }: { host: BlockHost; card: Card }) {
  const { i18n } = host;
  if (card.state !== "full") {
    return <s-paragraph>{i18n.translate(WITHOUT_VALUE[card.state])}</s-paragraph>;
  }
  const { prediction } = card;
  return (
    <s-stack gap="base">
      {card.unreadOrders > 0 && (
        <s-banner tone="info">
          <s-paragraph>{i18n.translate("stillReading", { count: card.unreadOrders })}</s-paragraph>
        </s-banner>
      )}
      <s-grid gridTemplateColumns="1fr 1fr" gap="base">
        <s-stack gap="small-400">
          <s-text color="subdued">{i18n.translate("historic")}</s-text>
          <s-heading>{money(host, card.netSalesMinor, card)}</s-heading>
          <s-text color="subdued">{i18n.translate("orders", { count: card.orders })}</s-text>
        </s-stack>
        <s-stack gap="small-400">
          <s-text color="subdued">{i18n.translate("next12Months")}</s-text>
          {prediction.state === "ready" ? (
            <>
              <s-heading>{money(host, prediction.expectedValueMinor, card)}</s-heading>
              <s-text color="subdued">
                {prediction.valueHighMinor === 0
                  ? i18n.translate("probablyNothing")
                  : i18n.translate("interval", {
                      low: money(host, prediction.valueLowMinor, card),
                      high: money(host, prediction.valueHighMinor, card),
                    })}
              </s-text>
            </>
          ) : (
            <>
              <s-badge tone="info">{i18n.translate("learning.label")}</s-badge>
              <s-text color="subdued">{i18n.translate(`learning.${prediction.reason}`)}</s-text>
            </>
          )}
        </s-stack>
      </s-grid>
      <s-stack direction="inline" gap="base">
        <s-text color="subdued">{i18n.translate("group")}</s-text>
        <s-badge>{i18n.translate(`groups.${card.group}`)}</s-badge>
        <s-text color="subdued">{i18n.translate("lastOrder")}</s-text>
        <s-text>
          {i18n.formatDate(new Date(`${card.lastOrderDay}T00:00:00Z`), {
            dateStyle: "medium",
            timeZone: "UTC",
          })}
        </s-text>
      </s-stack>
      <s-link href={`app:app/customers/${host.customerGid.split("/").pop()}`}>
        {i18n.translate("open")}
      </s-link>
    </s-stack>
  );
}

function money(
  host: BlockHost,
  minor: number,
  { currency, minorDigits }: { readonly currency: string; readonly minorDigits: number },
): string {
  return host.i18n.formatCurrency(minor / 10 ** minorDigits, {
    currency,
    minimumFractionDigits: minorDigits,
    maximumFractionDigits: minorDigits,
  });
}
