import { adminPath } from "../../app-bridge/admin-address.ts";
import {
  type AppMessageOf,
  enveloped,
  readAppMessage,
  type ShellMessage,
} from "../../app-bridge/messages.ts";
import { FRAME_PARAMETERS } from "../frame-parameters.ts";
import { element } from "./element.ts";
import { askMerchant } from "./permissions.ts";
import { installSaveBar } from "./save-bar.ts";
import { installToasts } from "./toasts.ts";

/** The shell's side of App Bridge: runs on the page that frames the app. */
const frame = element("app-frame", HTMLIFrameElement);
const data = { src: "", base: "", appBase: "", shop: "", ...frame.dataset };
const appOrigin = new URL(data.src).origin;
const appTitle = element("app-title", HTMLElement);
const ownTitle = appTitle.textContent;

const send = (message: ShellMessage) => frame.contentWindow?.postMessage(enveloped(message), appOrigin);
const toasts = installToasts((id, acted) => send({ type: "toastClosed", id, acted }));
const saveBar = installSaveBar((button) => send({ type: "saveBarPressed", button }));

/** Asks the admin's server, with the cookie-less same-origin check that it makes. */
async function ask(
  what: "scopes" | "scopes/grant" | "scopes/revoke" | "session-token",
  scopes: string[] = [],
): Promise<unknown> {
  const body = new URLSearchParams(scopes.map((scope) => ["scope", scope]));
  const response = await fetch(`${data.base}/${what}`, { method: "POST", body });
  if (!response.ok) throw new Error(`the local admin answered ${response.status} for ${what}`);
  return response.json();
}

/** Documents in a row that came back to the library's token page instead of showing the app. */
let bounces = 0;
const MOST_BOUNCES = 3;

async function answerTo({ what, scopes = [] }: AppMessageOf<"request">): Promise<unknown> {
  switch (what) {
    case "scopesRequest":
      return askMerchant(scopes, ask);
    case "scopesRevoke":
      return ask("scopes/revoke", scopes);
    case "idToken":
      if (bounces > MOST_BOUNCES) throw new Error("the app refuses every session token");
      return ask("session-token");
    case "scopes":
      return ask("scopes");
    case "user":
      return { accountAccess: "account owner" };
    case "leaveConfirmation":
      await saveBar.confirmLeaving();
      return null;
  }
}

function countBounces(message: AppMessageOf<"ready">): void {
  bounces = message.bounce ? bounces + 1 : 0;
  const refusal = element("app-refusal", HTMLElement);
  refusal.hidden = bounces <= MOST_BOUNCES;
  refusal.textContent = refusal.hidden
    ? ""
    : "The app refuses every session token. Do its client id, its secret and the clock agree with this admin's?";
}

let links: { href: string; anchor: HTMLAnchorElement }[] = [];
let appPath = "/";
let homeHref: string | null = null;

function drawNavigation({ home, items }: AppMessageOf<"nav">): void {
  homeHref = home;
  for (const { anchor } of links) anchor.parentElement?.remove();
  links = items.map(({ label, href }) => {
    const anchor = document.createElement("a");
    anchor.textContent = label;
    anchor.href = data.appBase + new URL(href, appOrigin).pathname;
    anchor.addEventListener("click", (event) => follow(event, href));
    const entry = document.createElement("li");
    entry.className = "sub";
    entry.append(anchor);
    element("app-nav", HTMLElement).append(entry);
    return { href, anchor };
  });
  markActive();
}

async function follow(event: MouseEvent, href: string): Promise<void> {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return;
  event.preventDefault();
  await saveBar.confirmLeaving();
  send({ type: "navigate", href });
}

/** The longest link that the page's path starts with is the active one; none of them: the app's home. */
function markActive(): void {
  const path = new URL(appPath, appOrigin).pathname;
  const covers = (href: string) => {
    const own = new URL(href, appOrigin).pathname.replace(/\/$/, "");
    return path === own || path.startsWith(`${own}/`);
  };
  const [active] = links.filter(({ href }) => covers(href)).sort((a, b) => b.href.length - a.href.length);
  for (const { anchor } of links) anchor.removeAttribute("aria-current");
  const home = element("app-home", HTMLAnchorElement);
  const current = active?.anchor ?? home;
  current.setAttribute("aria-current", "page");
  current.scrollIntoView({ block: "nearest", inline: "nearest" });
  if (active) home.removeAttribute("aria-current");
}

/** The address bar names the app's page, so that reloading and sharing keep it. */
function followLocation(path: string): void {
  appPath = path;
  const url = new URL(path, appOrigin);
  for (const name of FRAME_PARAMETERS) url.searchParams.delete(name);
  const pathname = url.pathname === "/" ? "" : url.pathname;
  history.replaceState(null, "", data.appBase + pathname + url.search + url.hash);
  markActive();
}

function drawTitle({ title, buttons }: AppMessageOf<"title">): void {
  appTitle.textContent = title || ownTitle;
  element("app-buttons", HTMLElement).replaceChildren(
    ...buttons.map(({ id, label, primary, critical, disabled }) => {
      const button = document.createElement("button");
      button.textContent = label;
      button.disabled = disabled;
      button.className = critical ? "critical" : primary ? "primary" : "";
      button.addEventListener("click", () => send({ type: "press", id }));
      return button;
    }),
  );
}

async function leave({ url, target }: AppMessageOf<"open">): Promise<void> {
  const path = adminPath(url, data.shop);
  const address = path === undefined ? new URL(url) : new URL(data.base + path, location.origin);
  if (address.protocol !== "http:" && address.protocol !== "https:") return;
  if (target === "_blank") {
    window.open(address, "_blank", "noopener");
    return;
  }
  await saveBar.confirmLeaving();
  location.assign(address);
}

window.addEventListener("message", async (event) => {
  if (event.source !== frame.contentWindow || event.origin !== appOrigin) return;
  const message = readAppMessage(event.data);
  switch (message?.type) {
    case "ready":
      saveBar.set(null);
      return countBounces(message);
    case "request":
      try {
        send({ type: "reply", id: message.id, value: await answerTo(message) });
      } catch (error) {
        send({
          type: "reply",
          id: message.id,
          error: error instanceof Error ? error.message : String(error),
        });
      }
      return;
    case "location":
      return followLocation(message.path);
    case "nav":
      return drawNavigation(message);
    case "title":
      return drawTitle(message);
    case "toast":
      return toasts.show(message);
    case "toastHide":
      return toasts.hide(message.id);
    case "saveBar":
      return saveBar.set(message);
    case "loading":
      element("loading", HTMLElement).hidden = !message.active;
      return;
    case "open":
      return leave(message);
  }
});

element("app-home", HTMLAnchorElement).addEventListener("click", (event) => {
  if (homeHref !== null) void follow(event, homeHref);
});
frame.src = data.src + location.hash;
