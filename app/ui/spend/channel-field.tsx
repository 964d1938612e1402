import { Text, TextField } from "@shopify/polaris";
import type { ShopChannels } from "../../acquisition/spend-view.ts";
import { namedChannel } from "../../clv/acquisition/channel.ts";
import { channelName } from "../acquisition/channel-name.ts";
import { useLocale } from "../locale.tsx";

interface ChannelFieldProps {
  readonly text: string;
  readonly channels: ShopChannels;
  readonly onChange: (text: string) => void;
  readonly error?: string | undefined;
}

/** A channel by name; one that no customer came from is allowed, and said. */
export function ChannelField({ text, channels, onChange, error }: ChannelFieldProps) {
  const { t, format } = useLocale();
  const channel = namedChannel(text);
  const isUnknown = channel !== "" && !channels.names.includes(channel);
  const areAll = channels.names.length === channels.inAll;
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
            {t(areAll ? "spend.form.channel.unknown" : "spend.form.channel.unknown_among", {
              channel: channelName(channel, t),
              count: format.number(channels.names.length),
            })}
          </Text>
        ) : (
          t("spend.form.channel.help")
        )
      }
    />
  );
}
