import { Banner, BlockStack, InlineStack, List, Modal, Spinner, Text } from "@shopify/polaris";
import type { CostPreview, ShopMargins } from "../../valuation/costs/preview-costs.ts";
import type { CostAbovePrice } from "../../valuation/costs/product-file.ts";
import { FigureRow } from "../figures/figure.tsx";
import { useLocale } from "../locale.tsx";
import type { CostChanging, Moves } from "./use-cost-change.ts";

const MOST_NAMED = 5;

/** What a change of costs moves, before it is saved. */
export function PreviewDialog({
  changing,
  abovePrice = [],
}: {
  readonly changing: CostChanging;
  readonly abovePrice?: readonly CostAbovePrice[];
}) {
  const { t } = useLocale();
  const { looking, saving, save, back } = changing;
  return (
    <Modal
      open={looking !== null}
      title={t("costs.preview.title")}
      onClose={back}
      primaryAction={{
        content: t("costs.preview.save"),
        loading: saving,
        disabled: looking?.moves.state === "counting",
        onAction: save,
      }}
      secondaryActions={[{ content: t("costs.preview.back"), disabled: saving, onAction: back }]}
    >
      <Modal.Section>
        {looking && <PreviewBody moves={looking.moves} abovePrice={abovePrice} />}
      </Modal.Section>
    </Modal>
  );
}

export function PreviewBody({
  moves,
  abovePrice,
}: {
  readonly moves: Moves;
  readonly abovePrice: readonly CostAbovePrice[];
}) {
  const { t, format } = useLocale();
  return (
    <BlockStack gap="400">
      <div role="status">
        {moves.state === "counting" ? (
          <InlineStack gap="200" blockAlign="center" wrap={false}>
            <Spinner size="small" />
            <Text as="p">{t("costs.preview.counting")}</Text>
          </InlineStack>
        ) : moves.state === "failed" ? (
          <Banner tone="warning">{t("costs.preview.failed")}</Banner>
        ) : moves.preview === null ? (
          <Text as="p">{t("costs.preview.none")}</Text>
        ) : (
          <Counted preview={moves.preview} />
        )}
      </div>
      {abovePrice.length > 0 && (
        <Banner tone="warning">
          <BlockStack gap="200">
            <p>{t("costs.preview.above", { count: abovePrice.length })}</p>
            <List>
              {abovePrice.slice(0, MOST_NAMED).map(({ title, unitCostMinor, priceMinor }) => (
                <List.Item key={`${title} ${unitCostMinor} ${priceMinor}`}>
                  {t("costs.preview.above.line", {
                    title,
                    cost: format.money(unitCostMinor),
                    price: format.money(priceMinor),
                  })}
                </List.Item>
              ))}
            </List>
          </BlockStack>
        </Banner>
      )}
    </BlockStack>
  );
}

function Counted({ preview }: { readonly preview: CostPreview }) {
  const { t, format } = useLocale();
  const { before, after, customers, moved, movedAtTop } = preview;
  const unknown = t("costs.left.unknown");
  const pair = (from: string, to: string) =>
    from === to ? from : t("costs.preview.change", { before: from, after: to });
  const money = (of: (margins: ShopMargins) => number | null) => {
    const [from, to] = [of(before), of(after)];
    const text = (minor: number | null) => (minor === null ? unknown : format.money(minor));
    const isMoved = from !== null && to !== null && from !== to && after.netSalesMinor !== 0;
    return {
      value: pair(text(from), text(to)),
      note: isMoved
        ? t("costs.preview.by", {
            difference: `${to > from ? "+" : ""}${format.money(to - from)}`,
            share: `${to > from ? "+" : ""}${format.percent((to - from) / after.netSalesMinor)}`,
          })
        : from === to
          ? t("costs.preview.same")
          : undefined,
    };
  };
  const coverage = ({ costCoverage }: ShopMargins) =>
    costCoverage === null ? unknown : format.percent(costCoverage, 0);
  return (
    <BlockStack gap="300">
      <FigureRow label={t("costs.left.margin")} {...money((margins) => margins.grossMarginMinor)} />
      <FigureRow label={t("costs.left.contribution")} {...money((margins) => margins.contributionMinor)} />
      <FigureRow label={t("costs.preview.coverage")} value={pair(coverage(before), coverage(after))} />
      <FigureRow
        label={t("costs.preview.losing")}
        value={pair(format.number(before.losing), format.number(after.losing))}
      />
      {before.unknown + after.unknown > 0 && (
        <FigureRow
          label={t("costs.preview.unknown")}
          value={pair(format.number(before.unknown), format.number(after.unknown))}
        />
      )}
      <Text as="p">
        {t("costs.preview.moved", { moved, customers: format.number(customers), top: movedAtTop })}
      </Text>
      <Text as="p" tone="subdued">
        {t("costs.preview.after")}
      </Text>
    </BlockStack>
  );
}
