import { Banner, BlockStack } from "@shopify/polaris";
import type { Problem } from "../../destinations/problem.ts";
import type { ToolName } from "../../destinations/tool.ts";
import { useLocale } from "../locale.tsx";
import { ToolWords } from "./refusal-banner.tsx";

interface ProblemBannerProps {
  readonly problem: Problem;
  readonly tool: ToolName;
  /** Where a new key is entered; left out on that page. */
  readonly keyUrl?: string;
}

/** Why nothing moves, since when, what the tool says, and what helps. */
export function ProblemBanner({ problem, tool, keyUrl }: ProblemBannerProps) {
  const { t, format } = useLocale();
  const { code, words, since, nextTryAt } = problem;
  const values = { tool: t(`destinations.tool.${tool}`) };
  const isOfKey = code === "key_refused" || code === "key_unreadable";
  const isForYou = code !== "tool_unavailable" && code !== "segment_unsettled";
  const when = [
    t("destinations.problem.since", { when: format.instant(since) }),
    ...(nextTryAt === null ? [] : [t("destinations.problem.next", { when: format.instant(nextTryAt) })]),
  ];
  return (
    <Banner
      tone={isOfKey ? "critical" : isForYou ? "warning" : "info"}
      title={t(`destinations.problem.${code}.title`, values)}
      action={
        isOfKey && keyUrl !== undefined
          ? { content: t("destinations.problem.key_refused.action"), url: keyUrl }
          : undefined
      }
    >
      <BlockStack gap="100">
        <p>{t(`destinations.problem.${code}.body`, values)}</p>
        {words !== null && <ToolWords tool={tool} words={words} />}
        <p>{when.join(" ")}</p>
      </BlockStack>
    </Banner>
  );
}
