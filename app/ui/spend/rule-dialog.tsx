import { Banner, BlockStack, FormLayout, Modal, Select } from "@shopify/polaris";
import { useState } from "react";
import type { ShopChannels } from "../../acquisition/spend-view.ts";
import { dayOfIso, monthOfDay } from "../../clv/calendar.ts";
import { useLocale } from "../locale.tsx";
import { useTypedNumber } from "../use-typed-number.ts";
import type { SpendChanges } from "./changes.ts";
import { ChannelField } from "./channel-field.tsx";
import { MONTHS_AHEAD, MONTHS_BACK, monthOptions } from "./month-options.ts";
import { TypedField } from "./typed-field.tsx";
import { useRuleAnswer } from "./use-rule-answer.ts";

interface RuleDialogProps {
  readonly today: string;
  readonly minorDigits: number;
  readonly channels: ShopChannels;
  readonly changes: SpendChanges;
  readonly onClose: () => void;
}

const BASIS_POINTS = 10_000;

/** Asks how the affiliates of a channel are paid. */
export function RuleDialog({ today, minorDigits, channels, changes, onClose }: RuleDialogProps) {
  const { t, format } = useLocale();
  const thisMonth = monthOfDay(dayOfIso(today) ?? 0);
  const money = useTypedNumber("money", minorDigits);
  const share = useTypedNumber("share", minorDigits);
  const [channel, setChannel] = useState("affiliate");
  const [by, setBy] = useState<"share" | "fixed">("share");
  const [text, setText] = useState("");
  const [first, setFirst] = useState(String(thisMonth));
  const [last, setLast] = useState("");
  const [tried, setTried] = useState(false);
  const { fault, ask } = useRuleAnswer(changes, onClose);

  const read = (by === "share" ? share : money).read(text);
  const isOutside = !("fault" in read) && (read.value < 0 || (by === "share" && read.value > 1));
  const save = () => {
    setTried(true);
    if ("fault" in read || isOutside) return;
    ask({
      change: "add_rule",
      rule: {
        channel,
        commission:
          by === "share"
            ? { by: "first_order_share", shareBp: Math.round(read.value * BASIS_POINTS) }
            : { by: "new_customer", amountMinor: read.value },
        firstMonth: Number(first),
        lastMonth: last === "" ? null : Number(last),
      },
    });
  };
  const months = monthOptions(thisMonth - MONTHS_BACK, thisMonth + MONTHS_AHEAD, format);
  return (
    <Modal
      open
      title={t("spend.rules.form")}
      onClose={onClose}
      primaryAction={{ content: t("spend.form.save"), loading: changes.busy, onAction: save }}
      secondaryActions={[{ content: t("spend.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {fault && <Banner tone="critical">{t(`spend.rules.fault.${fault}`)}</Banner>}
          <FormLayout>
            <ChannelField text={channel} channels={channels} onChange={setChannel} />
            <Select
              label={t("spend.rules.by")}
              options={(["share", "fixed"] as const).map((value) => ({
                value,
                label: t(`spend.rules.by.${value}`),
              }))}
              value={by}
              onChange={(value: typeof by) => setBy(value)}
            />
            <TypedField
              kind={by === "share" ? "share" : "money"}
              label={t(by === "share" ? "spend.rules.share.label" : "spend.rules.amount.label")}
              minorDigits={minorDigits}
              text={text}
              onChange={setText}
              asked={tried}
              fault={
                tried && isOutside
                  ? t(by === "share" ? "typed.share" : "typed.money", {
                      example: (by === "share" ? share : money).example,
                      currency: format.currency,
                    })
                  : null
              }
            />
            <FormLayout.Group>
              <Select label={t("spend.rules.first")} options={months} value={first} onChange={setFirst} />
              <Select
                label={t("spend.rules.last")}
                options={[{ value: "", label: t("spend.rules.last.none") }, ...months]}
                value={last}
                onChange={setLast}
              />
            </FormLayout.Group>
          </FormLayout>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
