import type { ExportPreview } from "../../exports/exports.ts";
import type { ExportColumn, ExportRecord } from "../../exports/records.ts";
import type { RefusedDownload } from "../../exports/request-download.ts";

export interface ExportChoice {
  readonly columns: readonly ExportColumn[];
  readonly format: ExportRecord["format"];
  /** Share of the people who are held out by lot, in basis points. */
  readonly heldOutBp: number;
  /** The merchant declared that these people may be reached by ads. Never carried over from an earlier export. */
  readonly hasAdBasis: boolean;
}

/** Each is read by one tool alone, and has the columns that this tool asks for. */
export const AD_FORMATS: readonly ExportRecord["format"][] = ["google", "google_hashed", "meta"];
export const isForAds = ({ format }: Pick<ExportChoice, "format">): boolean => AD_FORMATS.includes(format);
/** Google asks for two consents of everybody in the EEA. */
export const isForGoogle = ({ format }: Pick<ExportChoice, "format">): boolean =>
  format === "google" || format === "google_hashed";
/** What a file for ads may say of a person. */
export const adColumns: readonly ExportColumn[] = [
  "email",
  "phone",
  "first_name",
  "last_name",
  "country",
  "zip",
];

/** Another format of the same list: a file for ads begins with the address alone, and needs a declaration of its own. */
export function inFormat(choice: ExportChoice, format: ExportRecord["format"]): ExportChoice {
  const wasForAds = isForAds(choice);
  const columns = isForAds({ format }) !== wasForAds ? required : choice.columns;
  return { ...choice, format, columns, hasAdBasis: wasForAds && isForAds({ format }) && choice.hasAdBasis };
}

/** Where the merchant is between asking for an export and having the file. */
export type ExportStep =
  | { readonly step: "closed" }
  | { readonly step: "counting" }
  | {
      readonly step: "choosing";
      readonly preview: ExportPreview;
      readonly preparing: boolean;
      /** Why the last attempt gave no file; null where there was none. */
      readonly failure: RefusedDownload | null;
    }
  /** The list is searched; a search would leave names and addresses in the record. */
  | { readonly step: "searched" }
  | { readonly step: "started" };

export interface ExportControl {
  readonly step: ExportStep;
  readonly onOpen: () => void;
  readonly onExport: (choice: ExportChoice) => void;
  readonly onClose: () => void;
}

/** Identifies the customer in the receiving tool, so it always goes. */
export const required: readonly ExportColumn[] = ["email"];

/** Only the columns that the receiving tool requires are selected for the first export of a list, and what orders it. */
export const preselected: ExportChoice = {
  columns: required,
  format: "csv",
  heldOutBp: 1_000,
  hasAdBasis: false,
};

export const columnGroups = [
  {
    group: "person",
    columns: ["email", "phone", "first_name", "last_name", "country", "zip", "shopify_customer_id"],
  },
  { group: "consent", columns: ["consent_state", "consent_level", "consent_date"] },
  { group: "value", columns: ["clv_historic", "clv_predicted_12m", "clv_low", "clv_high", "currency"] },
  {
    group: "behaviour",
    columns: [
      "rfm_group",
      "orders",
      "last_order_date",
      "next_order_from",
      "next_order_to",
      "churn_probability",
      "p_alive",
      "value_at_stake",
    ],
  },
  { group: "list", columns: ["segment", "as_of"] },
] as const satisfies readonly { group: string; columns: readonly ExportColumn[] }[];

/** The order of a file's columns, whatever was clicked first. */
export const allColumns: readonly ExportColumn[] = columnGroups.flatMap(({ columns }) => columns);

const columnsIn = (...groups: readonly (typeof columnGroups)[number]["group"][]): ExportColumn[] =>
  columnGroups.filter(({ group }) => groups.includes(group)).flatMap(({ columns }) => columns);

