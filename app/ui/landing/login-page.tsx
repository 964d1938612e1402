import { translator } from "../messages/catalogue.ts";
import styles from "./landing.module.css";

/** Shown when the address has no usable shop: what is wrong with it, and where to go. */
export function LoginPage({ locale, problem }: { locale: string; problem: "missing" | "malformed" }) {
  const t = translator(locale);
  return (
    <main className={styles.page}>
      <p className={styles.name}>{t("landing.name")}</p>
      <h1 className={styles.title}>{t("login.title")}</h1>
      <p className={styles.lead} role="alert">
        {t(`login.${problem}`)}
      </p>
      <p>{t("login.what_to_do")}</p>
    </main>
  );
}
