import type { Api } from "@shopify/ui-extensions/admin.customer-segment-details.action.render";
import { useCallback, useEffect, useState } from "preact/hooks";
import { type Card, type CardResult, fetchCard } from "./card.ts";

/** The part of Shopify's admin that the action needs. */
export interface ActionHost {
  readonly segmentGid: string;
  readonly i18n: Pick<Api["i18n"], "translate" | "formatCurrency" | "formatNumber">;
  readonly fetch: (path: string) => Promise<Response>;
  readonly close: () => void;
}

/** What the members of a segment have been worth and are expected to bring: loading, the app's answer, or what went wrong. */
export function SegmentValue({ host }: { host: ActionHost }) {
  const { translate } = host.i18n;
  const [result, setResult] = useState<CardResult | null>(null);
  const load = useCallback(() => {
    setResult(null);
    fetchCard(host.fetch, host.segmentGid).then(setResult);
  }, [host]);
  useEffect(load, [load]);
  const card = result?.ok ? result.card : null;
  return (
    <s-admin-action heading={translate("heading")} loading={result === null}>
      {result === null && <s-spinner accessibilityLabel={translate("loading")} />}
      {result?.ok === false && (
        <s-banner tone={result.reason === "failed" ? "critical" : "info"}>
          <s-paragraph>{translate(`error.${result.reason}`)}</s-paragraph>
          {result.reason === "failed" && <s-button onClick={load}>{translate("error.retry")}</s-button>}
        </s-banner>
      )}
      {card && <Figures host={host} card={card} />}
      {card && (
        <s-button
          slot="primary-action"
          href={`app:app/segments${card.segmentKey === null ? "" : `/${card.segmentKey}`}`}
        >
          {translate(card.segmentKey === null ? "openSegments" : "openSegment")}
        </s-button>
      )}
      <s-button slot="secondary-actions" onClick={host.close}>
        {translate("close")}
      </s-button>
    </s-admin-action>
  );
}

function Figures({ host: { i18n }, card }: { host: ActionHost; card: Card }) {
  const { translate } = i18n;
  const money = (minor: number) =>
    i18n.formatCurrency(minor / 10 ** card.minorDigits, {
      currency: card.currency,
      minimumFractionDigits: card.minorDigits,
      maximumFractionDigits: card.minorDigits,
    });
  if (card.customers === 0) return <s-paragraph>{translate("nobody")}</s-paragraph>;
  const each = (minor: number) => translate("each", { amount: money(Math.round(minor / card.customers)) });
  return (
    <s-stack gap="base">
      {card.isPartial && (
        <s-banner tone="info">
          <s-paragraph>{translate("partial", { count: i18n.formatNumber(card.customers) })}</s-paragraph>
        </s-banner>
      )}
      <s-grid gridTemplateColumns="1fr 1fr" gap="base">
        <s-stack gap="small-400">
          <s-text color="subdued">{translate("historic")}</s-text>
          <s-heading>{money(card.netSalesMinor)}</s-heading>
          <s-text color="subdued">{each(card.netSalesMinor)}</s-text>
        </s-stack>
        <s-stack gap="small-400">
          <s-text color="subdued">{translate("next12Months")}</s-text>
          {card.expectedValueMinor === null ? (
            <s-text>{translate("learning")}</s-text>
          ) : (
            <>
              <s-heading>{money(card.expectedValueMinor)}</s-heading>
              <s-text color="subdued">{each(card.expectedValueMinor)}</s-text>
            </>
          )}
        </s-stack>
      </s-grid>
      <s-text color="subdued">
        {translate("reachable", {
          reachable: i18n.formatNumber(card.reachable),
          customers: i18n.formatNumber(card.customers),
        })}
      </s-text>
    </s-stack>
  );
}
