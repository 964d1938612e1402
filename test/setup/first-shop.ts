import { numberShopsAnew } from "../builders/shop-rows.ts";

// Runs before each file of tests.
numberShopsAnew();
