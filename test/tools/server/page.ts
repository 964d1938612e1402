import { readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { type Html, html, type Renderable } from "../../shopify/admin/html.ts";
import { card, facts, pageOf, pager, searchForm, table } from "../../shopify/admin/parts.ts";
import { isAddress, lowerCase, type PersonView } from "./people.ts";
import type { LocalTool } from "./tool-server.ts";

const MOST_FORM_BYTES = 10_000;

/** The local admin's look in another colour a tool, so that no page is taken for another, and none for the real tool. */
const COLOURS = { klaviyo: "#1c4a44", mailchimp: "#5a4a12", brevo: "#1d3a63" };

/** `/` and `/local/...`: what the tool holds, and forms to do what a person would do at the tool. True where it has answered. */
export async function toolPage(
  tool: LocalTool,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<boolean> {
  if (url.pathname === "/local/page.css") {
    const shell = await readFile(new URL("../../shopify/admin/shell.css", import.meta.url), "utf8");
    const colour = COLOURS[tool.name];
    send(response, 200, "text/css", `${shell}\n:root { --brand: ${colour}; --brand-dark: ${colour}; }\n`);
    return true;
  }
  if (url.pathname === "/" && request.method === "GET") {
    send(response, 200, "text/html; charset=utf-8", drawPage(tool, url).text);
    return true;
  }
  const act = /^\/local\/([\w-]+)$/.exec(url.pathname)?.[1];
  if (act === undefined) return false;
  // A page of another origin can make a browser post, but not with this tool's own origin.
  if (request.method !== "POST" || request.headers.origin !== `http://${request.headers.host}`) {
    send(response, 403, "text/plain", "Only this tool's own page may do that.");
    return true;
  }
  const done = perform(tool, act, new URLSearchParams(await readForm(request)));
  response.writeHead(303, { Location: `/?done=${encodeURIComponent(done)}` });
  response.end();
  return true;
}

async function readForm(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > MOST_FORM_BYTES) return "";
  }
  return text;
}

function perform(tool: LocalTool, act: string, form: URLSearchParams): string {
  const address = lowerCase(form.get("address") ?? "");
  switch (act) {
    case "revoke-key":
      tool.revokeKey();
      return "The key is revoked.";
    case "restore-key":
      tool.restoreKey();
      return "The key is good again.";
    case "finish-jobs":
      tool.finishJobs();
      return "Jobs that waited have ended.";
    case "subscribe":
    case "unsubscribe":
    case "suppress":
      if (!isAddress(address)) return "That is not an address.";
      tool[act](address);
      return `Done: ${act} ${address}.`;
    default:
      return "There is no such form.";
  }
}

