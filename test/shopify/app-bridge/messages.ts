import * as z from "zod/mini";

/**
 * What the embedded app and the shell around it say to each other by `postMessage`. Each side accepts only messages
 * from the other's window and origin; everything else in the browser's message traffic is ignored.
 */
const CHANNEL = "local-app-bridge";

const navItem = z.object({ label: z.string(), href: z.string() });
const barButton = z.object({
  id: z.string(),
  label: z.string(),
  primary: z.boolean(),
  critical: z.boolean(),
  disabled: z.boolean(),
});

const appMessage = z.discriminatedUnion("type", [
  /** A document with App Bridge has loaded in the frame; `bounce` is the library's token page. */
  z.object({ type: z.literal("ready"), bounce: z.boolean() }),
  z.object({
    type: z.literal("request"),
    id: z.number(),
    what: z.enum(["idToken", "leaveConfirmation", "scopes", "scopesRequest", "scopesRevoke", "user"]),
    /** Of the last two: which ones. */
    scopes: z.optional(z.array(z.string())),
  }),
  /** Path, search and hash of the app's page. */
  z.object({ type: z.literal("location"), path: z.string() }),
  z.object({ type: z.literal("nav"), home: z.nullable(z.string()), items: z.array(navItem) }),
  z.object({ type: z.literal("title"), title: z.string(), buttons: z.array(barButton) }),
  z.object({
    type: z.literal("toast"),
    id: z.string(),
    text: z.string(),
    isError: z.boolean(),
    durationMs: z.number(),
    action: z.nullable(z.string()),
  }),
  z.object({ type: z.literal("toastHide"), id: z.string() }),
  z.object({
    type: z.literal("saveBar"),
    visible: z.boolean(),
    saveDisabled: z.boolean(),
    discardDisabled: z.boolean(),
    confirmDiscard: z.boolean(),
  }),
  z.object({ type: z.literal("loading"), active: z.boolean() }),
  /** Leave the frame: `shopify://admin/...`, an address of the admin or any http(s) address. */
  z.object({ type: z.literal("open"), url: z.string(), target: z.enum(["_blank", "_top"]) }),
]);

const shellMessage = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("reply"),
    id: z.number(),
    value: z.optional(z.unknown()),
    error: z.optional(z.string()),
  }),
  z.object({ type: z.literal("navigate"), href: z.string() }),
  z.object({ type: z.literal("press"), id: z.string() }),
  z.object({ type: z.literal("saveBarPressed"), button: z.enum(["discard", "save"]) }),
  z.object({ type: z.literal("toastClosed"), id: z.string(), acted: z.boolean() }),
]);

export type AppMessage = z.infer<typeof appMessage>;
export type ShellMessage = z.infer<typeof shellMessage>;
export type AppMessageOf<Type extends AppMessage["type"]> = Extract<AppMessage, { type: Type }>;

const envelope = z.object({ channel: z.literal(CHANNEL), message: z.unknown() });

function opened(data: unknown): unknown {
  const letter = envelope.safeParse(data);
  return letter.success ? letter.data.message : undefined;
}

/** Undefined for anything that is not a message of ours. */
export function readAppMessage(data: unknown): AppMessage | undefined {
  return appMessage.safeParse(opened(data)).data;
}

export function readShellMessage(data: unknown): ShellMessage | undefined {
  return shellMessage.safeParse(opened(data)).data;
}

export function enveloped(message: AppMessage | ShellMessage): { channel: string; message: unknown } {
  return { channel: CHANNEL, message };
}
