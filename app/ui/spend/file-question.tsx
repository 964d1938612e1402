import { Banner, BlockStack, Button, FormLayout, Select, TextField } from "@shopify/polaris";
import type { ReactNode } from "react";
import type { SpendFileAnswer } from "../../acquisition/spend-import.ts";
import type { ShopChannels } from "../../acquisition/spend-view.ts";
import { useLocale } from "../locale.tsx";
import { ChannelField } from "./channel-field.tsx";
import type { SpendFileUse } from "./use-spend-file.ts";

interface FileQuestionProps {
  readonly name: string;
  readonly refusal: Extract<SpendFileAnswer, { state: "refused" }>;
  readonly use: SpendFileUse;
  readonly today: string;
  readonly channels: ShopChannels;
}

/** Why a file cannot be read as it is; where an answer settles it, that is asked. */
export function FileQuestion({ name, refusal, use, today, channels }: FileQuestionProps) {
  const { t, format } = useLocale();
  const { form, setForm } = use;
  const { code, detail } = refusal;
  const text = t(`spend.file.refused.${code}`, {
    detail: detail.length === 0 ? "" : code.startsWith("open_") ? (detail[0] ?? "") : format.list(detail),
    currency: format.currency,
  });
  let question: ReactNode = null;
  if (code === "no_channel") {
    question = (
      <ChannelField
        text={form.channel}
        channels={channels}
        onChange={(channel) => setForm({ ...form, channel })}
      />
    );
  } else if (code === "no_period") {
    question = (
      <FormLayout.Group>
        {(["firstDay", "lastDay"] as const).map((day) => (
          <TextField
            key={day}
            type="date"
            label={t(day === "firstDay" ? "spend.form.first" : "spend.form.last")}
            autoComplete="off"
            max={today}
            value={form[day]}
            onChange={(value) => setForm({ ...form, [day]: value })}
          />
        ))}
      </FormLayout.Group>
    );
  } else if (code === "open_dates") {
    const [, one = "", first = "", other = "", second = ""] = detail;
    question = (
      <Select
        label={text}
        placeholder="–"
        options={[
          { value: one, label: format.day(first) },
          { value: other, label: format.day(second) },
        ]}
        value={form.dateOrder}
        onChange={(dateOrder) => setForm({ ...form, dateOrder })}
      />
    );
  } else if (code === "open_amounts") {
    question = (
      <Select
        label={text}
        placeholder="–"
        options={[
          { value: ".", label: t("spend.file.decimal.point") },
          { value: ",", label: t("spend.file.decimal.comma") },
        ]}
        value={form.decimal}
        onChange={(decimal) => setForm({ ...form, decimal })}
      />
    );
  } else if (code === "open_total") {
    question = (
      <Select
        label={text}
        placeholder="–"
        options={[
          { value: "total", label: t("spend.file.unnamed.total") },
          { value: "spend", label: t("spend.file.unnamed.spend") },
        ]}
        value={form.unnamed}
        onChange={(unnamed) => setForm({ ...form, unnamed })}
      />
    );
  }
  return (
    <BlockStack gap="400">
      <Banner
        tone={question === null ? "critical" : "info"}
        title={t("spend.file.refused.title", { name: name.slice(0, 100) })}
      >
        <p style={{ overflowWrap: "anywhere" }}>{text}</p>
      </Banner>
      {question !== null && (
        <FormLayout>
          {question}
          <Button variant="primary" onClick={use.again}>
            {t("spend.file.again")}
          </Button>
        </FormLayout>
      )}
    </BlockStack>
  );
}