function drawPage(tool: LocalTool, url: URL): Html {
  const { title } = tool;
  const done = url.searchParams.get("done");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local ${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/local/page.css">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="banner"><a class="brand" href="/"><span class="mark" aria-hidden="true">▚</span> Local ${title}</a>
<span class="caution">A stand-in for development. Not ${title}.</span></header>
<main id="main" tabindex="-1">
<div class="heading"><h1>What ${title} holds</h1></div>
${done ? html`<p class="notice" role="status">${done}</p>` : ""}
<div class="grid">${account(tool)}${listCard(tool)}</div>
${people(tool, url)}
${jobs(tool)}
${requests(tool)}
</main>
</body>
</html>`;
}

function button(act: string, label: Renderable, fields: Renderable = "", tone = ""): Html {
  return html`<form method="post" action="/local/${act}">${fields}<button class="${tone}">${label}</button></form>`;
}

function account(tool: LocalTool): Html {
  return card(
    "Key",
    html`${tool.keys.map((key) => html`<p><code>${key}</code></p>`)}
<p>${tool.keysRevoked ? html`<span class="badge bad">revoked</span>` : html`<span class="badge good">good</span>`}</p>
<div class="row">${button("revoke-key", "Revoke the key", "", "critical")}${button("restore-key", "Restore the key")}</div>`,
  );
}

function listCard(tool: LocalTool): Html {
  const rows = tool
    .lists()
    .map(({ id, name, size }) => [html`<a href="/?list=${encodeURIComponent(id)}">${name}</a>`, id, size]);
  return card(
    "Lists",
    rows.length > 0
      ? table("Lists", [{ label: "List" }, { label: "Id" }, { label: "People", numeric: true }], rows)
      : html`<p class="empty">No lists yet.</p>`,
  );
}

function people(tool: LocalTool, url: URL): Html {
  const query = lowerCase(url.searchParams.get("q") ?? "");
  const list = url.searchParams.get("list");
  const found = tool
    .people()
    .filter((person) => person.address.includes(query) && (list === null || person.lists.has(list)))
    .sort((a, b) => (a.address < b.address ? -1 : 1));
  const names = new Map(tool.lists().map(({ id, name }) => [id, name]));
  const page = pageOf(found, url);
  return card(
    list === null ? "People" : `People on ${names.get(list) ?? list}`,
    html`${searchForm("Address", query)}
${list === null ? "" : html`<p><a href="/">All people</a></p>`}
${
  page.total === 0
    ? html`<p class="empty">Nobody.</p>`
    : html`${table(
        "People",
        [
          { label: "Address" },
          { label: "Subscription" },
          { label: "Lists" },
          { label: "Attributes" },
          { label: "Change" },
        ],
        page.items.map((person) => personRow(person, names)),
      )}${pager(url, page)}`
}
<form method="post" action="/local/subscribe" class="fields"><label>Somebody new <input name="address" type="email" required></label><button>Subscribe</button></form>`,
  );
}

function personRow(person: PersonView, names: Map<string, string>): Renderable[] {
  const field = html`<input type="hidden" name="address" value="${person.address}">`;
  const named = (label: string) => html`${label}<span class="hidden"> ${person.address}</span>`;
  return [
    html`<span class="strong">${person.address}</span><br><span class="muted">since ${origin(person.since)}</span>`,
    html`<span class="badge ${person.mailable ? "good" : "bad"}">${person.subscription}</span>
${person.suppressions.map((reason) => html`<span class="badge bad">${reason}</span>`)}
<br><span class="muted">${origin(person.subscriptionSince)}</span>`,
    [...person.lists].map(
      ([id, mark]) => html`${names.get(id) ?? id} <span class="muted">${origin(mark)}</span><br>`,
    ),
    person.attributes.size === 0
      ? ""
      : html`<details><summary>${person.attributes.size}</summary>${facts(
          [...person.attributes].map(([name, { value }]) => [
            name,
            typeof value === "string" ? value : JSON.stringify(value),
          ]),
        )}</details>`,
    html`<div class="row">${button("unsubscribe", named("Unsubscribe"), [field], "small")}${button("suppress", named("Suppress"), [field], "small")}</div>`,
  ];
}

function origin({ at, by }: { at: Date; by: number | null }): string {
  return `${at.toISOString().slice(0, 16).replace("T", " ")} ${by === null ? "by hand" : `by request ${by}`}`;
}

const SHOWN = 50;

function jobs(tool: LocalTool): Html {
  const rows = tool
    .jobs()
    .slice(-SHOWN)
    .reverse()
    .map((job) => [
      job.kind,
      job.id,
      job.request,
      job.endedAt ? "ended" : "in progress",
      job.done - job.failed,
      job.failed,
      job.total,
    ]);
  const numeric = true;
  return card(
    "Jobs",
    rows.length === 0
      ? html`<p class="empty">No jobs yet.</p>`
      : html`${table(
          "Jobs",
          [
            { label: "Job" },
            { label: "Id" },
            { label: "Request", numeric },
            { label: "State" },
            { label: "Done", numeric },
            { label: "Failed", numeric },
            { label: "Rows", numeric },
          ],
          rows,
        )}<div class="row">${button("finish-jobs", "End jobs that wait")}</div>`,
  );
}

function requests(tool: LocalTool): Html {
  const rows = tool.requests
    .slice(-SHOWN)
    .reverse()
    .map((one) => [
      one.number,
      one.method,
      html`<code>${one.path}</code>`,
      String(one.fate),
      one.refusal ?? "",
      one.bytes,
    ]);
  const harm = tool.harm.length;
  return card(
    `The last ${SHOWN} of ${tool.requestCount} requests`,
    html`${harm > 0 ? html`<p class="refusal" role="alert">${harm} of all requests could change somebody's subscription.</p>` : ""}
${
  rows.length === 0
    ? html`<p class="empty">No requests yet.</p>`
    : table(
        "Requests",
        [
          { label: "Number", numeric: true },
          { label: "Method" },
          { label: "Path" },
          { label: "Answer" },
          { label: "Refusal" },
          { label: "Bytes", numeric: true },
        ],
        rows,
      )
}`,
  );
}

function send(response: ServerResponse, status: number, type: string, text: string): void {
  response.writeHead(status, {
    "Content-Type": type,
    "Content-Length": Buffer.byteLength(text),
    "Content-Security-Policy":
      "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(text);
}
