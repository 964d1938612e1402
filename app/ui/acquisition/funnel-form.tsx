import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { DeleteIcon, PlusIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { type Amount, type Basis, MILLION } from "../../clv/acquisition/amount.ts";
import { faultsOfFunnel } from "../../clv/acquisition/faults.ts";
import type { Funnel, FunnelResult, LaterSale, Step } from "../../clv/acquisition/funnel.ts";
import { useLocale } from "../locale.tsx";
import { WholeSelect } from "../whole-select.tsx";
import styles from "./calculator.module.css";
import { MOST_LATER_SALES } from "./calculator-address.ts";
import { type FieldFault, TypedInput } from "./typed-input.tsx";

interface SectionProps {
  readonly title: string;
  readonly help?: string;
  readonly children: ReactNode;
}

function Section({ title, help, children }: SectionProps) {
  return (
    <BlockStack gap="200">
      <BlockStack gap="050">
        <Text as="h3" variant="headingSm">
          {title}
        </Text>
        {help && (
          <Text as="p" variant="bodySm" tone="subdued">
            {help}
          </Text>
        )}
      </BlockStack>
      {children}
    </BlockStack>
  );
}

interface BasisSelectProps {
  readonly label: string;
  readonly value: Basis;
  readonly onChange: (basis: Basis) => void;
}

function BasisSelect({ label, value, onChange }: BasisSelectProps) {
  const { t } = useLocale();
  return (
    <WholeSelect
      label={label}
      options={[
        { value: "revenue", label: t("funnel.basis.revenue") },
        { value: "margin", label: t("funnel.basis.margin") },
      ]}
      value={value}
      onChange={(basis: Basis) => onChange(basis)}
    />
  );
}

interface StepInputsProps {
  readonly labels: { readonly count: string; readonly rate: string };
  readonly step: Step | null;
  readonly count: number | null;
  readonly rate: number | null;
  readonly fault: FieldFault | null;
  readonly onChange: (step: Step | null) => void;
}

/** The number of people of a step and its rate; whichever is typed stays, and the other one follows. */
function StepInputs({ labels, step, count, rate, fault, onChange }: StepInputsProps) {
  const { t } = useLocale();
  const said = (by: Step["by"]) => (step?.by === by ? t("funnel.step.said") : t("funnel.step.follows"));
  return (
    <>
      <TypedInput
        kind="count"
        label={labels.count}
        value={count}
        help={step === null ? undefined : said("count")}
        fault={fault}
        placeholder={t("calculator.none")}
        onChange={(people) => onChange({ by: "count", count: people })}
        onClear={() => onChange(null)}
      />
      <TypedInput
        kind="share"
        label={labels.rate}
        value={rate === null ? null : Math.round(rate * MILLION)}
        help={step === null ? undefined : said("rate")}
        placeholder={t("calculator.none")}
        onChange={(ppm) => onChange({ by: "rate", ppm })}
        onClear={() => onChange(null)}
      />
    </>
  );
}

const NEW_SALE: LaterSale = {
  buyers: { by: "rate", ppm: 100_000 },
  amount: { minor: 0, basis: "revenue" },
  afterMonths: null,
  range: null,
  origin: "typed",
};

interface SaleInputsProps {
  readonly number: number;
  readonly sale: LaterSale;
  readonly customers: number | null;
  readonly fault: FieldFault | null;
  readonly onChange: (sale: LaterSale) => void;
  readonly onRemove: () => void;
}

function SaleInputs({ number, sale, customers, fault, onChange, onRemove }: SaleInputsProps) {
  const { t, format } = useLocale();
  const { buyers, amount } = sale;
  // Without its month it is what was bought at some time so far.
  const origin = sale.origin === "repeat_orders" && sale.afterMonths === null ? "so_far" : sale.origin;
  const title = t(`funnel.sale.${origin}`, { number, month: sale.afterMonths ?? 0 });
  const count =
    buyers.by === "count" ? buyers.count : customers === null ? null : (customers * buyers.ppm) / MILLION;
  const changeAmount = (part: Partial<Amount>) => onChange({ ...sale, amount: { ...amount, ...part } });
  return (
    <fieldset className={styles.sale} aria-label={title}>
      <BlockStack gap="200">
        <InlineStack align="space-between" blockAlign="center" wrap={false} gap="200">
          <Text as="span" fontWeight="medium">
            {title}
          </Text>
          <Button
            variant="tertiary"
            icon={DeleteIcon}
            accessibilityLabel={t("funnel.sale.remove", { number })}
            onClick={onRemove}
          />
        </InlineStack>
        <div className={styles.fields}>
          {buyers.by === "count" ? (
            <TypedInput
              kind="count"
              label={t("funnel.sale.buyers")}
              value={buyers.count}
              fault={fault}
              onChange={(people) => onChange({ ...sale, buyers: { by: "count", count: people } })}
            />
          ) : (
            <TypedInput
              kind="share"
              label={t("funnel.sale.share")}
              value={buyers.ppm}
              help={
                count === null
                  ? undefined
                  : t("funnel.sale.people", { people: format.number(count, Number.isInteger(count) ? 0 : 1) })
              }
              onChange={(ppm) => onChange({ ...sale, buyers: { by: "rate", ppm } })}
            />
          )}
          <TypedInput
            kind="money"
            label={t("funnel.sale.amount")}
            value={amount.minor}
            onChange={(minor) => changeAmount({ minor })}
          />
          <BasisSelect
            label={t("funnel.basis")}
            value={amount.basis}
            onChange={(basis) => changeAmount({ basis })}
          />
          <TypedInput
            kind="months"
            label={t("funnel.sale.months")}
            value={sale.afterMonths}
            placeholder={t("funnel.sale.months.none")}
            onChange={(afterMonths) => onChange({ ...sale, afterMonths })}
            onClear={() => onChange({ ...sale, afterMonths: null })}
          />
        </div>
        {sale.range && (
          <Text as="p" variant="bodySm" tone="subdued">
            {t("funnel.sale.range", {
              low: format.percent(sale.range.lowPpm / MILLION, 0),
              high: format.percent(sale.range.highPpm / MILLION, 0),
            })}
          </Text>
        )}
      </BlockStack>
    </fieldset>
  );
}

interface FunnelFormProps {
  readonly funnel: Funnel;
  readonly result: FunnelResult;
  readonly onChange: (funnel: Funnel) => void;
}

/** Every step and rate of the funnel, to be changed. */
export function FunnelForm({ funnel, result, onChange }: FunnelFormProps) {
  const { t } = useLocale();
  const faults = faultsOfFunnel(funnel);
  const faultOf = (field: string): FieldFault | null => {
    const fault = faults.find((each) => each.field === field);
    return fault ? { text: t(`funnel.fault.${fault.code}`), isError: fault.isError } : null;
  };
  const change = (part: Partial<Funnel>) => onChange({ ...funnel, ...part });
  const changeSale = (at: number, sale: LaterSale) => change({ later: funnel.later.with(at, sale) });
  return (
    <Card>
      <BlockStack gap="500">
        <Section title={t("funnel.section.spend")} help={t("funnel.section.spend.help")}>
          <div className={styles.fields}>
            <TypedInput
              kind="money"
              label={t("funnel.spend")}
              value={funnel.spendMinor}
              placeholder={t("calculator.none")}
              fault={faultOf("spend")}
              onChange={(spendMinor) => change({ spendMinor })}
              onClear={() => change({ spendMinor: null })}
            />
            <TypedInput
              kind="hours"
              label={t("calculator.hours")}
              value={funnel.ownTime.hours}
              onChange={(hours) => change({ ownTime: { ...funnel.ownTime, hours } })}
            />
            <TypedInput
              kind="money"
              label={t("calculator.hourly_rate")}
              value={funnel.ownTime.rateMinor}
              onChange={(rateMinor) => change({ ownTime: { ...funnel.ownTime, rateMinor } })}
            />
          </div>
        </Section>
        <Section title={t("funnel.section.people")} help={t("funnel.section.people.help")}>
          <div className={styles.steps}>
            <TypedInput
              kind="count"
              label={t("funnel.reached")}
              value={funnel.reached}
              placeholder={t("calculator.none")}
              onChange={(reached) => change({ reached })}
              onClear={() => change({ reached: null })}
            />
            <StepInputs
              labels={{ count: t("funnel.leads"), rate: t("funnel.lead_rate") }}
              step={funnel.leads}
              count={result.leads}
              rate={result.leadRate}
              fault={faultOf("leads")}
              onChange={(leads) => change({ leads })}
            />
            <StepInputs
              labels={{ count: t("funnel.customers"), rate: t("funnel.customer_rate") }}
              step={funnel.customers}
              count={result.customers}
              rate={result.customerRate}
              fault={faultOf("customers")}
              onChange={(customers) => change({ customers })}
            />
          </div>
        </Section>
        <Section title={t("funnel.section.first")}>
          <div className={styles.fields}>
            <TypedInput
              kind="money"
              label={t("funnel.first.amount")}
              value={funnel.first.minor}
              onChange={(minor) => change({ first: { ...funnel.first, minor } })}
            />
            <BasisSelect
              label={t("funnel.basis.first")}
              value={funnel.first.basis}
              onChange={(basis) => change({ first: { ...funnel.first, basis } })}
            />
            <TypedInput
              kind="share"
              label={t("calculator.margin")}
              value={funnel.marginPpm}
              help={t("funnel.margin.help")}
              placeholder={t("calculator.none")}
              fault={faultOf("margin")}
              onChange={(marginPpm) => change({ marginPpm })}
              onClear={() => change({ marginPpm: null })}
            />
          </div>
        </Section>
        <Section title={t("funnel.section.later")} help={t("funnel.section.later.help")}>
          {funnel.later.map((sale, at) => (
            <SaleInputs
              // biome-ignore lint/suspicious/noArrayIndexKey: a sale has no name but its place
              key={at}
              number={at + 1}
              sale={sale}
              customers={result.customers}
              fault={faultOf(`later.${at}`)}
              onChange={(changed) => changeSale(at, changed)}
              onRemove={() => change({ later: funnel.later.toSpliced(at, 1) })}
            />
          ))}
          {funnel.later.length < MOST_LATER_SALES && (
            <InlineStack>
              <Button icon={PlusIcon} onClick={() => change({ later: [...funnel.later, NEW_SALE] })}>
                {t("funnel.sale.add")}
              </Button>
            </InlineStack>
          )}
        </Section>
        <Section title={t("calculator.section.limits")}>
          <div className={styles.fields}>
            <TypedInput
              kind="ratio"
              label={t("calculator.target")}
              value={funnel.targetRatio}
              help={t("calculator.target.help")}
              onChange={(targetRatio) => change({ targetRatio })}
            />
            <TypedInput
              kind="months"
              label={t("calculator.cash_back")}
              value={funnel.cashBackMonths}
              onChange={(cashBackMonths) => change({ cashBackMonths })}
            />
          </div>
        </Section>
      </BlockStack>
    </Card>
  );
}