/** What a choice says of a person and of her consent beside the address, which always goes. */
export const personalColumns = ({ columns }: Pick<ExportChoice, "columns">): ExportColumn[] =>
  columnsIn("person", "consent").filter((column) => columns.includes(column) && !required.includes(column));

const figuresForTools: readonly ExportColumn[] = [
  "first_name",
  "last_name",
  "clv_historic",
  "clv_predicted_12m",
  "clv_low",
  "clv_high",
  "rfm_group",
  "orders",
  "last_order_date",
  "next_order_from",
  "churn_probability",
];

/**
 * What each tool has a field for: a profile of Klaviyo's has a country of its own, a contact of Omnisend's a postcode too, and of Brevo's an
 * id of another system (ext_id).
 * Every further column would be a merge field of Mailchimp's, of which an audience has 30.
 */
const presetColumns = {
  address: required,
  figures: [...required, ...columnsIn("value", "behaviour", "list")],
  klaviyo: [...required, ...figuresForTools, "country", "currency", "shopify_customer_id"],
  mailchimp: [...required, ...figuresForTools],
  brevo: [...required, ...figuresForTools, "currency", "shopify_customer_id"],
  omnisend: [...required, ...figuresForTools, "phone", "country", "zip", "currency"],
  all: allColumns,
} as const satisfies Record<string, readonly ExportColumn[]>;

export type Preset = keyof typeof presetColumns;
export const presets = Object.keys(presetColumns) as readonly Preset[];

/** Each has a format of its own, in which the columns have the names that the tool's importer knows. */
export const TOOL_FORMATS = [
  "klaviyo",
  "mailchimp",
  "brevo",
  "omnisend",
] as const satisfies readonly (Preset & ExportRecord["format"])[];

/** Who goes into a file of the chosen format, and who does not: a tool takes an address once, whoever has it. */
export function whoGoes(
  { included, sameAddress, leftOut }: Pick<ExportPreview, "included" | "sameAddress" | "leftOut">,
  choice: Pick<ExportChoice, "format">,
): Pick<ExportPreview, "included" | "leftOut"> {
  const isForTool = TOOL_FORMATS.some((format) => format === choice.format);
  if (sameAddress === 0 || !(isForTool || isForAds(choice))) return { included, leftOut };
  const same = { reason: "SAME_ADDRESS", customers: sameAddress } as const;
  return { included: included - sameAddress, leftOut: [...leftOut, same] };
}

const toolOf = (preset: Preset) => TOOL_FORMATS.find((tool) => tool === preset);

/** What the list is ordered by, which a file of its figures says. */
const columnsOfOrder = (order: ExportPreview["order"]): readonly ExportColumn[] =>
  order === "value_at_stake" ? ["p_alive", "value_at_stake"] : [];

export function columnsOf(preset: Preset, order: ExportPreview["order"]): readonly ExportColumn[] {
  const own: readonly ExportColumn[] = presetColumns[preset];
  const more = preset === "address" ? [] : columnsOfOrder(order);
  return allColumns.filter((column) => own.includes(column) || more.includes(column));
}

/** What the first export of a list begins with. */
export const firstChoice = ({ order }: Pick<ExportPreview, "order">): ExportChoice => ({
  ...preselected,
  columns: [...required, ...columnsOfOrder(order)],
});

/** A tool's preset is its columns in its own format; the others leave the format as it is. */
export function withPreset(
  choice: ExportChoice,
  preset: Preset,
  order: ExportPreview["order"],
): ExportChoice {
  return { ...choice, columns: columnsOf(preset, order), format: toolOf(preset) ?? choice.format };
}

/** Whether nothing but the preset's columns is chosen, and for a tool its format. */
export function isPreset(
  preset: Preset,
  { columns, format }: Pick<ExportChoice, "columns" | "format">,
  order: ExportPreview["order"],
): boolean {
  if (format !== (toolOf(preset) ?? format)) return false;
  return columnsOf(preset, order).join() === allColumns.filter((column) => columns.includes(column)).join();
}
