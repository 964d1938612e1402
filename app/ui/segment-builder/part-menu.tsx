import { ActionList, Button, Popover } from "@shopify/polaris";
import {
  ArrowDownIcon,
  ArrowUpIcon,
  DeleteIcon,
  DuplicateIcon,
  MenuHorizontalIcon,
  PlusCircleIcon,
} from "@shopify/polaris-icons";
import { useState } from "react";
import { useLocale } from "../locale.tsx";
import type { DraftPart } from "./draft.ts";
import { useEditor } from "./editor.ts";

/** What can be done with a condition or a group. */
export function PartMenu({ part, name }: { readonly part: DraftPart; readonly name: string }) {
  const { t } = useLocale();
  const editor = useEditor();
  const [isOpen, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <Popover
      active={isOpen}
      onClose={close}
      autofocusTarget="first-node"
      preferredAlignment="right"
      activator={
        <Button
          variant="tertiary"
          icon={MenuHorizontalIcon}
          accessibilityLabel={t("builder.actions", { part: name })}
          disclosure={false}
          onClick={() => setOpen((before) => !before)}
        />
      }
    >
      <ActionList
        actionRole="menuitem"
        onActionAnyItem={close}
        items={[
          { content: t("builder.duplicate"), icon: DuplicateIcon, onAction: () => editor.duplicate(part.id) },
          { content: t("builder.up"), icon: ArrowUpIcon, onAction: () => editor.move(part.id, -1) },
          { content: t("builder.down"), icon: ArrowDownIcon, onAction: () => editor.move(part.id, 1) },
          {
            content: t(part.nots === 0 ? "builder.exclude" : "builder.include"),
            icon: PlusCircleIcon,
            onAction: () => editor.negate(part.id, part.nots === 0),
          },
          {
            content: t("builder.remove"),
            icon: DeleteIcon,
            destructive: true,
            onAction: () => editor.remove(part.id),
          },
        ]}
      />
    </Popover>
  );
}
