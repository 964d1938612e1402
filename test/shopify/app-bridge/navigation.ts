import { adminPath } from "./admin-address.ts";
import type { ShellChannel } from "./shell-channel.ts";

/**
 * Client-side navigation as the app's router expects it: the event `shopify:navigate` on a link. Where nobody
 * listens for it (a page without a router), the document is loaded.
 */
export function followLink(link: HTMLElement): void {
  const unheard = link.dispatchEvent(
    new CustomEvent("shopify:navigate", { bubbles: true, cancelable: true }),
  );
  const href = link.getAttribute("href");
  if (unheard && !hasRouter() && href) location.assign(href);
}

let routers = 0;
const hasRouter = () => routers > 0;

function countRouters(): void {
  const add = window.addEventListener.bind(window);
  const remove = window.removeEventListener.bind(window);
  window.addEventListener = (
    type: string,
    ...rest: [EventListenerOrEventListenerObject, AddEventListenerOptions?]
  ) => {
    if (type === "shopify:navigate") routers += 1;
    add(type, ...rest);
  };
  window.removeEventListener = (
    type: string,
    ...rest: [EventListenerOrEventListenerObject, EventListenerOptions?]
  ) => {
    if (type === "shopify:navigate") routers -= 1;
    remove(type, ...rest);
  };
}

/** The shell's address bar follows this: every way in which the path of the page can change. */
function reportLocation(channel: ShellChannel): void {
  const report = () =>
    channel.send({ type: "location", path: location.pathname + location.search + location.hash });
  for (const name of ["pushState", "replaceState"] as const) {
    const change = history[name].bind(history);
    history[name] = (...values) => {
      change(...values);
      report();
    };
  }
  window.addEventListener("popstate", report);
  window.addEventListener("hashchange", report);
  report();
}

/**
 * Links, forms and `open` that lead out of the frame are handed to the shell: addresses of the admin always, others
 * when they are aimed at `_top` or `_parent`.
 */
export function installNavigation(channel: ShellChannel, shop: string): void {
  const leave = (address: string, target: string): boolean => {
    const admin = adminPath(address, shop) !== undefined;
    const outside = target === "_top" || target === "_parent";
    if (!admin && !outside) return false;
    const url = admin ? address : new URL(address, location.href).href;
    channel.send({ type: "open", url, target: target === "_blank" ? "_blank" : "_top" });
    return true;
  };

  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
      if (!link || event.button !== 0) return;
      const newTab = event.metaKey || event.ctrlKey || event.shiftKey;
      const target = newTab ? "_blank" : (link.getAttribute("target") ?? "_self");
      if (leave(link.getAttribute("href") ?? "", target)) event.preventDefault();
    },
    { capture: true },
  );

  const plainOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    if (url !== undefined && leave(String(url), target ?? "_blank")) return null;
    return plainOpen(url, target, features);
  };

  countRouters();
  reportLocation(channel);
}
