import { Text, TextField } from "@shopify/polaris";
import { namedChannel } from "../../clv/acquisition/channel.ts";
import { channelName } from "../acquisition/channel-name.ts";
import { useLocale } from "../locale.tsx";

interface ChannelFieldProps {
  readonly text: string;
  /** From which customers came. */
  readonly channels: readonly string[];
  readonly onChange: (text: string) => void;
  readonly error?: string | undefined;
}

/** A channel by name; one that no customer came from is allowed, and said. */
export function ChannelField({ text, channels, onChange, error }: ChannelFieldProps) {
  const { t } = useLocale();
  const channel = namedChannel(text);
  const isUnknown = channel !== "" && !channels.includes(channel);
  return (
    <TextField
      label={t("spend.form.channel")}
      autoComplete="off"
      maxLength={200}
      value={text}
      onChange={onChange}
      error={error}
      helpText={
        isUnknown ? (
          <Text as="span" tone="caution">
            {t("spend.form.channel.unknown", { channel: channelName(channel, t) })}
          </Text>
        ) : (
          t("spend.form.channel.help")
        )
      }
    />
  );
}
