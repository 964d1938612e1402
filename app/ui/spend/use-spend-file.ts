import { useRevalidator } from "@remix-run/react";
import { useState } from "react";
import type { SpendFileAnswer, StoredSpendFile } from "../../acquisition/spend-import.ts";

/** What the page says of a file that does not say it itself, as its form has it. */
export interface SpendFileForm {
  readonly channel: string;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly dateOrder: string;
  readonly decimal: string;
  readonly unnamed: string;
  readonly keepOverlaps: boolean;
}

export const EMPTY_FORM: SpendFileForm = {
  channel: "",
  firstDay: "",
  lastDay: "",
  dateOrder: "",
  decimal: "",
  unnamed: "",
  keepOverlaps: false,
};

export type SpendFileState =
  | { readonly state: "idle" }
  | { readonly state: "busy"; readonly name: string }
  | { readonly state: "failed"; readonly why: "too_large" | "interrupted" }
  /** Nobody answered when it was to be stored: it may be stored or not. */
  | { readonly state: "unsure"; readonly name: string }
  | { readonly state: "read"; readonly name: string; readonly answer: SpendFileAnswer }
  | { readonly state: "stored"; readonly answer: Exclude<StoredSpendFile, { state: "refused" }> };

export interface SpendFileUse {
  readonly now: SpendFileState;
  readonly form: SpendFileForm;
  setForm(form: SpendFileForm): void;
  give(file: File): void;
  /** Reads the same file again, with what the form says. */
  again(): void;
  store(): void;
  close(): void;
}

/** Sends a file to be read, and once more to be stored: nothing of it is kept between. */
export function useSpendFile(mostBytes: number): SpendFileUse {
  const [file, setFile] = useState<File | null>(null);
  /** Of what would be stored: the same one for each attempt. */
  const [importId, setImportId] = useState("");
  const [now, setNow] = useState<SpendFileState>({ state: "idle" });
  const [form, setForm] = useState<SpendFileForm>(EMPTY_FORM);
  const { revalidate } = useRevalidator();

  async function send(one: File, asked: SpendFileForm, store: string | null): Promise<void> {
    setNow({ state: "busy", name: one.name });
    try {
      const { keepOverlaps, ...answers } = asked;
      const query = new URLSearchParams({
        ...answers,
        name: one.name.slice(0, 200),
        ...(keepOverlaps && { overlaps: "store" }),
        ...(store && { store }),
      });
      const response = await fetch(`/app/acquisition/spend/file?${query}`, {
        method: "POST",
        headers: { "Content-Type": "application/octet-stream" },
        body: one,
      });
      if (!response.ok) throw new Error(`the file was answered with ${response.status}`);
      // The answer is this app's own.
      const answer = (await response.json()) as SpendFileAnswer | StoredSpendFile;
      if (answer.state === "stored" || answer.state === "nothing_left" || answer.state === "undone") {
        setFile(null);
        setNow({ state: "stored", answer });
        revalidate();
      } else setNow({ state: "read", name: one.name, answer });
    } catch {
      setNow(store ? { state: "unsure", name: one.name } : { state: "failed", why: "interrupted" });
      // Whether it was stored stands in the list.
      if (store) revalidate();
    }
  }

  return {
    now,
    form,
    setForm,
    give(one) {
      if (one.size > mostBytes) {
        setNow({ state: "failed", why: "too_large" });
        return;
      }
      setFile(one);
      setForm(EMPTY_FORM);
      setImportId(crypto.randomUUID());
      void send(one, EMPTY_FORM, null);
    },
    again() {
      if (file) void send(file, form, null);
    },
    store() {
      if (file) void send(file, form, importId);
    },
    close() {
      setFile(null);
      setForm(EMPTY_FORM);
      setNow({ state: "idle" });
    },
  };
}
