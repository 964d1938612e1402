import { BlockStack, Button, Card, InlineStack, Text } from "@shopify/polaris";
import type { FormEvent, ReactNode } from "react";
import { useLocale } from "../locale.tsx";
import styles from "./wizard.module.css";
import { STEPS, type Step } from "./wizard-address.ts";

function Steps({ current }: { readonly current: Step }) {
  const { t } = useLocale();
  const at = STEPS.indexOf(current);
  return (
    <nav aria-label={t("connecting.steps")}>
      <ol className={styles.steps}>
        {STEPS.map((step, place) => (
          <li
            key={step}
            className={styles.step}
            data-state={place < at ? "done" : place === at ? "current" : "ahead"}
            aria-current={place === at ? "step" : undefined}
          >
            <span className={styles.number} aria-hidden>
              {place + 1}
            </span>
            <span className={styles.name}>{t(`connecting.step.${step}`)}</span>
          </li>
        ))}
      </ol>
    </nav>
  );
}

export interface WizardFrameProps {
  readonly step: Step;
  readonly title: string;
  readonly help?: string;
  /** What the button says that leads on. */
  readonly next: string;
  readonly busy?: boolean;
  /** There is nothing yet that could be agreed to. */
  readonly isWaiting?: boolean;
  readonly onNext: () => void;
  readonly onBack: (() => void) | null;
  readonly children: ReactNode;
}

/** Gets the focus when the step appears. */
export const STEP_HEADING = "wizard-step";

/** One step: Enter leads on, and the button before it leads back. */
export function WizardFrame(props: WizardFrameProps) {
  const { step, title, help, next, busy = false, isWaiting = false, onNext, onBack, children } = props;
  const { t } = useLocale();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!busy && !isWaiting) onNext();
  };
  return (
    <BlockStack gap="400">
      <Steps current={step} />
      <Card>
        <form onSubmit={submit} noValidate>
          <BlockStack gap="400">
            <div id={STEP_HEADING} tabIndex={-1} className={styles.heading}>
              <BlockStack gap="100">
                <Text as="p" variant="bodySm" tone="subdued">
                  {t("connecting.step", { step: STEPS.indexOf(step) + 1, steps: STEPS.length })}
                </Text>
                <Text as="h2" variant="headingMd">
                  {title}
                </Text>
              </BlockStack>
            </div>
            {help && (
              <Text as="p" tone="subdued">
                {help}
              </Text>
            )}
            {children}
            <InlineStack align="space-between" gap="200">
              {onBack ? <Button onClick={onBack}>{t("connecting.back")}</Button> : <span />}
              <Button submit variant="primary" loading={busy} disabled={isWaiting}>
                {next}
              </Button>
            </InlineStack>
          </BlockStack>
        </form>
      </Card>
    </BlockStack>
  );
}
