import {
  BlockStack,
  Card,
  InlineGrid,
  SkeletonBodyText,
  SkeletonDisplayText,
  SkeletonPage,
} from "@shopify/polaris";

export interface PageSkeletonProps {
  readonly title?: string;
  readonly backAction?: boolean;
  /** Cards with one figure each, above the rest. */
  readonly figures?: number;
  readonly lines?: number;
}

/** The outline of a page while its data is on the way. */
export function PageSkeleton({ title, backAction = false, figures = 0, lines = 8 }: PageSkeletonProps) {
  const places = Array.from({ length: figures }, (_, place) => place);
  return (
    <SkeletonPage title={title} backAction={backAction}>
      <BlockStack gap="400">
        {figures > 0 && (
          <InlineGrid columns={{ xs: 1, sm: 2, md: Math.min(4, figures) }} gap="400">
            {places.map((place) => (
              <Card key={place}>
                <BlockStack gap="300">
                  <SkeletonBodyText lines={1} />
                  <SkeletonDisplayText size="medium" />
                </BlockStack>
              </Card>
            ))}
          </InlineGrid>
        )}
        <Card>
          <SkeletonBodyText lines={lines} />
        </Card>
      </BlockStack>
    </SkeletonPage>
  );
}
