import * as z from "zod/mini";
import { patchFetch } from "./authenticated-fetch.ts";
import { defineNavMenu, defineTitleBar } from "./bar-elements.ts";
import { type BridgeConfig, readConfig } from "./config.ts";
import { defineModal } from "./modal.ts";
import { installNavigation } from "./navigation.ts";
import { installSaveBar } from "./save-bar.ts";
import { openShellChannel } from "./shell-channel.ts";
import { installToast } from "./toast.ts";
import { installWebVitals } from "./web-vitals.ts";

const NOT_COVERED = [
  "app",
  "intents",
  "picker",
  "pos",
  "resourcePicker",
  "reviews",
  "scanner",
  "shopifyQL",
  "support",
  "tools",
];
const scopesDetail = z.object({
  granted: z.array(z.string()),
  required: z.array(z.string()),
  optional: z.array(z.string()),
});
/** "UserResult" and "ScopesRequestResponse" of App Bridge's Scopes API (shopify.dev, "Scopes API"). */
const scopesAnswer = z.object({
  result: z.enum(["granted-all", "declined-all"]),
  detail: scopesDetail,
});
const adminUser = z.object({ accountAccess: z.string() });

function refuse(name: string): never {
  throw new Error(`App Bridge: the local stand-in does not cover shopify.${name}`);
}

/** Hidden through an adopted sheet: an element in the head would be one that hydration does not expect. */
function hideBridgeElements(): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("ui-nav-menu, s-app-nav, ui-title-bar, ui-save-bar { display: none }");
  document.adoptedStyleSheets.push(sheet);
}

/** The library's bounce page: load the page it names again, with a session token in its address. */
async function bounce(reloadAddress: string, idToken: () => Promise<string>): Promise<void> {
  const target = new URL(reloadAddress, location.href);
  if (target.origin !== location.origin) throw new Error(`App Bridge: will not reload ${target.origin}`);
  target.searchParams.set("id_token", await idToken());
  location.replace(target);
}

function startEmbedded(config: BridgeConfig, shellOrigin: string): void {
  const channel = openShellChannel(shellOrigin);
  const idToken = async () => z.string().parse(await channel.ask("idToken"));
  const leaveFrame = (url: string) => channel.send({ type: "open", url, target: "_top" });
  const reloadAddress = new URLSearchParams(location.search).get("shopify-reload");
  channel.send({ type: "ready", bounce: reloadAddress !== null });

  hideBridgeElements();
  const saveBar = installSaveBar(channel);
  const shopify = {
    config,
    origin: shellOrigin,
    ready: Promise.resolve(),
    environment: { embedded: true, mobile: false, pos: false, intent: false },
    idToken,
    toast: installToast(channel),
    saveBar,
    modal: defineModal(),
    loading: (active = true) => channel.send({ type: "loading", active }),
    user: async () => adminUser.parse(await channel.ask("user")),
    scopes: {
      query: async () => scopesDetail.parse(await channel.ask("scopes")),
      request: async (scopes: string[]) => scopesAnswer.parse(await channel.ask("scopesRequest", scopes)),
      revoke: async (scopes: string[]) => ({
        detail: scopesDetail.parse(await channel.ask("scopesRevoke", scopes)),
      }),
    },
    webVitals: installWebVitals(),
  };
  for (const name of NOT_COVERED) Object.defineProperty(shopify, name, { get: () => refuse(name) });
  Object.defineProperty(window, "shopify", { value: shopify });

  patchFetch(idToken, leaveFrame);
  if (reloadAddress !== null) {
    void bounce(reloadAddress, idToken);
    return;
  }
  defineNavMenu(channel);
  defineTitleBar(channel);
  installNavigation(channel, config.shop);
}

/** Opened outside the admin: go to the same page inside it, as the real App Bridge does. */
function enterAdmin(config: BridgeConfig, shellOrigin: string): void {
  if (!config.shop) {
    console.error("App Bridge: this page is not inside the admin and its address names no shop");
    return;
  }
  const store = config.shop.replace(/\.myshopify\.com$/, "");
  location.replace(
    `${shellOrigin}/store/${store}/apps/${config.apiKey}${location.pathname}${location.search}`,
  );
}

const script =
  document.currentScript ?? document.querySelector<HTMLScriptElement>('script[src*="/app-bridge.js"]');
const source = script instanceof HTMLScriptElement ? script.src : "";
if (!URL.canParse(source))
  throw new Error("App Bridge: load it by a classic script tag with its full address");
if (!("shopify" in window)) {
  const config = readConfig(script);
  const shellOrigin = new URL(source).origin;
  if (window.parent === window) enterAdmin(config, shellOrigin);
  else startEmbedded(config, shellOrigin);
}
