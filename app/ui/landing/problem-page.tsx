import { translator } from "../messages/catalogue.ts";
import styles from "./landing.module.css";

/** What a visitor outside of the admin sees instead of a page: that it does not exist, or that it failed. */
export function ProblemPage({ locale, notFound }: { locale: string; notFound: boolean }) {
  const t = translator(locale);
  const kind = notFound ? "error.not_found" : "error.failed";
  return (
    <main className={styles.page}>
      <p className={styles.name}>{t("landing.name")}</p>
      <h1 className={styles.title}>{t(`${kind}.title`)}</h1>
      <p className={styles.lead}>{t(notFound ? "landing.not_found" : "error.failed.body")}</p>
      <p>
        <a href="/">{t("landing.home")}</a>
      </p>
    </main>
  );
}
