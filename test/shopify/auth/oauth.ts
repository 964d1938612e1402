import { z } from "zod";
import type { Grant } from "./grant.ts";
import { verifySessionToken } from "./session-token.ts";

const TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";

const requestSchema = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string(),
  subject_token: z.string().optional(),
  subject_token_type: z.string().optional(),
  requested_token_type: z.string().optional(),
  expiring: z.union([z.string(), z.number(), z.boolean()]).optional(),
  refresh_token: z.string().optional(),
});

export interface OauthAnswer {
  status: number;
  body: object;
}

const refuse = (error: string, description: string, status = 400): OauthAnswer => ({
  status,
  body: { error, error_description: description },
});

/** `POST /admin/oauth/access_token`: token exchange and refresh, from a JSON or a form body. */
export function answerTokenRequest(
  body: unknown,
  options: {
    shop: string;
    app: { clientId: string; clientSecret: string };
    wantedScopes: string[];
    grant: Grant;
    nowMs: number;
  },
): OauthAnswer {
  const parsed = requestSchema.safeParse(body);
  if (!parsed.success) return refuse("invalid_request", "The request is missing a required parameter");
  const request = parsed.data;
  const { app, grant, nowMs, shop } = options;
  if (request.client_id !== app.clientId || request.client_secret !== app.clientSecret)
    return refuse("invalid_client", "Client authentication failed", 401);

  if (request.grant_type === "refresh_token") {
    if (!request.refresh_token || !grant.spendRefreshToken(request.refresh_token, nowMs))
      return refuse("invalid_grant", "This request requires an active refresh_token");
    return offlineAnswer(grant, nowMs, true);
  }
  if (request.grant_type !== TOKEN_EXCHANGE)
    return refuse("unsupported_grant_type", "The grant type is not supported");
  if (request.subject_token_type !== ID_TOKEN || !request.subject_token)
    return refuse("invalid_request", "A subject_token of type id_token is required");
  const claims = verifySessionToken(request.subject_token, { shop, ...app, nowMs });
  if ("refused" in claims)
    return refuse("invalid_subject_token", `The subject token is invalid: ${claims.refused}`);

  grant.install(options.wantedScopes);
  if (request.requested_token_type === OFFLINE)
    return offlineAnswer(grant, nowMs, ["1", "true"].includes(String(request.expiring)));
  if (request.requested_token_type === ONLINE) return onlineAnswer(grant, nowMs, claims.sub, claims.sid);
  return refuse("invalid_request", "The requested_token_type is not supported");
}

function offlineAnswer(grant: Grant, nowMs: number, expiring: boolean): OauthAnswer {
  const issued = grant.issueOffline(nowMs, expiring);
  const seconds = (untilMs: number | null) =>
    untilMs === null ? undefined : Math.round((untilMs - nowMs) / 1000);
  return {
    status: 200,
    body: {
      access_token: issued.token,
      scope: grant.scopes.join(","),
      expires_in: seconds(issued.expiresAtMs),
      refresh_token: issued.refreshToken ?? undefined,
      refresh_token_expires_in: seconds(issued.refreshExpiresAtMs),
    },
  };
}

function onlineAnswer(grant: Grant, nowMs: number, sub: string, sid: string): OauthAnswer {
  const issued = grant.issueOnline(nowMs, Number(sub));
  return {
    status: 200,
    body: {
      access_token: issued.token,
      scope: grant.scopes.join(","),
      expires_in: Math.round((issued.expiresAtMs! - nowMs) / 1000),
      associated_user_scope: grant.scopes.join(","),
      session: sid,
      associated_user: {
        id: Number(sub),
        first_name: "Staff",
        last_name: `Member ${sub}`,
        email: `staff-${sub}@example.com`,
        email_verified: true,
        account_owner: sub === "1",
        locale: "en",
        collaborator: false,
      },
    },
  };
}
