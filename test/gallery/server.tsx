import { renderToString } from "react-dom/server";
import { shownLocale } from "../../app/ui/shown-locale.ts";
import { GalleryApp, galleryAddress } from "./gallery-app.tsx";
import { galleryPages } from "./registry.ts";

export function listPages() {
  return galleryPages.map(({ name, states }) => ({ name, states: Object.keys(states) }));
}

export function renderDocument(search: string): string {
  const address = galleryAddress(search);
  return `<!doctype html>
<html lang="${/^[\w-]+$/.test(address.locale) ? shownLocale(address.locale) : "en"}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${address.page.replace(/\W/g, " ")} ${address.state.replace(/\W/g, " ")}</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/browser.css"></head>
<body><div id="root">${renderToString(<GalleryApp {...address} />)}</div>
<script type="module" src="/browser.js"></script></body></html>`;
}
