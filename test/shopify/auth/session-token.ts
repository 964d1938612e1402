import { createHmac, randomUUID, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const claimsSchema = z.object({
  iss: z.string(),
  dest: z.string(),
  aud: z.string(),
  sub: z.string(),
  exp: z.number(),
  nbf: z.number(),
  iat: z.number(),
  jti: z.string(),
  sid: z.string(),
});
export type SessionClaims = z.infer<typeof claimsSchema>;

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const signature = (text: string, secret: string) => createHmac("sha256", secret).update(text).digest();

/** The JWT that App Bridge gives an embedded app: HS256 with the app's secret, good for a minute. */
export function mintSessionToken(options: {
  shop: string;
  clientId: string;
  clientSecret: string;
  userId: number;
  nowMs: number;
  expiresInSeconds?: number;
}): string {
  const iat = Math.floor(options.nowMs / 1000);
  const claims: SessionClaims = {
    iss: `https://${options.shop}/admin`,
    dest: `https://${options.shop}`,
    aud: options.clientId,
    sub: String(options.userId),
    exp: iat + (options.expiresInSeconds ?? 60),
    nbf: iat,
    iat,
    jti: randomUUID(),
    sid: randomUUID(),
  };
  const body = `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url(claims)}`;
  return `${body}.${signature(body, options.clientSecret).toString("base64url")}`;
}

/** The claims, or why the token is refused. Ten seconds of clock tolerance, as the platform gives. */
export function verifySessionToken(
  token: string,
  options: { shop: string; clientId: string; clientSecret: string; nowMs: number },
): SessionClaims | { refused: string } {
  const [header, payload, mac, ...rest] = token.split(".");
  if (!header || !payload || !mac || rest.length > 0) return { refused: "not a JWT" };
  const expected = signature(`${header}.${payload}`, options.clientSecret);
  const given = Buffer.from(mac, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    return { refused: "bad signature" };
  let claims: SessionClaims;
  try {
    const algorithm = z
      .object({ alg: z.literal("HS256") })
      .safeParse(JSON.parse(Buffer.from(header, "base64url").toString()));
    if (!algorithm.success) return { refused: "not HS256" };
    claims = claimsSchema.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
  } catch {
    return { refused: "unreadable claims" };
  }
  const now = options.nowMs / 1000;
  if (claims.aud !== options.clientId) return { refused: "made for another app" };
  if (claims.dest !== `https://${options.shop}`) return { refused: "made for another shop" };
  if (claims.exp + 10 < now) return { refused: "expired" };
  if (claims.nbf - 10 > now) return { refused: "not valid yet" };
  return claims;
}
