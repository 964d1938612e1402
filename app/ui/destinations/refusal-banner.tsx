import { Banner, BlockStack } from "@shopify/polaris";
import type { ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";
import { type Refusal, refusalText } from "./refusal.ts";

/** What a tool said, in its own language. */
export function ToolWords({ tool, words }: { readonly tool: ToolName; readonly words: string }) {
  const { t } = useLocale();
  return (
    <p style={{ overflowWrap: "anywhere" }}>
      {t("destinations.problem.words", { tool: t(`destinations.tool.${tool}`) })} <q lang="en">{words}</q>
    </p>
  );
}

interface RefusalBannerProps {
  readonly refusal: Refusal | null;
  readonly tool: ToolName | null;
  readonly account?: string;
  readonly title?: string;
  readonly action?:
    | { readonly content: string; readonly onAction: () => void }
    | { readonly content: string; readonly url: string };
}

/** Why something was not done, and what helps. It stays until the next attempt. */
export function RefusalBanner({ refusal, tool, account = "", title, action }: RefusalBannerProps) {
  const { t } = useLocale();
  if (!refusal) return null;
  return (
    <div role="alert">
      <Banner tone="critical" title={title} action={action}>
        <BlockStack gap="100">
          <p>{refusalText(refusal.reason, tool, account, t)}</p>
          {tool !== null && refusal.words !== null && <ToolWords tool={tool} words={refusal.words} />}
        </BlockStack>
      </Banner>
    </div>
  );
}
