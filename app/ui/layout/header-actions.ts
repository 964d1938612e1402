import type { MenuActionDescriptor, MenuGroupDescriptor } from "@shopify/polaris";
import { useMemo, useRef } from "react";

interface HeaderActions {
  secondaryActions: MenuActionDescriptor[];
  actionGroups: MenuGroupDescriptor[];
}

/**
 * Properties of a Polaris page with actions beside its title. Polaris measures them, and so lays the whole document out in the middle of an
 * interaction, each time that it is given other arrays, as it is by every render; here the arrays stay while the actions say the same.
 */
export function useHeaderActions(actions: readonly MenuActionDescriptor[]): HeaderActions {
  const latest = useRef(actions);
  latest.current = actions;
  const said = JSON.stringify(actions.map((action) => ({ ...action, onAction: !!action.onAction })));
  // biome-ignore lint/correctness/useExhaustiveDependencies: other functions alone are no other actions: they are called through `latest`
  return useMemo(
    () => ({
      actionGroups: [],
      secondaryActions: latest.current.map((action, at) => ({
        ...action,
        ...(action.onAction && { onAction: () => latest.current[at]?.onAction?.() }),
      })),
    }),
    [said],
  );
}
