import type { PageContext } from "../admin/context.ts";
import { type Html, html } from "../admin/html.ts";
import { extensionTexts } from "./bundles.ts";

/** An extension in a frame of its own, which `extensionPage` fills. `gid` is what it stands beside. */
export function extensionFrame({ base }: PageContext, target: string, title: string, gid = ""): Html {
  return html`<iframe class="extension" title="${title}" src="${base}/extensions/${target}?${new URLSearchParams({ gid }).toString()}"></iframe>`;
}

export function extensionPage({ base, deps, language, url }: PageContext, target: string): Html {
  const app = deps.app;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<title>${target}</title>
<link rel="stylesheet" href="/assets/shell.css">
<link rel="stylesheet" href="/assets/extension.css">
<script src="/assets/extensions/${target}.js" defer></script>
<script src="/assets/extension-host.js" defer></script>
</head>
<body class="extension" data-target="${target}" data-gid="${url.searchParams.get("gid")}" data-base="${base}" data-language="${language}"
data-app="${new URL(app.applicationUrl).origin}" data-app-base="${base}/apps/${app.handle}" data-texts="${extensionTexts(target, language)}"></body>
</html>`;
}
