import { translator } from "../messages/catalogue.ts";
import styles from "./landing.module.css";

const points = ["value", "next", "lists"] as const;

/** What a visitor sees who does not come from a Shopify admin: what the app is, and how to get it. */
export function LandingPage({ locale }: { locale: string }) {
  const t = translator(locale);
  return (
    <main className={styles.page}>
      <p className={styles.name}>{t("landing.name")}</p>
      <h1 className={styles.title}>{t("landing.title")}</h1>
      <p className={styles.lead}>{t("landing.lead")}</p>
      <ul className={styles.points}>
        {points.map((point) => (
          <li key={point}>
            <h2>{t(`landing.${point}.title`)}</h2>
            <p>{t(`landing.${point}.body`)}</p>
          </li>
        ))}
      </ul>
      <section className={styles.install}>
        <h2>{t("landing.install.title")}</h2>
        <p>{t("landing.install.body")}</p>
      </section>
    </main>
  );
}
