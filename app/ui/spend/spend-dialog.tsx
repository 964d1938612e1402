import { Banner, BlockStack, FormLayout, Modal, Select, TextField } from "@shopify/polaris";
import { useEffect, useState } from "react";
import type { TypedSpend } from "../../acquisition/spend.ts";
import type { ShopChannels, TypedSpendView } from "../../acquisition/spend-view.ts";
import { useLocale } from "../locale.tsx";
import { useTypedNumber } from "../use-typed-number.ts";
import type { SpendChanged, SpendChanges } from "./changes.ts";
import { ChannelField } from "./channel-field.tsx";
import { TypedField } from "./typed-field.tsx";

interface SpendDialogProps {
  /** What is changed; null for new spend. */
  readonly entry: TypedSpendView | null;
  readonly today: string;
  readonly minorDigits: number;
  readonly channels: ShopChannels;
  readonly changes: SpendChanges;
  readonly onClose: () => void;
}

interface Asked {
  readonly spend: TypedSpend;
  /** The answer that was there. */
  readonly before: SpendChanged | null;
}

const HOURS = 1_000;

/** Asks for spend, or changes it. Whatever cannot be is said beside its field. */
export function SpendDialog({ entry, today, minorDigits, channels, changes, onClose }: SpendDialogProps) {
  const { t, format } = useLocale();
  const money = useTypedNumber("money", minorDigits);
  const decimal = useTypedNumber("decimal", minorDigits);
  const [channel, setChannel] = useState(entry?.channel ?? "");
  const [campaign, setCampaign] = useState(entry?.campaign ?? "");
  const [firstDay, setFirstDay] = useState(entry?.firstDay ?? today);
  const [lastDay, setLastDay] = useState(entry?.lastDay ?? today);
  const [by, setBy] = useState<"amount" | "hours">(entry?.kind === "own_time" ? "hours" : "amount");
  const [amount, setAmount] = useState(entry ? money.textOf(entry.amountMinor) : "");
  const [hours, setHours] = useState(entry?.hoursMilli ? decimal.textOf(entry.hoursMilli / HOURS) : "");
  const [rate, setRate] = useState(entry?.rateMinor ? money.textOf(entry.rateMinor) : "");
  const [asked, setAsked] = useState<Asked | null>(null);
  const [tried, setTried] = useState(false);

  const typed = (): TypedSpend | null => {
    const place = { channel, campaign, firstDay, lastDay };
    if (by === "amount") {
      const read = money.read(amount);
      return "fault" in read ? null : { ...place, cost: { by, minor: read.value } };
    }
    const [time, price] = [decimal.read(hours), money.read(rate)];
    if ("fault" in time || "fault" in price) return null;
    return { ...place, cost: { by, hoursMilli: Math.round(time.value * HOURS), rateMinor: price.value } };
  };
  const now = typed();
  // An answer is about what was asked, until something of it changes; the one from before is about something else.
  const isAnswered =
    asked !== null &&
    changes.answer !== asked.before &&
    JSON.stringify(asked.spend) === JSON.stringify(now) &&
    !changes.busy;
  const outcome = isAnswered && changes.answer?.change === "save" ? changes.answer.outcome : null;
  const fault = outcome?.state === "fault" ? outcome.fault : null;
  const overlap = outcome?.state === "overlaps" ? outcome.with : null;
  const said = (...codes: readonly (typeof fault)[]) =>
    fault !== null && codes.includes(fault) ? t(`spend.fault.${fault}`) : undefined;
  const isSaved = outcome?.state === "saved";
  useEffect(() => {
    if (isSaved) onClose();
  }, [isSaved, onClose]);

  const save = () => {
    setTried(true);
    if (now === null) return;
    setAsked({ spend: now, before: changes.answer });
    changes.send({
      change: "save",
      spend: now,
      replaces: entry?.entryId ?? null,
      evenIfOverlapping: overlap !== null,
    });
  };
  return (
    <Modal
      open
      title={t(entry ? "spend.form.change" : "spend.form.add")}
      onClose={onClose}
      primaryAction={{
        content: t(overlap ? "spend.form.save_anyway" : "spend.form.save"),
        loading: changes.busy,
        onAction: save,
      }}
      secondaryActions={[{ content: t("spend.cancel"), onAction: onClose }]}
    >
      <Modal.Section>
        <BlockStack gap="400">
          {outcome?.state === "gone" && <Banner tone="warning">{t("spend.gone")}</Banner>}
          {overlap && (
            <Banner tone="warning" title={t("spend.overlaps.title")}>
              <p style={{ overflowWrap: "anywhere" }}>
                {t("spend.overlaps.body", {
                  amount: format.money(overlap.amountMinor),
                  first: format.day(overlap.firstDay),
                  last: format.day(overlap.lastDay),
                  campaign: overlap.campaign === "" ? "none" : overlap.campaign.slice(0, 100),
                })}
              </p>
            </Banner>
          )}
          <FormLayout>
            <ChannelField
              text={channel}
              channels={channels}
              onChange={setChannel}
              error={said("no_channel")}
            />
            <TextField
              label={t("spend.form.campaign")}
              helpText={t("spend.form.campaign.help")}
              autoComplete="off"
              maxLength={2_000}
              value={campaign}
              onChange={setCampaign}
            />
            <FormLayout.Group>
              <TextField
                type="date"
                label={t("spend.form.first")}
                autoComplete="off"
                max={today}
                value={firstDay}
                onChange={setFirstDay}
                error={said("bad_day", "reversed", "too_long")}
              />
              <TextField
                type="date"
                label={t("spend.form.last")}
                autoComplete="off"
                max={today}
                value={lastDay}
                onChange={setLastDay}
                error={said("future")}
              />
            </FormLayout.Group>
            <Select
              label={t("spend.form.by")}
              options={(["amount", "hours"] as const).map((value) => ({
                value,
                label: t(`spend.form.by.${value}`),
              }))}
              value={by}
              onChange={(value: typeof by) => setBy(value)}
            />
            {by === "amount" ? (
              <TypedField
                kind="money"
                label={t("spend.form.amount")}
                minorDigits={minorDigits}
                text={amount}
                onChange={setAmount}
                asked={tried}
                fault={said("negative", "nothing", "too_much")}
              />
            ) : (
              <FormLayout.Group>
                <TypedField
                  kind="decimal"
                  label={t("spend.form.hours")}
                  minorDigits={minorDigits}
                  text={hours}
                  onChange={setHours}
                  asked={tried}
                  unreadable={t("spend.form.hours.error", { example: decimal.example })}
                  fault={said("negative", "nothing", "too_much")}
                />
                <TypedField
                  kind="money"
                  label={t("spend.form.rate")}
                  minorDigits={minorDigits}
                  text={rate}
                  onChange={setRate}
                  asked={tried}
                />
              </FormLayout.Group>
            )}
          </FormLayout>
        </BlockStack>
      </Modal.Section>
    </Modal>
  );
}
