import type { PageContext } from "../context.ts";
import { type Html, html } from "../html.ts";
import { launchUrl } from "../launch.ts";
import { shell } from "../layout.ts";

/** The app in its frame. `path` is the app's own path with its search, "" for the entry. */
export function appPage(context: PageContext, path: string): Html {
  const { base, deps, shop } = context;
  const { app } = deps;
  const src = launchUrl(app, shop, path, { language: context.language, now: deps.wallNow() });
  return shell(
    context,
    "app",
    app.name,
    html`<main id="main" class="app" tabindex="-1">
<div id="save-bar" class="save-bar" role="region" aria-label="Unsaved changes" hidden><span>Unsaved changes</span>
<button id="discard">Discard</button><button id="save" class="primary">Save</button></div>
<div class="title-bar"><h1 id="app-title">${app.name}</h1><div id="app-buttons" class="actions"></div></div>
<div id="loading" class="loading" role="progressbar" aria-label="The app is loading" hidden></div>
<p id="app-refusal" class="refusal" role="alert" hidden></p>
<noscript><p class="refusal">An embedded app needs JavaScript.</p></noscript>
<iframe id="app-frame" title="${app.name}" data-src="${src.href}" data-base="${base}" data-app-base="${base}/apps/${app.handle}" data-shop="${shop.domain}" allow="clipboard-write"></iframe>
<div id="toasts" class="toasts" aria-live="polite"></div>
<dialog id="leave" aria-labelledby="leave-title"><h2 id="leave-title">Discard all unsaved changes?</h2>
<p>What you changed will be lost.</p>
<form method="dialog" class="choices"><button value="stay" autofocus>Keep editing</button><button value="leave" class="critical">Discard changes</button></form></dialog>
<dialog id="permissions" aria-labelledby="permissions-title"><h2 id="permissions-title">${app.name} asks for more access</h2>
<ul id="permissions-list" class="scopes"></ul>
<form method="dialog" class="choices"><button value="decline" autofocus>Decline</button><button value="grant" class="primary">Update</button></form></dialog>
</main>`,
    "/assets/shell.js",
  );
}
