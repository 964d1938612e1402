import { ApiVersion } from "@shopify/shopify-api";

/** The one Admin API version; shopify.app.toml is compared with it by a test. */
export const API_VERSION = ApiVersion.October26;
