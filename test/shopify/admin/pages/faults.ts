import type { BulkFault } from "../../faults.ts";
import type { PageContext } from "../context.ts";
import { type Html, html } from "../html.ts";
import { page } from "../layout.ts";
import { card } from "../parts.ts";

/** The switches of the page; each is a field of `Faults`. */
export const NUMBER_FAULTS = {
  throttleRequests: "GraphQL requests to answer as throttled",
  failRequests: "GraphQL requests to answer with an error",
  failStatus: "Status of those errors",
  dropConnections: "Connections to cut before an answer",
  delayMs: "Delay of each GraphQL answer in ms",
  revokeTokens: "Access tokens to revoke on use",
  failTokenRequests: "Token requests to answer with an error",
  failTokenStatus: "Status of those token errors",
  dropWebhooks: "Webhooks never to send",
  duplicateWebhooks: "Webhooks to send twice",
  reorderWindow: "Webhooks to hold and send in reverse",
} as const;

export const BULK_FAULTS: Record<string, { label: string; fault: BulkFault }> = {
  stall: { label: "Stall after 100 roots", fault: { kind: "stall", afterRoots: 100 } },
  fail: {
    label: "Fail after 100 roots, with partial data",
    fault: { kind: "fail", afterRoots: 100, errorCode: "INTERNAL_SERVER_ERROR", partialData: true },
  },
  timeout: {
    label: "Time out after 100 roots, without data",
    fault: { kind: "fail", afterRoots: 100, errorCode: "TIMEOUT", partialData: false },
  },
  expire: { label: "Complete, then expire", fault: { kind: "expire" } },
  truncate: { label: "Cut the file in its last line", fault: { kind: "truncate" } },
  malform: { label: "Spoil line 10", fault: { kind: "malform", line: 10 } },
  cutDownload: {
    label: "Cut the first download after 64 KB",
    fault: { kind: "cutDownload", afterBytes: 65_536, times: 1 },
  },
};

export function faultsPage(context: PageContext): Html {
  const { base, shop } = context;
  const { faults } = shop;
  const names = Object.keys(NUMBER_FAULTS) as (keyof typeof NUMBER_FAULTS)[];
  return page(
    context,
    "faults",
    "Faults",
    html`<p class="muted">Troubles to order for this shop. Counters count down as they are used up.</p>
<form method="post" action="${base}/faults">
${card(
  "Switches",
  html`<div class="fields">${names.map((name) => html`<label>${NUMBER_FAULTS[name]} <input type="number" min="0" name="${name}" value="${faults[name]}" required></label>`)}
<label class="check"><input type="checkbox" name="forgeSignatures" value="yes"${faults.forgeSignatures ? html` checked` : ""}> Sign webhooks with another secret</label></div>`,
)}
${card(
  "Bulk operations",
  html`<div class="fields"><p class="wide">${faults.bulk.length === 0 ? "None ordered." : `Waiting: ${faults.bulk.map((fault) => fault.kind).join(", ")}.`}</p>
<label class="wide">What happens to the next one <select name="bulk"><option value="">Nothing more</option>${Object.entries(BULK_FAULTS).map(([key, { label }]) => html`<option value="${key}">${label}</option>`)}</select></label></div>`,
)}
<p class="row"><button class="primary">Set faults</button></p></form>
<form method="post" action="${base}/faults/clear"><button>Turn all off</button></form>`,
  );
}
