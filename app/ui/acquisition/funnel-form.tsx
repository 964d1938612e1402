import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import { PlusIcon } from "@shopify/polaris-icons";
import type { ReactNode } from "react";
import { MILLION } from "../../clv/acquisition/amount.ts";
import { faultsOfFunnel } from "../../clv/acquisition/faults.ts";
import type { Funnel, FunnelResult, LaterSale, Step } from "../../clv/acquisition/funnel.ts";
import { useLocale } from "../locale.tsx";
import { BasisSelect } from "./basis-select.tsx";
import styles from "./calculator.module.css";
import { MOST_LATER_SALES } from "./calculator-address.ts";
import { SaleInputs } from "./sale-inputs.tsx";
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
