import { AppProvider } from "@shopify/polaris";
import { renderToString } from "react-dom/server";
import { expect, test } from "vitest";
import { LocaleProvider } from "../../../app/ui/locale.tsx";
import { ChannelField } from "../../../app/ui/spend/channel-field.tsx";

const said = (text: string, inAll: number) =>
  renderToString(
    <AppProvider i18n={{}}>
      <LocaleProvider locale="en" currency="EUR" minorDigits={2} timeZone="Europe/Amsterdam">
        <ChannelField text={text} channels={{ names: ["google", "meta"], inAll }} onChange={() => {}} />
      </LocaleProvider>
    </AppProvider>,
  );

test("that no customer ever came from a channel is said only where the page has all channels", () => {
  expect(said("Radio", 2)).toContain("No customer ever came from");
  expect(said("Radio", 3)).not.toContain("No customer ever came from");
  expect(said("Radio", 3)).toContain("not among the 2 channels");
  expect(said("facebook", 3)).toContain("As the links of your ads call it");
});
