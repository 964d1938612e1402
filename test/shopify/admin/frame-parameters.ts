/** Added to the app's address by the admin, and taken out of it again before it stands in the address bar. */
export const FRAME_PARAMETERS = [
  "embedded",
  "hmac",
  "host",
  "id_token",
  "locale",
  "session",
  "shop",
  "timestamp",
] as const;
